// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.box;

import java.util.Set;
import java.util.function.Consumer;
import org.satchel.model.Actor;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Commit;
import org.satchel.model.FolderId;
import org.satchel.model.MessageBox;
import org.satchel.model.Placement;
import org.satchel.model.Right;
import org.satchel.model.StoredObject;
import org.satchel.model.share.Shares;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.Profile;

/// A box during one request: with who acts, and how its resources are spelt.
///
/// @param isGuest whether the actor is somebody else than the owner, who sees what is open to him
public record OpenBox(MessageBox box, Actor actor, Urls urls, Profile profile, Shares shares, boolean isGuest) {
    public BoxView view() {
        return seen(box.view());
    }

    /// As much of a view as the actor may see now.
    public BoxView seen(BoxView whole) {
        return isGuest ? new GuestView(whole, actor.principal(), shares) : whole;
    }

    boolean showsAnything() {
        return !isGuest || !new GuestView(box.view(), actor.principal(), shares).isEmpty();
    }

    public Commit write(Consumer<BoxTransaction> work) {
        return box.write(actor, work);
    }

    public Set<Right> rights(BoxView view, FolderId folder) {
        return shares.rights(actor.principal(), view, folder);
    }

    public boolean mayRead(BoxView view, FolderId folder) {
        return rights(view, folder).contains(Right.READ);
    }

    /// Where the object of this id is.
    ///
    /// @throws Refusal 404 when there is none that the caller may see; for a guest 403, whether there is one or not
    public Placement locate(BoxView view, String id) {
        var placement = Ids.object(id).flatMap(seen(view)::locate).orElseThrow(() -> missing(id));
        var rights = rights(view, placement.folder());
        if (!rights.contains(Right.LOOKUP)) {
            throw missing(id);
        }
        if (!rights.contains(Right.READ)) {
            throw Refusal.forbidden("reading " + id);
        }
        return placement;
    }

    public StoredObject object(BoxView view, String id) {
        return view.object(locate(view, id));
    }

    private Refusal missing(String id) {
        return isGuest
                ? Refusal.forbidden("object " + id)
                : Refusal.notFound(urls.box() + "/objects/" + Urls.segment(id));
    }
}
