// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.selected;

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
public record FolderDelta(Collection<Uid> changed, Collection<Uid> vanished) {
    /// A client that is further behind is told by comparing, which names some that it never had.
    private static final int COMMITS_MAX = 300_000;

    private static final int COMMITS_PER_PAGE = 5_000;

    /// Reads the log, a page at a time.
    ///
    /// @param since what the client knows
    /// @return empty when the log does not reach that far, or more happened than is read for one answer
    public static Optional<FolderDelta> read(ChangeLog log, BoxView view, FolderId folder, ModSeq since) {
        if (!since.isAfter(ModSeq.ZERO) || view.oldest().isAfter(since)) {
            return Optional.empty();
        }
        if (view.modSeq().number() - since.number() > COMMITS_MAX) {
            return Optional.empty();
        }
        var changed = new TreeSet<Uid>();
        var vanished = new TreeSet<Uid>();
        var position = since;
        while (view.modSeq().isAfter(position)) {
            if (!(log.since(position, COMMITS_PER_PAGE) instanceof Delta.Commits(var commits)) || commits.isEmpty()) {
                return Optional.empty();
            }
            for (var commit : commits) {
                if (commit.modSeq().isAfter(view.modSeq())) {
                    break;
                }
                commit.changes().forEach(change -> note(change, folder, changed, vanished));
            }
            position = commits.getLast().modSeq();
        }
        changed.removeAll(vanished);
        return Optional.of(new FolderDelta(changed, vanished));
    }

    /// Uids whose entries changed after `since`, by looking at all of them.
    public static List<Entry> scan(BoxView view, FolderId folder, ModSeq since) {
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
