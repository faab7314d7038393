// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.box;

import java.time.InstantSource;
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
import org.satchel.nms.problem.Refusal;

/// A box during one request: with who acts, and how its resources are spelt.
public record OpenBox(MessageBox box, Actor actor, Urls urls, InstantSource clock) {
    public BoxView view() {
        return box.view();
    }

    public Commit write(Consumer<BoxTransaction> work) {
        return box.write(actor, work);
    }

    public Set<Right> rights(BoxView view, FolderId folder) {
        return view.rights(actor.principal(), folder, clock.instant());
    }

    public boolean mayRead(BoxView view, FolderId folder) {
        return rights(view, folder).contains(Right.READ);
    }

    /// Where the object of this id is.
    ///
    /// @throws Refusal 404 when there is none that the caller may see
    public Placement locate(BoxView view, String id) {
        var placement = Ids.object(id)
                .flatMap(view::locate)
                .filter(place -> rights(view, place.folder()).contains(Right.LOOKUP))
                .orElseThrow(() -> Refusal.notFound(urls.box() + "/objects/" + Urls.segment(id)));
        if (!mayRead(view, placement.folder())) {
            throw Refusal.forbidden("reading " + id);
        }
        return placement;
    }

    public StoredObject object(BoxView view, String id) {
        return view.object(locate(view, id));
    }
}
