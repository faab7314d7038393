// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.Comparator;

/// Where a hit stands in the order.
///
/// @param text compared first; empty when the order has none
/// @param object breaks ties, always ascending
record SortKey(String text, long number, long object) {
    static final Comparator<SortKey> ASCENDING = Comparator.comparing(SortKey::text)
            .thenComparingLong(SortKey::number)
            .thenComparingLong(SortKey::object);
    static final Comparator<SortKey> DESCENDING = Comparator.comparing(SortKey::text)
            .thenComparingLong(SortKey::number)
            .reversed()
            .thenComparingLong(SortKey::object);

    /// @throws IllegalArgumentException when no hit ever had this position
    static SortKey of(Search.Position position) {
        int colon = position.key().indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not a position: " + position.key());
        }
        return new SortKey(
                position.key().substring(colon + 1),
                Long.parseLong(position.key().substring(0, colon)),
                position.object().number());
    }

    Search.Position position() {
        return new Search.Position(number + ":" + text, new ObjectId(object));
    }
}
