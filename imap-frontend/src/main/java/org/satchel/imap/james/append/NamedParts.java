// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.append;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.decode.DecodingException;
import org.satchel.imap.james.fetch.FetchParser;
import org.satchel.imap.james.fetch.Section;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.url.ImapUrl;
import org.satchel.model.BoxView;
import org.satchel.model.FolderId;
import org.satchel.model.Placement;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// Opens what URLs name: a message or a part of one, in the folder that they say or in the selected one.
///
/// An absolute URL must name the user; its host is not looked at, for a server does not know by which names it is
/// reached.
// RFC 4469 §3, RFC 5092
final class NamedParts {
    /// What is taken by the server goes out as a copy.
    private static final Set<Right> TAKING = Set.of(Right.READ, Right.COPY_OUT);

    private final Session session;
    private final Places places;

    NamedParts(Session session, Places places) {
        this.session = session;
        this.places = places;
    }

    /// @throws BadUrl when it names nothing, or nothing that is this client's
    InputStream open(String text) throws IOException {
        try {
            return open(ImapUrl.parse(text), text);
        } catch (IllegalArgumentException | DecodingException | StoreFailure.NotFound nothing) {
            throw new BadUrl(text);
        }
    }

    private InputStream open(ImapUrl url, String text) throws IOException {
        var part = url.part();
        var server = url.server();
        if (part == null || url.grant() != null || (server != null && !isOwn(server))) {
            throw new BadUrl(text);
        }
        var seen = seen(url).orElseThrow(() -> new BadUrl(text));
        var view = seen.view();
        var placement = new Placement(seen.folder(), Uid.of(part.uid()));
        var range = part.range();
        var element = FetchParser.element(
                part.section() == null ? "" : part.section(),
                range == null ? null : range.offset(),
                range == null || range.length() == 0 ? null : range.length());
        var section = new Section(element);
        var root = view.object(placement).summary().body();
        if (!section.isIn(root)) {
            throw new BadUrl(text);
        }
        return section.open(view.payload(placement), root);
    }

    private boolean isOwn(ImapUrl.Server server) {
        return session.box().id().toString().equals(server.user());
    }

    private record Seen(BoxView view, FolderId folder) {}

    private Optional<Seen> seen(ImapUrl url) {
        var named = url.folder();
        if (named != null) {
            return places.find(session, named.name())
                    .filter(place ->
                            place.folder().selectable() && place.rights().containsAll(TAKING))
                    .filter(place -> named.uidValidity() == 0
                            || named.uidValidity() == place.folder().uidValidity())
                    .map(place -> new Seen(place.view(), place.folder().id()));
        }
        var selected = session.folder();
        if (selected == null) {
            return Optional.empty();
        }
        var view = selected.box().view();
        return view.folder(selected.folder())
                .filter(_ -> selected.rights(view).containsAll(TAKING))
                .map(folder -> new Seen(view, folder.id()));
    }
}
