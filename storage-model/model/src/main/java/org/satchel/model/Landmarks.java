// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import org.jspecify.annotations.Nullable;

/// The objects of a folder that a client looks for before all others: how a session was set up, and who is in the
/// group.
///
/// @param sessionInfo uid of the newest session info object; null = there is none
/// @param groupState uid of the newest group state object; null = there is none
// CPM-MSG §7.1
public record Landmarks(@Nullable Uid sessionInfo, @Nullable Uid groupState) {
    public static final Landmarks NONE = new Landmarks(null, null);

    /// Those of a listing, which is walked from its end.
    public static Landmarks of(Listing listing) {
        Uid sessionInfo = null;
        Uid groupState = null;
        for (int index = listing.count() - 1; index >= 0 && (sessionInfo == null || groupState == null); index--) {
            var entry = listing.at(index);
            if (entry.kind() == Kind.SESSION_INFO && sessionInfo == null) {
                sessionInfo = entry.uid();
            } else if (entry.kind() == Kind.GROUP_STATE && groupState == null) {
                groupState = entry.uid();
            }
        }
        return sessionInfo == null && groupState == null ? NONE : new Landmarks(sessionInfo, groupState);
    }

    /// With an object that was added behind all others.
    public Landmarks with(Entry newest) {
        return switch (newest.kind()) {
            case SESSION_INFO -> new Landmarks(newest.uid(), groupState);
            case GROUP_STATE -> new Landmarks(sessionInfo, newest.uid());
            case SMS,
                    MMS,
                    PAGER_MESSAGE,
                    LARGE_MESSAGE,
                    CHAT_MESSAGE,
                    IMDN,
                    HTTP_FILE_TRANSFER,
                    FILE_TRANSFER,
                    GROUP_EVENT,
                    TEXT,
                    MEDIA -> this;
        };
    }

    public boolean has(Uid uid) {
        return uid.equals(sessionInfo) || uid.equals(groupState);
    }
}
