// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.satchel.model.Change;
import org.satchel.model.Conversations;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;

/// The verbs of a transaction that change the tree of folders.
///
/// Above every folder there is a folder, or a node that was one; a node without children goes away with its last child.
final class FolderTree {
    /// Leaves room for a million new folders after the year 2038.
    private static final long UID_VALIDITY_FROM_TIME_MAX = Integer.MAX_VALUE - 1_000_000;

    private final StateBuilder builder;
    private final ActorRights rights;
    private final BoxLimits limits;
    private final Instant now;
    private final Consumer<Change> recorder;

    FolderTree(StateBuilder builder, ActorRights rights, BoxLimits limits, Instant now, Consumer<Change> recorder) {
        this.builder = builder;
        this.rights = rights;
        this.limits = limits;
        this.now = now;
        this.recorder = recorder;
    }

    Folder present(FolderId id) {
        var folder = builder.folder(id);
        if (folder == null) {
            throw new StoreFailure.NotFound("folder " + id.number());
        }
        return folder;
    }

    Folder selectable(FolderId id) {
        var folder = present(id);
        if (!folder.selectable()) {
            throw new StoreFailure.NotFound("folder " + id.number() + " is a node without objects");
        }
        return folder;
    }

    /// Demands that objects may leave a folder for another: what was recorded moves with its folder only.
    // CPM-MSG §4.1
    void leaving(FolderId from, FolderId to) {
        var path = selectable(from).path();
        selectable(to);
        if (hasConversations() && !from.equals(to) && Conversations.level(path) != Conversations.Level.OUTSIDE) {
            throw new StoreFailure.NotPermitted("move of objects out of the conversation " + path);
        }
    }

    Folder create(FolderPath path, boolean system) {
        rights.demandCreate(path); // first: who may not make it does not learn whether it is there
        var present = builder.folder(path);
        if (present != null && present.selectable()) {
            throw new StoreFailure.AlreadyExists("folder " + path);
        }
        checkPlace(path);
        var made = missingAbove(path);
        checkCount(made.size() + (present == null ? 1 : 0));
        made.add(path);
        var grants = shared(made);
        if (present != null) {
            // Who knows the node by its id must hear that it is gone.
            recorder.accept(new Change.FolderRemoved(present.id(), path, false));
        }
        made.forEach(each -> record(each, system && each.equals(path), grants));
        return Objects.requireNonNull(builder.folder(path));
    }

    /// What somebody else than the owner makes is for all who have rights on the folder that it is in: nobody could
    /// use it otherwise, not even who made it.
    ///
    /// @param made paths, from the top
    /// @return the grants that each of them gets
    private List<Grant> shared(List<FolderPath> made) {
        var grants = new ArrayList<Grant>();
        var above = made.stream().findFirst().flatMap(FolderPath::parent).map(builder::folder);
        if (rights.isOwner() || above.isEmpty()) {
            return grants;
        }
        builder.grants().walk(key -> key.folder().compareTo(above.get().id()) < 0, (key, grant) -> {
            boolean here = key.folder().equals(above.get().id());
            if (here && grant.isLive(now)) {
                grants.add(grant);
            }
            return here;
        });
        if (builder.grants().size() + grants.size() * made.size() > limits.grantsMax()) {
            throw new StoreFailure.TooMany("more than " + limits.grantsMax() + " grants");
        }
        return grants;
    }

    void rename(FolderId id, FolderPath to) {
        var folder = present(id);
        var from = folder.path();
        rights.demand(id, Right.DELETE_FOLDER, Right.RENAME);
        rights.demandCreate(to);
        if (builder.folder(to) != null) {
            throw new StoreFailure.AlreadyExists("folder " + to);
        }
        if (to.isWithin(from)) {
            throw new StoreFailure.Fixed("rename of " + from + " to a place within it");
        }
        var all = withBelow(folder);
        checkNoSystem(all, "rename");
        checkStays(from, to);
        var renames = new ArrayList<Change>(all.size());
        for (var each : all) {
            var moved = moved(each.path(), from, to);
            checkPlace(moved);
            renames.add(new Change.FolderRenamed(each.id(), each.path(), moved));
        }
        var missing = missingAbove(to);
        checkCount(missing.size());
        var grants = shared(missing);
        missing.forEach(parent -> record(parent, false, grants));
        renames.forEach(recorder);
        prune(from.parent());
    }

