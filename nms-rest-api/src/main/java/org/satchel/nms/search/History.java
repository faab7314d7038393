// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.Delta;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.problem.Refusal;

/// Answers what came and what went since a commit, out of the log of the box, as far as that goes back.
// OMA NMS §7.1 (CreatedObjects, VanishedObjects)
public final class History {
    /// Commits that are read together.
    private static final int STRETCH = 256;

    private final OpenBox box;

    History(OpenBox box) {
        if (box.isGuest()) {
            // What others did in folders that were never open to a guest is not for him to know.
            throw Refusal.searchUnsupported("of the history of somebody else's box");
        }
        this.box = box;
    }

    /// An object that is gone.
    public record Vanished(ObjectId object, ModSeq at) {}

    /// @param cursor where the next begins; null = there is no more
    /// @param begun head of the box when the first page was made
    public record Page(List<Vanished> objects, @Nullable String cursor, ModSeq begun) {
        public Page {
            objects = List.copyOf(objects);
        }
    }

    /// Number of the first object that came after a commit; past all numbers when none did.
    long firstCreated(ModSeq since, ModSeq head) {
        var position = since;
        while (head.isAfter(position)) {
            var commits = commits(position);
            if (commits.isEmpty()) {
                break;
            }
            for (var commit : commits) {
                for (var change : commit.changes()) {
                    if (change instanceof Change.ObjectAdded added) {
                        return added.entry().object().number();
                    }
                }
                position = commit.modSeq();
            }
        }
        return Long.MAX_VALUE;
    }

    /// What went since, up to the head of the first page.
    Page vanished(Cursors.Grave from, int size, Cursors cursors) {
        var found = new ArrayList<Vanished>();
        int skipped = from.shown();
        var position = from.after();
        while (from.begun().isAfter(position)) {
            var commits = commits(position);
            if (commits.isEmpty()) {
                break;
            }
            for (var commit : commits) {
                var gone = removed(commit);
                for (int i = skipped; i < gone.size(); i++) {
                    if (found.size() == size) {
                        return new Page(
                                found, cursors.write(new Cursors.Grave(position, i, from.begun())), from.begun());
                    }
                    found.add(new Vanished(gone.get(i), commit.modSeq()));
                }
                skipped = 0;
                position = commit.modSeq();
            }
        }
        return new Page(found, null, from.begun());
    }

    private static List<ObjectId> removed(Commit commit) {
        return commit.changes().stream()
                .filter(Change.ObjectRemoved.class::isInstance)
                .map(change -> ((Change.ObjectRemoved) change).last().object())
                .toList();
    }

    private List<Commit> commits(ModSeq position) {
        return switch (box.box().changes().since(position, STRETCH)) {
            case Delta.Commits(var commits) -> commits;
            // As with a cursor that is none: the client starts from nothing. OMA NMS §9.2
            case Delta.Truncated _ -> throw Refusal.badInput("criterion.value");
        };
    }
}
