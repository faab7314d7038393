// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import org.satchel.model.Query;

/// Reads the criteria of a subscription, which are kept as they came.
@FunctionalInterface
public interface FilterReader {
    /// @param filter what [Terms#filter] holds
    /// @throws IllegalArgumentException when it cannot be read
    Query read(String filter);
}
