// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.james.imap.decode.DecodingException;
import org.satchel.imap.url.ImapUrl;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// Opens what URLs name in the client's own box: a message or a part of one, in the folder that they say or in the
/// selected one.
///
/// An absolute URL must name the user; its host is not looked at, for a server does not know by which names it is
/// reached.
// RFC 4469 §3, RFC 5092
final class NamedParts {
    private final Session session;
    private final Paths paths;
    private final BoxView view;

    NamedParts(Session session, Paths paths) {
        this.session = session;
        this.paths = paths;
        this.view = session.box().view();
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
        var folder = folder(url).orElseThrow(() -> new BadUrl(text));
        var placement = new Placement(folder.id(), Uid.of(part.uid()));
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

    private Optional<Folder> folder(ImapUrl url) {
        var named = url.folder();
        if (named == null) {
            var selected = session.folder();
            return selected == null ? Optional.empty() : view.folder(selected.folder());
        }
        return paths.maybe(named.name())
                .flatMap(view::folder)
                .filter(Folder::selectable)
                .filter(folder -> named.uidValidity() == 0 || named.uidValidity() == folder.uidValidity());
    }
}
