// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to search, where, in what order, and from where to go on. NMS §5.3
///
/// @param maxEntries 0 or null = the server's page size
public record SelectionCriteria(
        @Nullable Integer maxEntries,
        @Nullable String fromCursor,
        @Nullable Reference searchScope,
        @Nullable Boolean nonRecursiveScope,
        @Nullable SearchCriteria searchCriteria,
        @Nullable SortCriteria sortCriteria) {

    /// One flat list of conditions under one operator. NMS §7.2
    public record SearchCriteria(
            @Nullable List<SearchCriterion> criterion,
            @Nullable String operator) {
        public List<SearchCriterion> all() {
            return criterion == null ? List.of() : criterion;
        }
    }

    /// A condition. NMS §7.1
    public record SearchCriterion(
            @Nullable String type,
            @Nullable String name,
            @Nullable String value) {}

    /// The order of what is found. NMS §7.3
    public record SortCriteria(@Nullable List<SortCriterion> criterion) {}

    /// What to order by.
    ///
    /// @param order `Ascending` or `Descending`
    public record SortCriterion(
            @Nullable String type,
            @Nullable String name,
            @Nullable String order) {}
}
