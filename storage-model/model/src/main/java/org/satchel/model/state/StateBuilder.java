// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Annotation;
import org.satchel.model.Change;
import org.satchel.model.Entry;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.Landmarks;
import org.satchel.model.ModSeq;
import org.satchel.model.Quota;
import org.satchel.model.Uid;

/// The next state of a box while a commit works on it. [#apply] is the one place that says what a change means.
final class StateBuilder {
    private final BoxState base;
    private final BoxContents contents;
    private final Map<FolderId, OpenFolder> open = new HashMap<>();
    private final Set<FolderId> touched = new HashSet<>();

    private SortedTree<FolderId, FolderState> folders;
    private SortedTree<FolderPath, FolderId> paths;
    private SortedTree<FolderPath, Boolean> subscriptions;
    private SortedTree<AnnotationKey, Annotation> annotations;
    private SortedTree<GrantKey, Grant> grants;
    private Quota quota;

    private long nextFolder;
    private long nextObject;
    private long nextContent;
    private int lastUidValidity;
    private ModSeq oldest;
    private long bytes;
    private long objects;

    StateBuilder(BoxState base, BoxContents contents) {
        this.base = base;
        this.contents = contents;
        this.folders = base.folders;
        this.paths = base.paths;
        this.subscriptions = base.subscriptions;
        this.annotations = base.annotations;
        this.grants = base.grants;
        this.quota = base.quota;
        var counters = base.counters;
        this.nextFolder = counters.nextFolder();
        this.nextObject = counters.nextObject();
        this.nextContent = counters.nextContent();
        this.lastUidValidity = counters.lastUidValidity();
        this.oldest = counters.oldest();
        this.bytes = counters.usage().bytes();
        this.objects = counters.usage().objects();
    }

    void apply(Change change, ModSeq modSeq) {
        switch (change) {
            case Change.FolderCreated created -> create(created, modSeq);
            case Change.FolderRenamed(var folder, var from, var to) -> {
                paths = paths.without(from).with(to, folder);
                changing(folder).rename(to, modSeq);
            }
            case Change.FolderRemoved(var folder, var path, var node) -> removeFolder(folder, path, node, modSeq);
            case Change.SubscriptionSet(var path, var subscribed) ->
                subscriptions = subscribed ? subscriptions.with(path, true) : subscriptions.without(path);
            case Change.ObjectAdded added -> add(added.folder(), added.entry(), modSeq);
            case Change.FlagsChanged(var folder, var uid, var object, var before, var after) -> {
                var entry = entry(folder, uid);
                changing(folder).replace(entry, entry.withFlags(after, modSeq), contents, modSeq);
            }
            case Change.ObjectMoved(var from, var fromUid, var to, var entry) -> {
                changing(from).remove(entry(from, fromUid), contents, modSeq);
                changing(to).append(entry, modSeq);
            }
            case Change.ObjectRemoved(var folder, var last, var cause) -> {
                changing(folder).remove(last, contents, modSeq);
                bytes -= last.size();
                objects--;
            }
            case Change.AnnotationSet(var folder, var entry, var principal, var value) -> {
                var key = AnnotationKey.of(folder, entry, principal);
                annotations = value == null
                        ? annotations.without(key)
                        : annotations.with(key, new Annotation(folder, entry, principal, value));
                if (folder != null) {
                    changing(folder).touch(modSeq);
                }
            }
            case Change.GrantSet(var grant) -> {
                var key = new GrantKey(grant.folder(), grant.principal());
                grants = grant.rights().isEmpty() ? grants.without(key) : grants.with(key, grant);
                changing(grant.folder()).touch(modSeq);
            }
            case Change.QuotaSet(var newQuota) -> quota = newQuota;
            case Change.HistoryPurged(var through, var horizon) -> oldest = through;
        }
    }

    /// The state so far. The builder goes on from it.
    BoxState build(ModSeq head) {
        for (var entry : open.entrySet()) {
            folders = folders.with(entry.getKey(), entry.getValue().state());
        }
        open.clear();
        var counters = new Counters(
                nextFolder, nextObject, nextContent, lastUidValidity, head, oldest, new Quota.Usage(bytes, objects));
        return new BoxState(base.box, counters, folders, paths, subscriptions, annotations, grants, quota);
    }

    BoxState base() {
        return base;
    }

    /// Folders whose figures changed, or that came or went.
    Set<FolderId> touched() {
        return touched;
    }

    @Nullable
    Folder folder(FolderId id) {
        var opened = open.get(id);
        if (opened != null) {
            return opened.folder();
        }
        var state = folders.get(id);
        return state == null ? null : state.folder();
    }

    @Nullable
    Folder folder(FolderPath path) {
        var id = paths.get(path);
        return id == null ? null : folder(id);
    }

