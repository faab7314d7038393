// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.satchel.model.Annotation;
import org.satchel.model.BoxId;
import org.satchel.model.BoxView;
import org.satchel.model.Entry;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.Listing;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.Quota;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.StoredObject;
import org.satchel.model.Uid;

/// A state with the engine's contents behind it.
record StateView(BoxState state, BoxContents contents) implements BoxView {
    @Override
    public BoxId box() {
        return state.box;
    }

    @Override
    public ModSeq modSeq() {
        return state.head();
    }

    @Override
    public ModSeq oldest() {
        return state.counters.oldest();
    }

    @Override
    public Collection<Folder> folders() {
        return Collections.unmodifiableList(state.folders());
    }

    @Override
    public Optional<Folder> folder(FolderId id) {
        return state.folder(id);
    }

    @Override
    public Optional<Folder> folder(FolderPath path) {
        return Optional.ofNullable(state.paths.get(path))
                .map(id -> state.present(id).folder());
    }

    @Override
    public Set<FolderPath> subscriptions() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(state.subscriptions.keys()));
    }

    @Override
    public Listing listing(FolderId folder) {
        return state.present(folder).listing().load(contents);
    }

    @Override
    public Optional<Placement> locate(ObjectId object) {
        return contents.locate(object)
                .flatMap(placement -> isAt(placement, object) ? Optional.of(placement) : search(object));
    }

    @Override
    public StoredObject object(Placement placement) {
        var entry = entry(placement);
        return new StoredObject(placement.folder(), entry, contents.summary(placement.folder(), entry));
    }

    @Override
    public void objects(FolderId folder, Uid first, Uid last, Consumer<StoredObject> action) {
        var listing = listing(folder);
        int from = listing.ceiling(first);
        int to = last.equals(Uid.LAST) ? listing.count() : listing.ceiling(last.next());
        if (from < to) {
            contents.summaries(
                    folder,
                    listing,
                    from,
                    to,
                    (entry, summary) -> action.accept(new StoredObject(folder, entry, summary)));
        }
    }

    @Override
    public Payload payload(Placement placement) {
        return contents.payload(placement.folder(), entry(placement));
    }

    @Override
    public Map<String, ObjectId> deposited(Collection<String> keys) {
        var deposited = contents.deposited(keys);
        if (deposited.isEmpty()) {
            return deposited;
        }
        var present = new HashMap<>(deposited);
        present.values().removeIf(object -> locate(object).isEmpty());
        return present;
    }

    @Override
    public List<Annotation> annotations(Optional<FolderId> folder) {
        long number = folder.map(FolderId::number).orElse(0L);
        var found = new ArrayList<Annotation>();
        state.annotations.walk(key -> key.folder() < number, (key, annotation) -> {
            boolean here = key.folder() == number;
            if (here) {
                found.add(annotation);
            }
            return here;
        });
        return found;
    }

    @Override
    public List<Grant> grants(FolderId folder) {
        var found = new ArrayList<Grant>();
        state.grants.walk(key -> key.folder().compareTo(folder) < 0, (key, grant) -> {
            boolean here = key.folder().equals(folder);
            if (here) {
                found.add(grant);
            }
            return here;
        });
        return found;
    }

    @Override
    public Set<Right> rights(String principal, FolderId folder, Instant now) {
        return BoxState.rights(state.box, state.grants, principal, folder, now);
    }

    @Override
    public Quota quota() {
        return state.quota;
    }

    @Override
    public Quota.Usage usage() {
        return state.counters.usage();
    }

    /// One entry, without loading a cold listing for it.
    Entry entry(Placement placement) {
        var uid = placement.uid();
        var listing = state.present(placement.folder()).listing();
        var base = listing.base();
        if (base == null || !base.covers(uid)) {
            return listing.appended().find(uid).orElseThrow(() -> missing(placement));
        }
        if (base.ifLoaded() == null) {
            var row = contents.loadEntry(placement.folder(), uid);
            if (base.ifLoaded() == null) { // else somebody may have changed the row before it was read
                return row.orElseThrow(() -> missing(placement));
            }
        }
        return base.load(contents).find(uid).orElseThrow(() -> missing(placement));
    }

    private boolean isAt(Placement placement, ObjectId object) {
        var folder = state.folders.get(placement.folder());
        if (folder == null) {
            return false;
        }
        var base = folder.listing().base();
        if (base != null && base.covers(placement.uid()) && base.ifLoaded() == null) {
            return true; // the engine's row holds for this state: nobody has changed it
        }
        return folder.listing()
                .resident()
                .find(placement.uid())
                .filter(entry -> entry.object().equals(object))
                .isPresent();
    }

    /// The object was moved after this state: then the listing it was in is in memory.
    private Optional<Placement> search(ObjectId object) {
        for (var folder : state.folders.values()) {
            var listing = folder.listing().resident();
            for (int i = 0; i < listing.count(); i++) {
                if (listing.at(i).object().equals(object)) {
                    return Optional.of(
                            new Placement(folder.folder().id(), listing.at(i).uid()));
                }
            }
        }
        return Optional.empty();
    }

    private static StoreFailure missing(Placement placement) {
        return new StoreFailure.NotFound(
                "uid " + placement.uid() + " in folder " + placement.folder().number());
    }
}
