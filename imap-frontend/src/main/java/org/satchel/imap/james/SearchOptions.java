// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.util.EnumSet;
import java.util.Set;

/// What the client wants to be told of the hits.
///
/// @param extended whether it said so at all: then the answer is ESEARCH
// RFC 4466 §2.6.1, RFC 4731, RFC 5182
record SearchOptions(boolean extended, Set<Option> named) {
    static final SearchOptions PLAIN = new SearchOptions(false, Set.of());

    SearchOptions {
        named = Set.copyOf(named);
    }

    /// The words within `RETURN (…)`.
    enum Option {
        MIN,
        MAX,
        COUNT,
        ALL,
        SAVE
    }

    /// @param named nothing = all
    static SearchOptions returning(Set<Option> named) {
        return new SearchOptions(true, named.isEmpty() ? EnumSet.of(Option.ALL) : named);
    }

    boolean has(Option option) {
        return named.contains(option);
    }

    /// True when nothing but `$` is asked for: then the hits are not told.
    // RFC 5182 §2
    boolean onlySaves() {
        return extended && named.equals(Set.of(Option.SAVE));
    }
}