    /// Everything below a path, parents before children.
    List<Folder> below(FolderPath path) {
        var prefix = path.text() + FolderPath.DELIMITER;
        var ids = new ArrayList<FolderId>();
        paths.walk(key -> key.text().compareTo(prefix) < 0, (key, id) -> {
            boolean within = key.text().startsWith(prefix);
            if (within) {
                ids.add(id);
            }
            return within;
        });
        var found = new ArrayList<Folder>(ids.size());
        for (var id : ids) {
            found.add(present(folder(id), id));
        }
        return found;
    }

    @Nullable
    Entry find(FolderId folder, Uid uid) {
        return open(folder).find(uid, contents);
    }

    /// All entries of a folder, to be walked while it changes.
    List<Entry> entries(FolderId folder) {
        var opened = open(folder);
        var all = new ArrayList<Entry>(opened.folder().count());
        opened.state().listing().load(contents).forEach(all::add);
        return all;
    }

    Uid uidNext(FolderId folder) {
        return open(folder).uidNext();
    }

    SortedTree<AnnotationKey, Annotation> annotations() {
        return annotations;
    }

    SortedTree<GrantKey, Grant> grants() {
        return grants;
    }

    SortedTree<FolderPath, Boolean> subscriptions() {
        return subscriptions;
    }

    Quota quota() {
        return quota;
    }

    Counters counters() {
        return new Counters(
                nextFolder,
                nextObject,
                nextContent,
                lastUidValidity,
                base.head(),
                oldest,
                new Quota.Usage(bytes, objects));
    }

    int folderCount() {
        return paths.size();
    }

    private void create(Change.FolderCreated created, ModSeq modSeq) {
        var node = paths.get(created.path());
        if (node != null) { // the folder takes the place of a mere node
            open.remove(node);
            touched.add(node);
            folders = folders.without(node);
        }
        var folder = new Folder(
                created.folder(),
                created.path(),
                created.uidValidity(),
                Uid.FIRST,
                modSeq,
                modSeq,
                0,
                0,
                0,
                0,
                true,
                created.system(),
                Landmarks.NONE);
        folders = folders.with(folder.id(), new FolderState(folder, FolderListing.EMPTY));
        paths = paths.with(folder.path(), folder.id());
        touched.add(folder.id());
        nextFolder = Math.max(nextFolder, folder.id().number() + 1);
        lastUidValidity = Math.max(lastUidValidity, folder.uidValidity());
    }

    private void removeFolder(FolderId id, FolderPath path, boolean node, ModSeq modSeq) {
        var folder = changing(id).folder();
        open.remove(id);
        for (var key : annotationsOf(id)) {
            annotations = annotations.without(key);
        }
        for (var key : grantsOf(id)) {
            grants = grants.without(key);
        }
        if (!node) {
            folders = folders.without(id);
            paths = paths.without(path);
            return;
        }
        var left = new Folder(
                id,
                path,
                folder.uidValidity(),
                folder.uidNext(),
                folder.created(),
                modSeq,
                0,
                0,
                0,
                0,
                false,
                folder.system(),
                Landmarks.NONE);
        folders = folders.with(id, new FolderState(left, FolderListing.EMPTY));
    }

    private List<AnnotationKey> annotationsOf(FolderId folder) {
        var keys = new ArrayList<AnnotationKey>();
        annotations.walk(key -> key.folder() < folder.number(), (key, annotation) -> {
            boolean here = key.folder() == folder.number();
            if (here) {
                keys.add(key);
            }
            return here;
        });
        return keys;
    }

    private List<GrantKey> grantsOf(FolderId folder) {
        var keys = new ArrayList<GrantKey>();
        grants.walk(key -> key.folder().compareTo(folder) < 0, (key, grant) -> {
            boolean here = key.folder().equals(folder);
            if (here) {
                keys.add(key);
            }
            return here;
        });
        return keys;
    }

    private void add(FolderId folder, Entry entry, ModSeq modSeq) {
        changing(folder).append(entry, modSeq);
        nextObject = Math.max(nextObject, entry.object().number() + 1);
        nextContent = Math.max(nextContent, entry.content().number() + 1);
        bytes += entry.size();
        objects++;
    }

    private Entry entry(FolderId folder, Uid uid) {
        var entry = find(folder, uid);
        if (entry == null) {
            throw new IllegalStateException("no uid " + uid + " in folder " + folder.number());
        }
        return entry;
    }

    private OpenFolder changing(FolderId id) {
        touched.add(id);
        return open(id);
    }

    private OpenFolder open(FolderId id) {
        var opened = open.get(id);
        if (opened == null) {
            opened = new OpenFolder(present(folders.get(id), id));
            open.put(id, opened);
        }
        return opened;
    }

    private static <T> T present(@Nullable T found, FolderId id) {
        if (found == null) {
            throw new IllegalStateException("no folder " + id.number());
        }
        return found;
    }
}
