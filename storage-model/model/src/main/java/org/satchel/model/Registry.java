// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Durable small facts that are no part of any box's history: subscriptions, how far their followers are, channels,
/// which nodes are alive.
///
/// Keys are paths such as `push/tel:+15550100001/s-9.progress`; a value is at most 64 KiB. The first two steps of
/// a key, with the slash behind them, say what is kept together: a scan whose prefix holds both reads one place.
/// A shorter prefix reads everything, and costs as much.
///
/// Writes of one key happen one after another, each at one moment between call and return, whichever of [#put],
/// [#remove] and [#replace] they are and on whichever node: none is lost to a race, and [#get] and [#scan] that
/// begin after it has returned see it. On one machine all three cost one sync. Where several nodes share the
/// engine, `replace` costs one round of agreement between them, a few milliseconds; `put` and `remove` cost that
/// too, and a read before it, and the same again for each race lost; `get` and `scan` are plain reads, and cheap.
/// So: read as you like, write seldom, and write with `replace` what is already known.
///
/// A write is durable when it returns. When it throws [StoreFailure.Unavailable] it may have happened, or still
/// happen until the next write of that key has returned. Whoever must know which makes each value unlike any
/// other, calls `replace` again with what it expected before, and when that answers false compares what is there
/// with what it wrote.
public interface Registry {
    int VALUE_BYTES_MAX = 64 * 1024;

    Optional<byte[]> get(String key);

    /// Sets a key, whatever it holds.
    ///
    /// @throws StoreFailure.TooLarge when the value has more than [#VALUE_BYTES_MAX] bytes
    void put(String key, byte[] value);

    /// Removes a key; harmless when it is not there.
    void remove(String key);

    /// Sets or removes a key if it holds just what is expected, in one step that no other write of the key can
    /// come between.
    ///
    /// @param expected compared byte for byte; null = the key is not there. An empty value is there.
    /// @param value null = the key is removed
    /// @return false when the key holds something else; nothing has changed then
    /// @throws StoreFailure.TooLarge when the value has more than [#VALUE_BYTES_MAX] bytes; nothing has changed
    ///   then
    boolean replace(String key, byte @Nullable [] expected, byte @Nullable [] value);

    /// Entries whose key begins with `prefix`, in key order. Each is what its key held at some moment during the
    /// call, not all at the same.
    ///
    /// @param after only keys after this one; empty = from the first
    List<Map.Entry<String, byte[]>> scan(String prefix, String after, int limit);
}
