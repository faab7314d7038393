// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Where ESEARCH looks.
///
/// @param names as the line has them, decoded; none where the kind has none
// RFC 7377 §2.2
record SearchSource(Kind kind, List<String> names) {
    SearchSource {
        names = List.copyOf(names);
    }

    /// The words.
    enum Kind {
        SELECTED,
        /// All of one's own, as for NOTIFY: the recorder may put something into any of them.
        // RFC 5465 §6.3
        INBOXES,
        PERSONAL,
        SUBSCRIBED,
        SUBTREE,
        SUBTREE_ONE,
        MAILBOXES;

        static Optional<Kind> of(String word) {
            return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
        }

        boolean hasNames() {
            return this == SUBTREE || this == SUBTREE_ONE || this == MAILBOXES;
        }

        private String word() {
            return name().replace('_', '-').toUpperCase(Locale.ROOT);
        }
    }
}
