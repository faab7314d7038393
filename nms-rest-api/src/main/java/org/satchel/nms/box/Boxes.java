// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.box;

import java.util.Optional;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.share.Shares;
import org.satchel.model.state.BoxState;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.BoxNames;
import org.satchel.nms.settings.Profile;

/// Opens the box that a URL names, for the caller of the present request: its owner, or a guest to whom something in it
/// is open now.
public final class Boxes {
    private final MessageStore store;
    private final BoxNames names;
    private final Shares shares;
    private final Profile profile;
    private final String storeUrl;

    public Boxes(MessageStore store, BoxNames names, Shares shares, Profile profile, String storeUrl) {
        this.store = store;
        this.names = names;
        this.shares = shares;
        this.profile = profile;
        this.storeUrl = storeUrl;
    }

    /// @param segment the decoded URL segment: any address of the account
    /// @throws Refusal 403 for a box in which the caller may see nothing, whether it exists or not
    public OpenBox open(String segment) {
        var visit = Visit.CURRENT.get();
        var id = named(segment);
        var own = id.filter(visit.caller().boxes()::contains);
        if (own.isPresent()) {
            return opened(store.open(own.get()), visit, false);
        }
        return id.filter(_ -> mayVisit())
                .flatMap(store::find)
                .map(box -> opened(box, visit, true))
                .filter(OpenBox::showsAnything)
                .orElseThrow(() -> Refusal.forbidden("box " + segment));
    }

    /// The same for what only the owner has.
    ///
    /// @throws Refusal 403 for a box that is not the caller's, whether it exists or not
    public OpenBox openOwn(String segment) {
        var visit = Visit.CURRENT.get();
        return named(segment)
                .filter(visit.caller().boxes()::contains)
                .map(id -> opened(store.open(id), visit, false))
                .orElseThrow(() -> Refusal.forbidden("box " + segment));
    }

    /// Whether boxes of others are open to the caller of the present request, as far as they are shared with him.
    public boolean mayVisit() {
        return Visit.CURRENT.get().caller().mayVisit();
    }

    /// The principal that an address means, or that the text itself is when the account is gone.
    public String principal(String address) {
        return address.equals(BoxState.ANYONE)
                ? address
                : named(address).map(BoxId::text).orElse(address);
    }

    /// The principal that an address means.
    ///
    /// @throws Refusal 404 when there is no such account
    public String grantee(String address) {
        return address.equals(BoxState.ANYONE)
                ? address
                : named(address)
                        .filter(id -> store.find(id).isPresent())
                        .map(BoxId::text)
                        .orElseThrow(() -> Refusal.unknownAddress(address));
    }

    private OpenBox opened(MessageBox box, Visit visit, boolean guest) {
        var actor = new Actor(guest ? visit.caller().principal() : box.id().text(), visit.request());
        return new OpenBox(box, actor, urls(box.id()), profile, shares, guest);
    }

    /// A plus sign that was decoded as in a form comes as a blank. NMS §2.2
    private Optional<BoxId> named(String segment) {
        return names.resolve(segment.replace(' ', '+'));
    }

    public Urls urls(BoxId id) {
        return new Urls(storeUrl, id);
    }
}
