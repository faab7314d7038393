// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.model.FolderId;
import org.satchel.model.Uid;

/// The older part of a folder's listing, left with the engine until somebody looks.
///
/// Shared by all states that have not changed it. Whoever changes one of its rows loads it first, so as long
/// as it is not loaded the rows are as they were, and loading late gives what loading early would have given.
final class ColdBase {
    private final FolderId folder;
    private final Uid last;
    private final int count;
    /// Bases of the same rows that were never loaded, and that views
    /// of earlier states may still hold: loaded with this one.
    private final List<WeakReference<ColdBase>> older;

    private volatile @Nullable Chunks loaded;

    /// @param last uids up to this one belong to the base
    /// @param count how many there are, positive
    ColdBase(FolderId folder, Uid last, int count) {
        this(folder, last, count, List.of());
    }

    private ColdBase(FolderId folder, Uid last, int count, List<WeakReference<ColdBase>> older) {
        this.folder = folder;
        this.last = last;
        this.count = count;
        this.older = older;
    }

    /// A base of these rows and of those that were appended since.
    ColdBase extended(Uid newLast, int newCount) {
        if (loaded != null) {
            return new ColdBase(folder, newLast, newCount);
        }
        var before = new ArrayList<WeakReference<ColdBase>>();
        for (var base : older) {
            if (base.get() != null) {
                before.add(base);
            }
        }
        before.add(new WeakReference<>(this));
        return new ColdBase(folder, newLast, newCount, before);
    }

    int count() {
        return count;
    }

    boolean covers(Uid uid) {
        return uid.compareTo(last) <= 0;
    }

    @Nullable
    Chunks ifLoaded() {
        return loaded;
    }

    Chunks load(BoxContents contents) {
        var present = loaded;
        return present != null ? present : loadOnce(contents);
    }

    private synchronized Chunks loadOnce(BoxContents contents) {
        var present = loaded;
        if (present == null) {
            var builder = new ChunksBuilder(Chunks.EMPTY);
            contents.loadListing(folder, last, builder::append);
            present = builder.build();
            if (present.count() != count) {
                throw new IllegalStateException("folder " + folder.number() + " should hold " + count
                        + " entries up to uid " + last + ", its rows are " + present.count());
            }
            loaded = present;
            for (var reference : older) {
                var base = reference.get();
                if (base != null) {
                    base.adopt(present);
                }
            }
        }
        return present;
    }

    /// Takes its part of what was read for a newer base, before
    /// anybody changes the rows. Waits for a reading of its own.
    private synchronized void adopt(Chunks newer) {
        if (loaded == null) {
            var builder = new ChunksBuilder(Chunks.EMPTY);
            newer.forEach(0, newer.ceiling(last.next()), builder::append);
            loaded = builder.build();
        }
    }
}
