// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.box;

import java.time.Instant;
import java.util.Collection;
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
import org.satchel.model.Landmarks;
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
import org.satchel.model.share.Shares;

/// A box as somebody sees it who is not its owner: what the rights of this moment show, and nothing else, not even a
/// number. Searches and listings over it find no more than that.
record GuestView(BoxView whole, String principal, Shares shares) implements BoxView {
    private static final Listing NOTHING = new Listing() {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public Entry at(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public int ceiling(Uid uid) {
            return 0;
        }

        @Override
        public void forEach(int from, int to, Consumer<Entry> action) {}
    };

    boolean isEmpty() {
        return whole.folders().stream().noneMatch(this::isSeen);
    }

    @Override
    public BoxId box() {
        return whole.box();
    }

    /// Of the last change that the guest may know of.
    @Override
    public ModSeq modSeq() {
        return folders().stream().map(Folder::changed).max(ModSeq::compareTo).orElse(ModSeq.ZERO);
    }

    @Override
    public ModSeq oldest() {
        return ModSeq.ZERO;
    }

    @Override
    public Collection<Folder> folders() {
        return whole.folders().stream().filter(this::isSeen).map(this::shown).toList();
    }

    @Override
    public Optional<Folder> folder(FolderId id) {
        return whole.folder(id).filter(this::isSeen).map(this::shown);
    }

    @Override
    public Optional<Folder> folder(FolderPath path) {
        return whole.folder(path).filter(this::isSeen).map(this::shown);
    }

    @Override
    public Set<FolderPath> subscriptions() {
        return Set.of();
    }

    @Override
    public Listing listing(FolderId folder) {
        return mayRead(folder) ? whole.listing(folder) : NOTHING;
    }

    @Override
    public Optional<Placement> locate(ObjectId object) {
        return whole.locate(object).filter(place -> mayRead(place.folder()));
    }

    @Override
    public StoredObject object(Placement placement) {
        return whole.object(checked(placement));
    }

    @Override
    public void objects(FolderId folder, Uid first, Uid last, Consumer<StoredObject> action) {
        if (mayRead(folder)) {
            whole.objects(folder, first, last, action);
        }
    }

    @Override
    public Payload payload(Placement placement) {
        return whole.payload(checked(placement));
    }

    @Override
    public Map<String, ObjectId> deposited(Collection<String> keys) {
        return Map.of();
    }

    @Override
    public List<Annotation> annotations(Optional<FolderId> folder) {
        return folder.filter(this::mayRead).isPresent() ? whole.annotations(folder) : List.of();
    }

    @Override
    public List<Grant> grants(FolderId folder) {
        return rights(folder).contains(Right.ADMINISTER) ? whole.grants(folder) : List.of();
    }

    @Override
    public Set<Right> rights(String who, FolderId folder, Instant now) {
        return whole.rights(who, folder, now);
    }

    @Override
    public Quota quota() {
        return Quota.UNLIMITED;
    }

    @Override
    public Quota.Usage usage() {
        return new Quota.Usage(0, 0);
    }

    private Set<Right> rights(FolderId folder) {
        return shares.rights(principal, whole, folder);
    }

    private boolean isSeen(Folder folder) {
        return rights(folder.id()).contains(Right.LOOKUP);
    }

    /// A folder that may be listed but not read looks as if nothing had ever come.
    private Folder shown(Folder folder) {
        return mayRead(folder.id())
                ? folder
                : new Folder(
                        folder.id(),
                        folder.path(),
                        folder.uidValidity(),
                        Uid.FIRST,
                        folder.created(),
                        folder.created(),
                        0,
                        0,
                        0,
                        0,
                        folder.selectable(),
                        folder.system(),
                        Landmarks.NONE);
    }

    private boolean mayRead(FolderId folder) {
        return rights(folder).containsAll(Set.of(Right.LOOKUP, Right.READ));
    }

    private Placement checked(Placement placement) {
        if (!mayRead(placement.folder())) {
            throw new StoreFailure.NotPermitted("reading");
        }
        return placement;
    }
}
