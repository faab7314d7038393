// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;

/// Where a name leads: the one place that knows in which box a folder is.
final class Places {
    private final Paths paths;
    private final InstantSource clock;

    Places(Paths paths, InstantSource clock) {
        this.paths = paths;
        this.clock = clock;
    }

    /// @param name as the line has it, decoded
    /// @return empty when there is nothing that the client may know of
    Optional<Place> find(Session session, String name) {
        var box = session.box();
        var view = box.view();
        return paths.maybe(name)
                .flatMap(view::folder)
                .map(folder -> new Place(box, view, folder, rights(session, view, folder)));
    }

    /// What the client may do in a folder now.
    Set<Right> rights(Session session, BoxView view, Folder folder) {
        return view.rights(session.actor().principal(), folder.id(), clock.instant());
    }

    /// @throws StoreFailure.NotFound when there is nothing that the client may know of
    Place present(Session session, String name) {
        return find(session, name).orElseThrow(() -> new StoreFailure.NotFound("folder " + name));
    }

    /// @throws StoreFailure.NotFound for what has no objects, too
    Place selectable(Session session, String name) {
        return find(session, name)
                .filter(place -> place.folder().selectable())
                .orElseThrow(() -> new StoreFailure.NotFound("folder " + name));
    }
}
