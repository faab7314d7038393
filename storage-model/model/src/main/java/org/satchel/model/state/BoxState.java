// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Annotation;
import org.satchel.model.BoxId;
import org.satchel.model.BoxView;
import org.satchel.model.Commit;
import org.satchel.model.ContentId;
import org.satchel.model.Draft;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.ModSeq;
import org.satchel.model.Quota;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// All that is known of a box at one mod-sequence but summaries and payloads, as an immutable value.
///
/// Made by [#empty] and [#restored], carried on by [#apply] or a [Transaction], looked at through [#view].
public final class BoxState {
    /// A grant to this principal holds for everybody. RFC 4314 §2
    public static final String ANYONE = "anyone";

    final BoxId box;
    final Counters counters;
    final SortedTree<FolderId, FolderState> folders;
    final SortedTree<FolderPath, FolderId> paths;
    final SortedTree<FolderPath, Boolean> subscriptions;
    final SortedTree<AnnotationKey, Annotation> annotations;
    final SortedTree<GrantKey, Grant> grants;
    final Quota quota;

    BoxState(
            BoxId box,
            Counters counters,
            SortedTree<FolderId, FolderState> folders,
            SortedTree<FolderPath, FolderId> paths,
            SortedTree<FolderPath, Boolean> subscriptions,
            SortedTree<AnnotationKey, Annotation> annotations,
            SortedTree<GrantKey, Grant> grants,
            Quota quota) {
        this.box = box;
        this.counters = counters;
        this.folders = folders;
        this.paths = paths;
        this.subscriptions = subscriptions;
        this.annotations = annotations;
        this.grants = grants;
        this.quota = quota;
    }

    /// The box before its first commit.
    public static BoxState empty(BoxId box) {
        return new BoxState(
                box,
                Counters.FIRST,
                SortedTree.empty(),
                SortedTree.empty(),
                SortedTree.empty(),
                SortedTree.empty(),
                SortedTree.empty(),
                Quota.UNLIMITED);
    }

    /// The box as an engine's rows describe it; all listings are cold.
    public static BoxState restored(BoxId box, Counters counters, Facts facts) {
        SortedTree<FolderId, FolderState> folders = SortedTree.empty();
        SortedTree<FolderPath, FolderId> paths = SortedTree.empty();
        for (var folder : facts.folders()) {
            folders = folders.with(folder.id(), new FolderState(folder, cold(folder)));
            paths = paths.with(folder.path(), folder.id());
        }
        SortedTree<FolderPath, Boolean> subscriptions = SortedTree.empty();
        for (var path : facts.subscriptions()) {
            subscriptions = subscriptions.with(path, true);
        }
        SortedTree<AnnotationKey, Annotation> annotations = SortedTree.empty();
        for (var annotation : facts.annotations()) {
            annotations = annotations.with(key(annotation), annotation);
        }
        SortedTree<GrantKey, Grant> grants = SortedTree.empty();
        for (var grant : facts.grants()) {
            grants = grants.with(new GrantKey(grant.folder(), grant.principal()), grant);
        }
        return new BoxState(box, counters, folders, paths, subscriptions, annotations, grants, facts.quota());
    }

    /// The box after one more commit.
    ///
    /// @param contents asked for cold listings that the commit changes
    public BoxState apply(Commit commit, BoxContents contents) {
        return commit.isEmpty() ? this : replay(commit, contents, Map.of()).after();
    }

    /// The same, with all that an engine needs to make it durable: for a commit that was made elsewhere.
    ///
    /// @param drafts the contents of objects that it adds
    public Outcome replay(Commit commit, BoxContents contents, Map<ContentId, Draft> drafts) {
        if (!commit.modSeq().equals(head().next())) {
            throw new IllegalArgumentException("commit " + commit.modSeq() + " does not follow " + head());
        }
        var builder = new StateBuilder(this, contents);
        commit.changes().forEach(change -> builder.apply(change, commit.modSeq()));
        return new Outcome(commit, this, builder.build(commit.modSeq()), drafts, builder.touched());
    }

