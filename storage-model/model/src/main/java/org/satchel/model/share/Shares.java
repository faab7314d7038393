// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.share;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Commit;
import org.satchel.model.FolderId;
import org.satchel.model.Grant;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.state.BoxState;

/// Gives rights on folders, and knows which boxes have something for whom. Every front end that grants does it here.
///
/// Rights that are given to [BoxState#ANYONE] are everybody's.
public final class Shares {
    /// So many boxes of others are looked into for one principal; what is in further ones is found by its name only.
    public static final int BOXES_MAX = 256;

    private final MessageStore store;
    private final InstantSource clock;
    private final ShareRows rows;
    private final boolean on;

    public Shares(MessageStore store, InstantSource clock) {
        this(store, clock, true);
    }

    private Shares(MessageStore store, InstantSource clock, boolean on) {
        this.store = store;
        this.clock = clock;
        this.rows = new ShareRows(store.registry(), clock);
        this.on = on;
    }

    /// Nobody shares anything: grants are refused, and those that are there have no effect.
    public static Shares off(MessageStore store, InstantSource clock) {
        return new Shares(store, clock, false);
    }

    public boolean isOn() {
        return on;
    }

    /// What a principal may do in a folder now.
    public Set<Right> rights(String principal, BoxView view, FolderId folder) {
        return on || principal.equals(view.box().text()) ? view.rights(principal, folder, clock.instant()) : Set.of();
    }

    /// How long it is until a right of a principal in a folder ends by itself; empty when none does.
    public Optional<Duration> untilEnding(String principal, BoxView view, FolderId folder) {
        var now = clock.instant();
        return view.grants(folder).stream()
                .filter(grant -> Set.of(principal, BoxState.ANYONE).contains(grant.principal()) && grant.isLive(now))
                .flatMap(grant -> Optional.ofNullable(grant.expires()).stream())
                .min(Instant::compareTo)
                .map(end -> Duration.between(now, end));
    }

    /// Changes what a principal may do in a folder.
    ///
    /// @param change from the grant as it is to what it is to be; called again after a lost race. It gets a grant
    /// without rights and end when there is no live one, and answers one without rights to take all away
    /// @throws StoreFailure.Conflict when sharing is off
    /// @throws StoreFailure.NotPermitted when the actor may not manage the folder
    public Commit grant(MessageBox box, Actor actor, FolderId folder, String principal, UnaryOperator<Grant> change) {
        checkOn();
        var view = box.view();
        if (view.folder(folder).isEmpty()) {
            throw new StoreFailure.NotFound("folder " + folder.number());
        }
        if (!rights(actor.principal(), view, folder).contains(Right.ADMINISTER)) {
            throw new StoreFailure.NotPermitted("rights of folder " + folder.number());
        }
        announce(box.id(), principal);
        return box.write(actor, tx -> tx.grant(changed(tx, folder, principal, change)));
    }

    /// Writes down that the owner shares something with the principal. For those who grant in a transaction of their
    /// own; to be called before it.
    ///
    /// @throws StoreFailure.Conflict when sharing is off
    public void announce(BoxId owner, String principal) {
        checkOn();
        rows.write(principal, owner);
    }

    /// Boxes of others with a folder that the principal may know of now, in the order of their names.
    public List<BoxView> boxes(String principal) {
        var found = new ArrayList<BoxView>();
        if (on) {
            var owners = new TreeMap<BoxId, List<ShareRows.Row>>();
            for (var grantee : List.of(principal, BoxState.ANYONE)) {
                rows.of(grantee, BOXES_MAX)
                        .forEach(row -> owners.computeIfAbsent(row.owner(), owner -> new ArrayList<>(2))
                                .add(row));
            }
            owners.remove(new BoxId(principal));
            owners.entrySet().stream().limit(BOXES_MAX).forEach(owner -> {
                var view = store.find(owner.getKey()).map(MessageBox::view).filter(here -> shows(here, principal));
                view.ifPresentOrElse(found::add, () -> owner.getValue().forEach(this::dropUnlessGranted));
            });
        }
        return found;
    }

    /// Owners who may share something with somebody, or did so lately. Reads all rows there are.
    public Set<BoxId> owners() {
        return rows.owners();
    }

    private void checkOn() {
        if (!on) {
            throw new StoreFailure.Conflict("sharing is switched off");
        }
    }

    private Grant changed(BoxTransaction tx, FolderId folder, String principal, UnaryOperator<Grant> change) {
        var present = tx.view().grants(folder).stream()
                .filter(grant -> grant.principal().equals(principal) && grant.isLive(clock.instant()))
                .findFirst();
        var wanted = change.apply(present.orElseGet(() -> new Grant(folder, principal, Set.of(), null)));
        if (!wanted.folder().equals(folder) || !wanted.principal().equals(principal)) {
            throw new IllegalArgumentException("a grant for another folder or principal");
        }
        return wanted;
    }

    private boolean shows(BoxView view, String principal) {
        return view.folders().stream()
                .anyMatch(folder -> rights(principal, view, folder.id()).contains(Right.LOOKUP));
    }

    private void dropUnlessGranted(ShareRows.Row row) {
        var now = clock.instant();
        boolean granted = store.find(row.owner())
                .map(MessageBox::view)
                .map(view -> view.folders().stream()
                        .flatMap(folder -> view.grants(folder.id()).stream())
                        .anyMatch(grant -> grant.principal().equals(row.grantee()) && grant.isLive(now)))
                .orElse(false);
        if (!granted) {
            rows.drop(row);
        }
    }
}
