// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.announce;

import java.util.List;
import java.util.Set;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.AbstractImapRequest;
import org.satchel.imap.james.session.Wishes;
import org.satchel.imap.notify.Event;

/// NOTIFY as it was sent: SET with its groups, or NONE without any.
// RFC 5465 §8
final class NotifyRequest extends AbstractImapRequest {
    static final ImapCommand COMMAND = ImapCommand.authenticatedStateCommand("NOTIFY");

    private final Asked asked;

    NotifyRequest(Tag tag, Asked asked) {
        super(tag, COMMAND);
        this.asked = asked;
    }

    Asked asked() {
        return asked;
    }

    @Override
    public String toString() {
        return "NOTIFY";
    }

    /// What stands behind NOTIFY.
    sealed interface Asked {
        record None() implements Asked {}

        /// @param status whether the client wants to know how the folders stand
        /// @param selected what it wants of the selected folder; none or one
        /// @param hasUnknown whether it asked for events that nobody knows
        record Groups(boolean status, List<Wishes.Selected> selected, List<Named> others, boolean hasUnknown)
                implements Asked {
            public Groups {
                selected = List.copyOf(selected);
                others = List.copyOf(others);
            }
        }
    }

    /// Folders by the word for them, and their names when the word needs some.
    record Named(Filter filter, List<String> names, Set<Event> events) {
        Named {
            names = List.copyOf(names);
            events = Set.copyOf(events);
        }
    }

    /// Words for folders other than the selected one.
    // RFC 5465 §6
    enum Filter {
        INBOXES,
        PERSONAL,
        SUBSCRIBED,
        SUBTREE,
        MAILBOXES;

        boolean hasNames() {
            return this == SUBTREE || this == MAILBOXES;
        }
    }
}
