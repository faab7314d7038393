// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.satchel.model.Change;
import org.satchel.model.Delta;
import org.satchel.model.FolderId;
import org.satchel.model.MessageBox;
import org.satchel.model.Uid;

/// When objects came into a folder, as far back as the log reaches.
// RFC 8514 §4
final class SaveDates {
    private static final int COMMITS_MAX = 1_000;

    private SaveDates() {}

    static Map<Uid, Instant> read(MessageBox box, FolderId folder) {
        Map<Uid, Instant> dates = new HashMap<>();
        var position = box.view().oldest();
        while (box.changes().since(position, COMMITS_MAX) instanceof Delta.Commits(var commits) && !commits.isEmpty()) {
            for (var commit : commits) {
                commit.changes().forEach(change -> note(change, folder, commit.at(), dates));
            }
            position = commits.getLast().modSeq();
        }
        return dates;
    }

    private static void note(Change change, FolderId folder, Instant at, Map<Uid, Instant> dates) {
        switch (change) {
            case Change.ObjectAdded added
            when added.folder().equals(folder) -> dates.put(added.entry().uid(), at);
            case Change.ObjectMoved moved
            when moved.to().equals(folder) -> dates.put(moved.entry().uid(), at);
            default -> {
                // nothing came into the folder
            }
        }
    }
}
