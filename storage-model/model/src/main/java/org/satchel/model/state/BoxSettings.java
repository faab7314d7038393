// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.time.InstantSource;
import java.util.List;
import org.satchel.model.Conversations;
import org.satchel.model.FolderPath;
import org.satchel.model.Quota;

/// What every engine is told about the boxes it keeps.
///
/// @param systemFolders made with each new box; can be neither renamed nor removed
/// @param quota of a new box
/// @param clock says when a commit was made and whether a grant has expired
public record BoxSettings(List<FolderPath> systemFolders, Quota quota, BoxLimits limits, InstantSource clock) {
    // CPM-MSG §5.2
    public static final BoxSettings STANDARD = new BoxSettings(
            List.of(FolderPath.INBOX, Conversations.RECORDED, Conversations.KEPT),
            Quota.UNLIMITED,
            BoxLimits.STANDARD,
            InstantSource.system());

    public BoxSettings {
        systemFolders = List.copyOf(systemFolders);
    }

    public BoxSettings withClock(InstantSource newClock) {
        return new BoxSettings(systemFolders, quota, limits, newClock);
    }

    public BoxSettings withLimits(BoxLimits newLimits) {
        return new BoxSettings(systemFolders, quota, newLimits, clock);
    }
}
