// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.ChangeLog;
import org.satchel.model.Delta;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.ModSeq;
import org.satchel.model.Uid;

/// What changed in one folder after a mod-sequence, as the log tells it.
///
/// @param changed uids that came or whose flags changed, and that are there, ascending
/// @param vanished uids that went, ascending
// RFC 7162 §3.2.10
record FolderDelta(Collection<Uid> changed, Collection<Uid> vanished) {
    private static final int COMMITS_MAX = 20_000;

    /// Reads the log, when that is less work than looking at the whole folder.
    ///
    /// @param since what the client knows
    /// @return empty when the log does not reach that far, or is longer than the folder is worth
    static Optional<FolderDelta> read(ChangeLog log, BoxView view, FolderId folder, ModSeq since) {
        if (!since.isAfter(ModSeq.ZERO) || view.oldest().isAfter(since)) {
            return Optional.empty();
        }
        long behind = view.modSeq().number() - since.number();
        if (behind > COMMITS_MAX || !(log.since(since, COMMITS_MAX) instanceof Delta.Commits(var commits))) {
            return Optional.empty();
        }
        var changed = new TreeSet<Uid>();
        var vanished = new TreeSet<Uid>();
        for (var commit : commits) {
            if (commit.modSeq().isAfter(view.modSeq())) {
                break;
            }
            commit.changes().forEach(change -> note(change, folder, changed, vanished));
        }
        changed.removeAll(vanished);
        return Optional.of(new FolderDelta(changed, vanished));
    }

    /// Uids whose entries changed after `since`, by looking at all of them.
    static List<Entry> scan(BoxView view, FolderId folder, ModSeq since) {
        var changed = new ArrayList<Entry>();
        view.listing(folder).forEach(entry -> {
            if (entry.modSeq().isAfter(since)) {
                changed.add(entry);
            }
        });
        return changed;
    }

    private static void note(Change change, FolderId folder, TreeSet<Uid> changed, TreeSet<Uid> vanished) {
        switch (change) {
            case Change.FlagsChanged(var in, var uid, var _, var _, var _) when in.equals(folder) -> changed.add(uid);
            case Change.ObjectAdded(var in, var entry, var _, var _) when in.equals(folder) -> changed.add(entry.uid());
            case Change.ObjectRemoved(var in, var last, var _) when in.equals(folder) -> vanished.add(last.uid());
            case Change.ObjectMoved(var from, var uid, var to, var entry) -> {
                if (from.equals(folder)) {
                    vanished.add(uid);
                }
                if (to.equals(folder)) {
                    changed.add(entry.uid());
                }
            }
            default -> {
                // another folder, or nothing about an object
            }
        }
    }
}
