// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import org.jspecify.annotations.Nullable;
import org.satchel.model.Entry;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.Landmarks;
import org.satchel.model.ModSeq;
import org.satchel.model.Uid;

/// A folder while a commit works on it.
final class OpenFolder {
    private Folder folder;
    private FolderPath path;
    private Uid uidNext;
    private ModSeq changed;
    private int count;
    private int unseen;
    private int deleted;
    private long bytes;
    private @Nullable Landmarks landmarks;
    private boolean landmarksGone;
    /// Null when all entries are in `entries`; else a base that was not needed so far.
    private @Nullable ColdBase base;

    private ChunksBuilder entries;
    private boolean dirty;

    OpenFolder(FolderState state) {
        this.folder = state.folder();
        this.path = folder.path();
        this.uidNext = folder.uidNext();
        this.changed = folder.changed();
        this.count = folder.count();
        this.unseen = folder.unseen();
        this.deleted = folder.deleted();
        this.bytes = folder.bytes();
        this.landmarks = folder.count() == 0 ? Landmarks.NONE : folder.landmarks();
        this.base = state.listing().base();
        this.entries = new ChunksBuilder(state.listing().appended());
    }

    /// The folder with what was done so far.
    Folder folder() {
        if (dirty) {
            if (landmarksGone) { // then what was in the base was resolved
                landmarks = Landmarks.of(entries.build());
                landmarksGone = false;
            }
            folder = new Folder(
                    folder.id(),
                    path,
                    folder.uidValidity(),
                    uidNext,
                    folder.created(),
                    changed,
                    count,
                    unseen,
                    deleted,
                    bytes,
                    folder.selectable(),
                    folder.system(),
                    landmarks);
            dirty = false;
        }
        return folder;
    }

    FolderState state() {
        return new FolderState(folder(), new FolderListing(base, entries.build()));
    }

    Uid uidNext() {
        return uidNext;
    }

    long bytes() {
        return bytes;
    }

    @Nullable
    Entry find(Uid uid, BoxContents contents) {
        resolve(contents);
        return entries.find(uid);
    }

    void touch(ModSeq modSeq) {
        changed = modSeq;
        dirty = true;
    }

    void rename(FolderPath to, ModSeq modSeq) {
        path = to;
        touch(modSeq);
    }

    void append(Entry entry, ModSeq modSeq) {
        entries.append(entry);
        landmarks = landmarks == null ? null : landmarks.with(entry);
        uidNext = entry.uid().next();
        count(entry, 1);
        touch(modSeq);
    }

    void replace(Entry before, Entry after, BoxContents contents, ModSeq modSeq) {
        resolve(contents);
        entries.replace(after);
        count(before, -1);
        count(after, 1);
        touch(modSeq);
    }

    void remove(Entry entry, BoxContents contents, ModSeq modSeq) {
        resolve(contents);
        entries.remove(entry.uid());
        landmarksGone |= landmarks != null && landmarks.has(entry.uid());
        count(entry, -1);
        touch(modSeq);
    }

    private void count(Entry entry, int sign) {
        count += sign;
        unseen += entry.flags().seen() ? 0 : sign;
        deleted += entry.flags().deleted() ? sign : 0;
        bytes += sign * entry.size();
    }

    private void resolve(BoxContents contents) {
        if (base == null) {
            return;
        }
        var whole = new ChunksBuilder(base.load(contents));
        entries.build().forEach(whole::append);
        entries = whole;
        base = null;
    }
}
