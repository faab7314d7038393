// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.ArrayList;
import java.util.List;

/// The conditions of a query that must all hold, parted by what they cost: an object is opened for those of the second
/// kind only, and not before those of the first hold.
///
/// @param ofEntry decided by the line of the listing; a date of an old line opens the object
/// @param rest the others
record Terms(List<Query> ofEntry, List<Query> rest) {
    Terms {
        ofEntry = List.copyOf(ofEntry);
        rest = List.copyOf(rest);
    }

    static Terms of(Query query) {
        var ofEntry = new ArrayList<Query>();
        var rest = new ArrayList<Query>();
        for (var term : query instanceof Query.And(var all) ? all : List.of(query)) {
            (QueryMeaning.cost(term) == QueryMeaning.Cost.ENTRY ? ofEntry : rest).add(term);
        }
        return new Terms(ofEntry, rest);
    }

    boolean isOfEntryOnly() {
        return rest.isEmpty();
    }

    /// False also for an object that is removed meanwhile.
    boolean matchEntry(Query.Candidate candidate) {
        try {
            for (var term : ofEntry) {
                if (!term.matches(candidate)) {
                    return false;
                }
            }
            return true;
        } catch (StoreFailure.NotFound removedMeanwhile) {
            return false;
        }
    }

    /// @throws StoreFailure.NotFound when the object is removed meanwhile
    boolean matchRest(Query.Candidate candidate) {
        return rest.isEmpty() || new Query.And(rest).matches(candidate);
    }
}
