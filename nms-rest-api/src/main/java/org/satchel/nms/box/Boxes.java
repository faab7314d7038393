// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.box;

import java.time.InstantSource;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.MessageStore;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.BoxNames;

/// Opens the box that a URL names, for the caller of the present request.
public final class Boxes {
    private final MessageStore store;
    private final BoxNames names;
    private final InstantSource clock;
    private final String storeUrl;

    public Boxes(MessageStore store, BoxNames names, InstantSource clock, String storeUrl) {
        this.store = store;
        this.names = names;
        this.clock = clock;
        this.storeUrl = storeUrl;
    }

    /// @param segment the decoded URL segment: any address of the account
    /// @throws Refusal 403 for a box that is not the caller's, whether it exists or not
    public OpenBox open(String segment) {
        var id = resolve(segment);
        var visit = Visit.CURRENT.get();
        var actor = new Actor(visit.caller().principal(), visit.request());
        return new OpenBox(store.open(id), actor, urls(id), clock);
    }

    /// The id of a box that the caller may use.
    public BoxId resolve(String segment) {
        // A plus sign that was decoded as in a form comes as a blank. NMS §2.2
        var id = names.resolve(segment.replace(' ', '+'));
        if (id.isEmpty() || !Visit.CURRENT.get().caller().boxes().contains(id.get())) {
            throw Refusal.forbidden("box " + segment);
        }
        return id.get();
    }

    public Urls urls(BoxId id) {
        return new Urls(storeUrl, id);
    }
}
