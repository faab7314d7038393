// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import java.time.Instant;
import java.util.TreeMap;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.Conversations;
import org.satchel.model.Delta;
import org.satchel.model.Flags;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;

/// Reads from the log in which folders objects came to lie that may expire, and since when at the earliest.
final class Arrivals {
    private static final int COMMITS_PER_PAGE = 1_000;

    private final BoxView view;
    private final TreeMap<FolderId, Instant> bounds;
    private Dues dues;

    private Arrivals(BoxView view, Dues dues) {
        this.view = view;
        this.dues = dues;
        this.bounds = new TreeMap<>(dues.folders());
    }

    /// @param dues as they stood when the log was read last
    /// @return as they stand at `view`
    static Dues read(MessageBox box, BoxView view, Dues dues) {
        var arrivals = new Arrivals(view, dues);
        arrivals.read(box);
        return arrivals.dues.withFolders(arrivals.bounds);
    }

    /// Whether what lies there expires: what is recorded does, in a box where this is the place for it.
    // CPM-MSG §6.3
    static boolean isExpiring(FolderPath path) {
        return path.isWithin(Conversations.RECORDED);
    }

    private void read(MessageBox box) {
        while (view.modSeq().isAfter(dues.arrivals())) {
            switch (box.changes().since(dues.arrivals(), COMMITS_PER_PAGE)) {
                case Delta.Commits(var commits) -> {
                    for (var commit : commits) {
                        if (commit.modSeq().isAfter(view.modSeq())) {
                            return;
                        }
                        commit.changes().forEach(change -> take(change, commit.at()));
                        dues = dues.withArrivals(commit.modSeq());
                    }
                }
                // What the log has forgotten is looked up in the folders.
                case Delta.Truncated(var oldest) -> {
                    bounds.clear();
                    dues = dues.withOthers(Instant.EPOCH).withArrivals(oldest);
                }
            }
        }
    }

    private void take(Change change, Instant at) {
        switch (change) {
            case Change.ObjectAdded(var folder, var entry, var source, var key) -> came(folder, entry.saved());
            case Change.ObjectMoved(var from, var uid, var to, var entry) -> came(to, entry.saved());
            case Change.FlagsChanged(var folder, var uid, var object, var before, var after)
            when before.has(Flags.ARCHIVED) && !after.has(Flags.ARCHIVED) -> came(folder, Instant.EPOCH);
            case Change.FolderRenamed(var folder, var from, var to)
            when isExpiring(to) && !isExpiring(from) -> bounds.put(folder, second(at)); // all of it begins anew
            case Change.FolderRemoved(var folder, var path, var node) -> bounds.remove(folder);
            case Change.FlagsChanged _,
                    Change.FolderRenamed _,
                    Change.FolderCreated _,
                    Change.SubscriptionSet _,
                    Change.ObjectRemoved _,
                    Change.AnnotationSet _,
                    Change.GrantSet _,
                    Change.QuotaSet _,
                    Change.HistoryPurged _ -> {}
        }
    }

    private void came(FolderId folder, Instant at) {
        var present = view.folder(folder);
        if (present.isPresent() && isExpiring(present.get().path())) {
            var second = second(at);
            var bound = bounds.getOrDefault(folder, dues.others());
            if (second.isBefore(bound)) {
                bounds.put(folder, second);
            }
        }
    }

    /// Whole seconds, as they are kept.
    private static Instant second(Instant at) {
        return Instant.ofEpochSecond(at.getEpochSecond());
    }
}
