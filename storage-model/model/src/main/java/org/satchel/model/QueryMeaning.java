// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// What each query means, as code.
final class QueryMeaning {
    private QueryMeaning() {}

    static boolean matches(Query query, Query.Candidate candidate) {
        return switch (query) {
            case Query.All() -> true;
            case Query.HasFlag(var flag) -> candidate.entry().flags().has(flag);
            default -> throw new IllegalArgumentException(query.toString());
        };
    }
}
