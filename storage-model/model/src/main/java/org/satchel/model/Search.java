// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import org.jspecify.annotations.Nullable;

/// A query with where to look, in what order to answer, and from where to go on.
///
/// @param after go on behind this hit of an earlier page; null = from the start
/// @param limit hits at most, positive
public record Search(
        Scope scope, Query query, Order order, @Nullable Position after, int limit) {
    public Search {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit is not positive: " + limit);
        }
    }

    /// All hits in one folder, in uid order.
    public static Search in(FolderId folder, Query query) {
        return new Search(new Scope.Only(folder), query, Order.BY_UID, null, Integer.MAX_VALUE);
    }

    /// Which folders are looked at.
    public sealed interface Scope {
        record Everywhere() implements Scope {}

        record Only(FolderId folder) implements Scope {}

        record Tree(FolderId root) implements Scope {}
    }

    /// Total order of the hits; ties are broken by object id, ascending.
    ///
    /// @param attribute for [By#ATTRIBUTE]: whose first value counts; null otherwise
    public record Order(By by, @Nullable String attribute, boolean descending) {
        public static final Order BY_UID = new Order(By.UID, null, false);
        public static final Order BY_CREATION = new Order(By.CREATION, null, false);

        /// What is compared.
        public enum By {
            /// Uid within the folder, folders by path. Only for a [Scope.Only] when paged.
            UID,
            /// Object id.
            CREATION,
            /// The `Date` attribute.
            DATE,
            ATTRIBUTE
        }
    }

    /// Where a page ended: the sort key of its last hit and its object. Holds good while others insert and remove.
    public record Position(String key, ObjectId object) {}

    /// One found object.
    ///
    /// @param position what to give as `after` to go on behind it
    public record Hit(FolderId folder, Entry entry, Position position) {}
}
