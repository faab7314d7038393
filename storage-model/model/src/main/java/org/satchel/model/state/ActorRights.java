// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.satchel.model.Actor;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;

/// What the actor of a transaction may do, from the grants as they stand in it.
// RFC 4314 §4
final class ActorRights {
    private static final int SEEN = Flags.of(Flags.SEEN).systemBits();
    private static final int DELETED = Flags.of(Flags.DELETED).systemBits();
    private static final int OTHERS =
            Flags.of(Flags.ANSWERED, Flags.FLAGGED, Flags.DRAFT).systemBits();
    private static final Set<Right> FLAGGING = Set.of(Right.SEEN, Right.DELETE_OBJECT, Right.WRITE);

    private final StateBuilder builder;
    private final Actor actor;
    private final Instant now;

    ActorRights(StateBuilder builder, Actor actor, Instant now) {
        this.builder = builder;
        this.actor = actor;
        this.now = now;
    }

    /// All of these.
    void demand(FolderId folder, Right... wanted) {
        var rights = rights(folder);
        for (var right : wanted) {
            if (!rights.contains(right)) {
                throw refused(right.name() + " in folder " + folder.number());
            }
        }
    }

    void demandOwner(String what) {
        if (!isOwner()) {
            throw refused(what);
        }
    }

    /// Making a folder takes CREATE in the nearest folder above it that is there; at the top it is the owner's.
    void demandCreate(FolderPath path) {
        var above = path.parent();
        while (above.isPresent()) {
            var folder = builder.folder(above.get());
            if (folder != null) {
                demand(folder.id(), Right.CREATE);
                return;
            }
            above = above.get().parent();
        }
        demandOwner("CREATE of " + path);
    }

    /// The flags of these that the actor may give an object that
    /// enters the folder; the others are left off without failing.
    Flags enter(FolderId folder, Flags flags) {
        return isOwner() ? flags : permitted(rights(folder), flags);
    }

    /// The edit as far as the actor may do it.
    ///
    /// @throws StoreFailure.NotPermitted when nothing of it may be done
    FlagEdit edit(FolderId folder, FlagEdit edit) {
        if (isOwner()) {
            return edit;
        }
        var rights = rights(folder);
        var permitted = permitted(rights, edit.flags());
        boolean nothing = edit.mode() == FlagEdit.Mode.REPLACE
                ? FLAGGING.stream().noneMatch(rights::contains)
                : permitted.isEmpty() && !edit.flags().isEmpty();
        if (nothing) {
            throw refused("flags in folder " + folder.number());
        }
        return new FlagEdit(edit.mode(), permitted);
    }

    /// What [#edit] gave, applied to an object: a replacement keeps what the actor may not take away.
    Flags applied(FolderId folder, FlagEdit edit, Flags present) {
        var after = edit.applyTo(present);
        if (isOwner() || edit.mode() != FlagEdit.Mode.REPLACE) {
            return after;
        }
        return after.plus(present.minus(permitted(rights(folder), present)));
    }

    private static Flags permitted(Set<Right> rights, Flags flags) {
        int mask = (rights.contains(Right.SEEN) ? SEEN : 0)
                | (rights.contains(Right.DELETE_OBJECT) ? DELETED : 0)
                | (rights.contains(Right.WRITE) ? OTHERS : 0);
        List<String> keywords = rights.contains(Right.WRITE) ? flags.keywords() : List.of();
        return Flags.ofBits(flags.systemBits() & mask, keywords);
    }

    boolean isOwner() {
        return actor.principal().equals(builder.base().box.text());
    }

    private Set<Right> rights(FolderId folder) {
        return BoxState.rights(builder.base().box, builder.grants(), actor.principal(), folder, now);
    }

    private static StoreFailure refused(String what) {
        return new StoreFailure.NotPermitted(what);
    }
}
