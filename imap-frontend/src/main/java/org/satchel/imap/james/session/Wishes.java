// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.session;

import java.util.List;
import java.util.Set;
import org.apache.james.imap.api.message.FetchData;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.notify.Event;
import org.satchel.imap.notify.Watch;
import org.satchel.model.ModSeq;

/// What a client asked with NOTIFY to be told of. A client that never did has none, and is told what RFC 3501 says.
///
/// @param selected of the folder it has selected, whichever that is; null = nothing
/// @param watch of all others
// RFC 5465
public record Wishes(@Nullable Selected selected, Watch watch, Reach reach) {
    /// Whether anything at all may have to be told while no command is running.
    public enum Reach {
        SILENT,
        SOMETHING
    }

    /// @param manner what may be told while no command is running
    /// @param arrivals what is fetched of new objects; null = nothing
    public record Selected(
            Set<Event> events, Manner manner, @Nullable FetchData arrivals) {
        public Selected {
            events = Set.copyOf(events);
        }
    }

    /// Those of a client that wants to be left alone.
    public static Wishes none(ModSeq position) {
        return new Wishes(null, new Watch(List.of(), position), Reach.SILENT);
    }

    public boolean isSilent() {
        return reach == Reach.SILENT;
    }

    /// Whether the client is told what others put into its folder and take out of it.
    public boolean tellsMembers() {
        return selected != null && selected.events.contains(Event.MESSAGE_NEW);
    }

    public boolean tellsFlags() {
        return selected != null && selected.events.contains(Event.FLAG_CHANGE);
    }

    public @Nullable FetchData arrivals() {
        return selected == null ? null : selected.arrivals;
    }

    /// What may be told of the selected folder while no command is running.
    public Manner manner() {
        return selected == null ? Manner.NO_REMOVALS : selected.manner;
    }
}
