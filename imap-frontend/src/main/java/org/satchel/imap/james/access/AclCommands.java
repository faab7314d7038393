// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.access;

import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.session.Place;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.rights.Letters;
import org.satchel.model.BoxId;
import org.satchel.model.Grant;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;

/// SETACL, DELETEACL, GETACL, LISTRIGHTS and MYRIGHTS.
///
/// The owner has every right, always. There are no rights that take away: a name that begins with a minus is refused.
/// Changing rights keeps the time when they end.
// RFC 4314 §3
public final class AclCommands {
    private static final String ANYONE = "anyone";

    private final Places places;
    private final InstantSource clock;

    public AclCommands(Places places, InstantSource clock) {
        this.places = places;
        this.clock = clock;
    }

    public List<Command<?>> all() {
        return List.of(new Set(), new Delete(), new Get(), new ListRights(), new Mine());
    }

    /// Whose rights are meant, as the box knows them.
    ///
    /// @throws StoreFailure.Conflict for a name with a minus before it
    /// @throws StoreFailure.NotFound for one that nobody has
    private String principal(String identifier) {
        if (identifier.startsWith("-")) {
            throw new StoreFailure.Conflict("rights that take away");
        }
        if (identifier.equals(ANYONE)) {
            return identifier;
        }
        return places.owner(identifier).map(BoxId::text).orElseThrow(() -> new StoreFailure.NotFound("principal"));
    }

    /// What is listed can be taken away, also from somebody who is there no more.
    private static boolean isListed(Place place, String identifier) {
        return place.view().grants(place.folder().id()).stream()
                .anyMatch(grant -> grant.principal().equals(identifier));
    }

    private static String name(String principal) {
        return '"' + principal.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Changes what somebody may do.
    private void change(AclRequest.Change request, java.util.Set<Right> named, Session session) {
        var place = places.present(session, request.mailbox()).demanding(Right.ADMINISTER);
        boolean takes = named.isEmpty() || request.mode() == AclRequest.Mode.REMOVE;
        var principal =
                takes && isListed(place, request.identifier()) ? request.identifier() : principal(request.identifier());
        if (principal.equals(place.box().id().text())) {
            throw new StoreFailure.Conflict("rights of the owner");
        }
        var folder = place.folder().id();
        places.shares().grant(place.box(), session.actor(), folder, principal, present -> {
            var rights = EnumSet.noneOf(Right.class);
            if (request.mode() != AclRequest.Mode.REPLACE) {
                rights.addAll(present.rights());
            }
            if (request.mode() == AclRequest.Mode.REMOVE) {
                rights.removeAll(named);
            } else {
                rights.addAll(named);
            }
            return new Grant(folder, principal, rights, rights.isEmpty() ? null : present.expires());
        });
    }

    private final class Set extends Command<AclRequest.SetAcl> {
        Set() {
            super(AclRequest.SetAcl.class);
        }

        @Override
        protected void run(AclRequest.SetAcl request, Session session, Answers answers) throws IOException {
            var named = Letters.parse(request.letters());
            if (named.isEmpty()) {
                answers.bad(request, "failed. No such right.");
                return;
            }
            change(request, named.get(), session);
            answers.ok(request);
        }
    }

    private final class Delete extends Command<AclRequest.DeleteAcl> {
        Delete() {
            super(AclRequest.DeleteAcl.class);
        }

        @Override
        protected void run(AclRequest.DeleteAcl request, Session session, Answers answers) throws IOException {
            change(request, java.util.Set.of(), session);
            answers.ok(request);
        }
    }

    private final class Get extends Command<AclRequest.GetAcl> {
        Get() {
            super(AclRequest.GetAcl.class);
        }

        @Override
        protected void run(AclRequest.GetAcl request, Session session, Answers answers) throws IOException {
            var place = places.present(session, request.mailbox()).demanding(Right.ADMINISTER);
            var now = clock.instant();
            var line = new StringBuilder("ACL ").append(answers.quoted(request.mailbox()));
            line.append(' ').append(name(place.box().id().text())).append(' ').append(Letters.of(Right.ALL));
            for (var grant : place.view().grants(place.folder().id())) {
                if (places.shares().isOn()
                        && grant.isLive(now)
                        && !grant.rights().isEmpty()) {
                    line.append(' ').append(name(grant.principal())).append(' ').append(Letters.of(grant.rights()));
                }
            }
            answers.line(line.toString());
            answers.ok(request);
        }
    }

    private final class ListRights extends Command<AclRequest.ListRights> {
        ListRights() {
            super(AclRequest.ListRights.class);
        }

        @Override
        protected void run(AclRequest.ListRights request, Session session, Answers answers) throws IOException {
            var place = places.present(session, request.mailbox()).demanding(Right.ADMINISTER);
            var principal = principal(request.identifier());
            boolean owner = principal.equals(place.box().id().text());
            answers.line("LISTRIGHTS " + answers.quoted(request.mailbox()) + " " + name(principal) + " "
                    + (owner ? Letters.of(Right.ALL) : "\"\" " + Letters.grantable()));
            answers.ok(request);
        }
    }

    private final class Mine extends Command<AclRequest.MyRights> {
        Mine() {
            super(AclRequest.MyRights.class);
        }

        @Override
        protected void run(AclRequest.MyRights request, Session session, Answers answers) throws IOException {
            var place = places.present(session, request.mailbox());
            answers.line("MYRIGHTS " + answers.quoted(request.mailbox()) + " " + Letters.of(place.rights()));
            answers.ok(request);
        }
    }
}
