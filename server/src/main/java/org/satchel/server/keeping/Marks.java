// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.Delta;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.FolderId;
import org.satchel.model.MessageBox;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// Finds the objects that have been marked `\Deleted` for the whole of their grace.
///
/// The log is read a second time, one grace behind the present: whoever was marked then, and was not unmarked in
/// between, is due. So nothing is kept per object, however many are marked.
final class Marks {
    private static final int COMMITS_PER_PAGE = 1_000;

    private final MessageBox box;
    private final BoxView view;
    private final Instant cut;
    private final int objectsMax;
    /// Marked at `position` and since then at the latest.
    private final Set<ObjectId> marked = new LinkedHashSet<>();

    private final Map<FolderId, List<Uid>> due = new LinkedHashMap<>();
    private ModSeq position;
    private boolean complete;

    private Marks(MessageBox box, BoxView view, ModSeq from, Instant cut, int objectsMax) {
        this.box = box;
        this.view = view;
        this.position = from;
        this.cut = cut;
        this.objectsMax = objectsMax;
    }

    /// What is due.
    ///
    /// @param folders where which objects lie
    /// @param position through here everything that was marked is among them, or is marked no more
    /// @param complete false when the log tells more that is old enough
    record Due(Map<FolderId, List<Uid>> folders, ModSeq position, boolean complete) {}

    /// @param from all marks up to here have been dealt with
    /// @param cut marks made at or before this moment are due
    /// @param objectsMax when this many are found no more commits are read
    static Due find(MessageBox box, BoxView view, ModSeq from, Instant cut, int objectsMax) {
        var marks = new Marks(box, view, from, cut, objectsMax);
        marks.find();
        return new Due(marks.due, marks.position, marks.complete);
    }

    static boolean isDue(Entry entry) {
        return entry.flags().deleted() && !entry.flags().has(Flags.ARCHIVED);
    }

    private void find() {
        if (view.folders().stream().allMatch(folder -> folder.deleted() == 0)) {
            position = view.modSeq();
            complete = true;
            return;
        }
        var begin = Log.begin(box.changes(), position);
        if (begin.isAfter(position) && !lookAtAll(begin)) {
            return;
        }
        readOld();
        place();
    }

    /// The log does not reach back to where we stand. What has not changed since it begins was marked before.
    ///
    /// @return false when it is not yet certain that this is long enough ago
    private boolean lookAtAll(ModSeq begin) {
        boolean old = box.changes().since(begin, 1) instanceof Delta.Commits(var commits)
                && !commits.isEmpty()
                && !commits.getFirst().at().isAfter(cut);
        if (!old) {
            complete = true;
            return false;
        }
        for (var folder : view.folders()) {
            if (folder.deleted() > 0) {
                view.listing(folder.id()).forEach(entry -> {
                    if (isDue(entry) && !entry.modSeq().isAfter(begin)) {
                        add(folder.id(), entry.uid());
                    }
                });
            }
        }
        position = begin;
        return true;
    }

    /// The part of the log that is old enough.
    private void readOld() {
        int page = 1; // most often the first one is too young already
        while (marked.size() < objectsMax) {
            var commits = since(position, page);
            page = COMMITS_PER_PAGE;
            for (var commit : commits) {
                if (commit.at().isAfter(cut) || commit.modSeq().isAfter(view.modSeq())) {
                    complete = true;
                    return;
                }
                commit.changes().forEach(this::take);
                position = commit.modSeq();
            }
            if (commits.isEmpty()) {
                complete = true;
                return;
            }
        }
    }

    private void take(Change change) {
        switch (change) {
            case Change.ObjectAdded(var folder, var entry, var source, var key) -> take(entry.object(), entry.flags());
            case Change.ObjectMoved(var from, var uid, var to, var entry) -> take(entry.object(), entry.flags());
            case Change.FlagsChanged(var folder, var uid, var object, var before, var after) -> take(object, after);
            case Change.ObjectRemoved(var folder, var last, var cause) -> marked.remove(last.object());
            case Change.FolderCreated _,
                    Change.FolderRenamed _,
                    Change.FolderRemoved _,
                    Change.SubscriptionSet _,
                    Change.AnnotationSet _,
                    Change.GrantSet _,
                    Change.QuotaSet _,
                    Change.HistoryPurged _ -> {}
        }
    }

    private void take(ObjectId object, Flags flags) {
        if (flags.deleted()) {
            marked.add(object);
        } else {
            marked.remove(object);
        }
    }

    /// Looks up where the marked ones are, and leaves out who was unmarked after `position`.
    private void place() {
        var entries = new LinkedHashMap<ObjectId, Found>();
        var last = position;
        for (var object : marked) {
            var place = view.locate(object);
            if (place.isPresent()) {
                var folder = place.get().folder();
                var entry = view.listing(folder).find(place.get().uid());
                if (entry.isPresent() && isDue(entry.get())) {
                    entries.put(object, new Found(folder, entry.get()));
                    last = max(last, entry.get().modSeq());
                }
            }
        }
        unmarked(entries.keySet(), last).forEach(entries::remove);
        entries.values().forEach(found -> add(found.folder(), found.entry().uid()));
    }

    /// Those of the objects that were unmarked, if only for a while, after `position` and not after `last`.
    private Set<ObjectId> unmarked(Set<ObjectId> objects, ModSeq last) {
        var unmarked = new HashSet<ObjectId>();
        var next = position;
        while (last.isAfter(next)) {
            for (var commit : since(next, COMMITS_PER_PAGE)) {
                noteUnmarked(commit, objects, unmarked);
                next = commit.modSeq();
            }
        }
        return unmarked;
    }

    private List<Commit> since(ModSeq from, int limit) {
        if (box.changes().since(from, limit) instanceof Delta.Commits(var commits)) {
            return commits;
        }
        throw new StoreFailure.Conflict("the history was forgotten while it was read");
    }

    private static void noteUnmarked(Commit commit, Set<ObjectId> objects, Set<ObjectId> unmarked) {
        for (var change : commit.changes()) {
            if (change instanceof Change.FlagsChanged(var folder, var uid, var object, var before, var after)
                    && before.deleted()
                    && !after.deleted()
                    && objects.contains(object)) {
                unmarked.add(object);
            }
        }
    }

    private void add(FolderId folder, Uid uid) {
        due.computeIfAbsent(folder, same -> new ArrayList<>()).add(uid);
    }

    private static ModSeq max(ModSeq a, ModSeq b) {
        return a.isAfter(b) ? a : b;
    }

    private record Found(FolderId folder, Entry entry) {}
}