    public BoxView view(BoxContents contents) {
        return new StateView(this, contents);
    }

    public BoxId box() {
        return box;
    }

    public ModSeq head() {
        return counters.head();
    }

    public Counters counters() {
        return counters;
    }

    public Facts facts() {
        return new Facts(folders(), subscriptions.keys(), annotations.values(), grants.values(), quota);
    }

    /// All folders, by path.
    public List<Folder> folders() {
        var all = new ArrayList<Folder>(paths.size());
        for (var id : paths.values()) {
            all.add(present(id).folder());
        }
        return all;
    }

    public Optional<Folder> folder(FolderId id) {
        return Optional.ofNullable(folders.get(id)).map(FolderState::folder);
    }

    /// Estimated heap use of the listings in memory, in bytes.
    public long residentBytes() {
        return folders.values().stream()
                .mapToLong(folder -> folder.listing().residentBytes())
                .sum();
    }

    /// Likewise of one folder; 0 when it is not there.
    public long residentBytes(FolderId folder) {
        var state = folders.get(folder);
        return state == null ? 0 : state.listing().residentBytes();
    }

    /// The same box with this folder's listing left to the engine again.
    ///
    /// To be called only when all commits of this state are durable: the engine's rows are then what is given away.
    public BoxState cooled(FolderId folder) {
        var state = folders.get(folder);
        if (state == null || state.listing().residentBytes() == 0) {
            return this;
        }
        var base = state.listing().base();
        var listing = base == null ? cold(state.folder()) : cold(state.folder(), base);
        var cooled = folders.with(folder, new FolderState(state.folder(), listing));
        return new BoxState(box, counters, cooled, paths, subscriptions, annotations, grants, quota);
    }

    FolderState present(FolderId id) {
        var state = folders.get(id);
        if (state == null) {
            throw new StoreFailure.NotFound("folder " + id.number());
        }
        return state;
    }

    /// What `principal` may do: everything for the owner, else what live grants to it or to anyone say.
    static Set<Right> rights(
            BoxId box, SortedTree<GrantKey, Grant> grants, String principal, FolderId folder, Instant now) {
        if (principal.equals(box.text())) {
            return Right.ALL;
        }
        var rights = EnumSet.noneOf(Right.class);
        addLive(grants.get(new GrantKey(folder, principal)), now, rights);
        addLive(grants.get(new GrantKey(folder, ANYONE)), now, rights);
        return rights;
    }

    private static void addLive(@Nullable Grant grant, Instant now, Set<Right> rights) {
        if (grant != null && grant.isLive(now)) {
            rights.addAll(grant.rights());
        }
    }

    private static FolderListing cold(Folder folder) {
        if (folder.count() == 0) {
            return FolderListing.EMPTY;
        }
        return new FolderListing(new ColdBase(folder.id(), last(folder), folder.count()), Chunks.EMPTY);
    }

    private static FolderListing cold(Folder folder, ColdBase base) {
        return folder.count() == 0
                ? FolderListing.EMPTY
                : new FolderListing(base.extended(last(folder), folder.count()), Chunks.EMPTY);
    }

    private static Uid last(Folder folder) {
        return new Uid(folder.uidNext().bits() - 1);
    }

    private static AnnotationKey key(Annotation annotation) {
        return AnnotationKey.of(annotation.folder(), annotation.entry(), annotation.principal());
    }

    /// The rows of a box that are few: all but its objects and its log.
    public record Facts(
            Collection<Folder> folders,
            Collection<FolderPath> subscriptions,
            Collection<Annotation> annotations,
            Collection<Grant> grants,
            Quota quota) {
        public Facts {
            folders = List.copyOf(folders);
            subscriptions = List.copyOf(subscriptions);
            annotations = List.copyOf(annotations);
            grants = List.copyOf(grants);
        }
    }
}