    void remove(FolderId id) {
        var folder = present(id);
        boolean node = !builder.below(folder.path()).isEmpty();
        if (node && !folder.selectable()) {
            throw new StoreFailure.Conflict("folder " + folder.path() + " is a node with children");
        }
        checkNoSystem(List.of(folder), "removal");
        rights.demand(id, Right.DELETE_FOLDER);
        remove(folder, node);
        prune(folder.path().parent());
    }

    void removeAll(FolderId id) {
        var folder = present(id);
        var all = withBelow(folder);
        checkNoSystem(all, "removal");
        all.forEach(each -> rights.demand(each.id(), Right.DELETE_FOLDER));
        all.reversed().forEach(each -> remove(each, false));
        prune(folder.path().parent());
    }

    private void remove(Folder folder, boolean node) {
        for (var entry : builder.entries(folder.id())) {
            recorder.accept(new Change.ObjectRemoved(folder.id(), entry, Change.Cause.REMOVED));
        }
        recorder.accept(new Change.FolderRemoved(folder.id(), folder.path(), node));
    }

    private void prune(Optional<FolderPath> path) {
        var above = path;
        while (above.isPresent()) {
            var folder = builder.folder(above.get());
            if (folder == null
                    || folder.selectable()
                    || !builder.below(folder.path()).isEmpty()) {
                return;
            }
            recorder.accept(new Change.FolderRemoved(folder.id(), folder.path(), false));
            above = above.get().parent();
        }
    }

    private void record(FolderPath path, boolean system, List<Grant> grants) {
        var counters = builder.counters();
        var id = new FolderId(counters.nextFolder());
        recorder.accept(new Change.FolderCreated(id, path, uidValidity(counters), system));
        for (var grant : grants) {
            recorder.accept(new Change.GrantSet(new Grant(id, grant.principal(), grant.rights(), grant.expires())));
        }
    }

    /// Larger than any before in this box, and than those of a box of the same name that was erased. RFC 3501 §2.3.1.1
    private int uidValidity(Counters counters) {
        long fromTime = Math.min(now.getEpochSecond(), UID_VALIDITY_FROM_TIME_MAX);
        return Math.toIntExact(Math.max(counters.lastUidValidity() + 1L, fromTime));
    }

    /// Parents that are not there, from the top.
    private List<FolderPath> missingAbove(FolderPath path) {
        var missing = new ArrayList<FolderPath>();
        var above = path.parent();
        while (above.isPresent() && builder.folder(above.get()) == null) {
            missing.addFirst(above.get());
            above = above.get().parent();
        }
        return missing;
    }

    private List<Folder> withBelow(Folder folder) {
        var all = new ArrayList<Folder>();
        all.add(folder);
        all.addAll(builder.below(folder.path()));
        return all;
    }

    private static void checkNoSystem(List<Folder> folders, String what) {
        for (var folder : folders) {
            if (folder.system()) {
                throw new StoreFailure.Fixed(what + " of system folder " + folder.path());
            }
        }
    }

    /// A session leaves its conversation with it only, and a conversation becomes a session of no other.
    // CPM-MSG §4.1
    private void checkStays(FolderPath from, FolderPath to) {
        boolean isSession = Conversations.level(from) == Conversations.Level.SESSION;
        boolean joins = Conversations.level(to) == Conversations.Level.SESSION
                && Conversations.level(from) == Conversations.Level.CONVERSATION;
        if (hasConversations() && (joins || (isSession && !to.parent().equals(from.parent())))) {
            throw new StoreFailure.NotPermitted("rename of " + from + " between conversations");
        }
    }

    private void checkPlace(FolderPath path) {
        if (path.names().size() > limits.folderDepthMax()) {
            throw new StoreFailure.TooMany("levels above " + path);
        }
        if (hasConversations() && !Conversations.isLegal(path)) {
            throw new StoreFailure.NotPermitted("folder " + path + " is no place for a conversation");
        }
    }

    private boolean hasConversations() {
        var root = builder.folder(Conversations.RECORDED);
        return root != null && root.system();
    }

    private void checkCount(int more) {
        if (builder.folderCount() + more > limits.foldersMax()) {
            throw new StoreFailure.TooMany("more than " + limits.foldersMax() + " folders");
        }
    }

    private static FolderPath moved(FolderPath path, FolderPath from, FolderPath to) {
        int depth = path.names().size() - from.names().size() + to.names().size();
        if (depth > FolderPath.DEPTH_MAX) {
            throw new StoreFailure.TooMany("folder path deeper than " + FolderPath.DEPTH_MAX);
        }
        return path.moved(from, to);
    }
}
