// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Durable small facts that are no part of any box's history: subscriptions, how far their followers are, channels,
/// pushes to be made.
///
/// Keys are paths such as `push/tel:+15550100001/s-9/position`; a
/// value is at most 64 KiB. A write is durable when it returns.
public interface Registry {
    int VALUE_BYTES_MAX = 64 * 1024;

    Optional<byte[]> get(String key);

    void put(String key, byte[] value);

    /// Removes a key; harmless when it is not there.
    void remove(String key);

    /// Entries whose key begins with `prefix`, in key order.
    ///
    /// @param after only keys after this one; empty = from the first
    List<Map.Entry<String, byte[]>> scan(String prefix, String after, int limit);
}
