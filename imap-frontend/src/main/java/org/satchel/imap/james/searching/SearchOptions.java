// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.james.imap.api.message.FetchData;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.search.Page;
import org.satchel.imap.search.Reach;

/// What the client wants to be told of the hits.
///
/// @param extended whether it said so at all: then the answer is ESEARCH
/// @param page for [Option#PARTIAL]; null without it
/// @param arrivals what is fetched of new objects that are hits, for [Option#UPDATE]; null = nothing
// RFC 4466 §2.6.1, RFC 4731, RFC 5182, RFC 5267, RFC 9394
record SearchOptions(
        boolean extended,
        Set<Option> named,
        @Nullable Page page,
        @Nullable FetchData arrivals) {
    static final SearchOptions PLAIN = new SearchOptions(false, Set.of(), null, null);

    SearchOptions {
        named = Set.copyOf(named);
    }

    /// The words within `RETURN (…)`.
    enum Option {
        MIN,
        MAX,
        COUNT,
        ALL,
        PARTIAL,
        SAVE,
        /// A hint, of which nothing is made: every search is as good as the first.
        CONTEXT,
        UPDATE
    }

    /// @param named nothing = all
    static SearchOptions returning(Set<Option> named, @Nullable Page page, @Nullable FetchData arrivals) {
        var figures = EnumSet.noneOf(Option.class);
        figures.addAll(named);
        figures.remove(Option.CONTEXT);
        if (figures.isEmpty()) {
            figures.add(Option.ALL);
        }
        figures.addAll(named);
        return new SearchOptions(true, figures, page, arrivals);
    }

    boolean has(Option option) {
        return named.contains(option);
    }

    /// True when nothing but `$` is asked for: then the hits are not told.
    // RFC 5182 §2
    boolean onlySaves() {
        return extended
                && has(Option.SAVE)
                && named.stream().allMatch(option -> option == Option.SAVE || option == Option.CONTEXT);
    }

    /// How many hits the answer needs, of those in uid order.
    Reach reach() {
        if (has(Option.ALL) || has(Option.COUNT) || has(Option.UPDATE)) {
            return Reach.ALL;
        }
        return Stream.of(
                        has(Option.MIN) ? new Reach(false, 1) : null,
                        has(Option.MAX) ? new Reach(true, 1) : null,
                        page == null ? null : new Reach(page.fromEnd(), page.farthest()))
                .filter(reach -> reach != null)
                .reduce(Reach::and)
                .orElse(Reach.ALL);
    }
}
