// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.sharing;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.Grant;
import org.satchel.model.Right;
import org.satchel.model.share.Shares;
import org.satchel.model.text.WrittenDate;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.box.FolderLookup;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.box.Urls;
import org.satchel.nms.format.Body;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.openapi.Status;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.GrantList;
import org.satchel.nms.type.GrantList.NmsGrant;
import org.satchel.nms.type.GrantList.SharedFolder;
import org.satchel.nms.type.Root;

/// What others may do in one's folders, and what one may do in theirs.
@Path("nms/v1/{store}/{box}/x-satchel")
public final class GrantsResource {
    /// Folders of others in one answer.
    private static final int SHARED_MAX = 1_000;

    private final Boxes boxes;
    private final FolderLookup folders;
    private final Shares shares;
    private final InstantSource clock;

    public GrantsResource(Boxes boxes, FolderLookup folders, Shares shares, InstantSource clock) {
        this.boxes = boxes;
        this.folders = folders;
        this.shares = shares;
        this.clock = clock;
    }

    /// All grants of all folders that the caller may manage.
    @GET
    @Path("grants")
    @Operation(value = "Shows the rights on all folders that the caller may manage.", gives = Root.GRANT_LIST)
    public Document list(@PathParam("box") String box) {
        var open = boxes.open(box);
        var view = open.view();
        var grants = new ArrayList<NmsGrant>();
        for (var folder : view.folders()) {
            if (open.rights(view, folder.id()).contains(Right.ADMINISTER)) {
                grants.addAll(grants(open, view, folder));
            }
        }
        return new Document("grantList", new GrantList(grants, open.urls().box() + "/x-satchel/grants"));
    }

    @GET
    @Path("folders/{folder}/grants")
    @Operation(value = "Shows who has which rights on a folder.", gives = Root.GRANT_LIST)
    public Document ofFolder(@PathParam("box") String box, @PathParam("folder") String id) {
        var open = boxes.open(box);
        var view = open.view();
        var folder = managed(open, view, id);
        return new Document("grantList", new GrantList(grants(open, view, folder), url(open, folder)));
    }

    @GET
    @Path("folders/{folder}/grants/{principal}")
    @Operation(value = "Shows which rights one has on a folder.", gives = Root.GRANT)
    public Document read(
            @PathParam("box") String box, @PathParam("folder") String id, @PathParam("principal") String address) {
        var open = boxes.open(box);
        var view = open.view();
        var folder = managed(open, view, id);
        return new Document("grant", find(open, view, folder, boxes.principal(address)));
    }

    /// Gives rights in place of those that the principal had.
    @PUT
    @Path("folders/{folder}/grants/{principal}")
    @Operation(
            value = "Gives rights in place of those that the principal had.",
            takes = Root.GRANT,
            gives = Root.GRANT,
            writes = true)
    public Response give(
            @PathParam("box") String box,
            @PathParam("folder") String id,
            @PathParam("principal") String address,
            Body body)
            throws IOException {
        var open = boxes.open(box);
        var folder = managed(open, open.view(), id);
        var wish = body.read("grant", NmsGrant.class);
        var rights = rights(wish.rights());
        var expires = expires(wish.expires());
        var principal = boxes.grantee(address);
        if (principal.equals(open.box().id().text())) {
            throw Refusal.badInput("principal");
        }
        shares.grant(
                open.box(),
                open.actor(),
                folder.id(),
                principal,
                before -> new Grant(folder.id(), principal, rights, expires));
        var view = open.view();
        return Response.ok(new Document("grant", find(open, view, folder, principal)))
                .build();
    }

    @DELETE
    @Path("folders/{folder}/grants/{principal}")
    @Operation(value = "Takes all rights away.", answers = Status.EMPTY, writes = true)
    public Response revoke(
            @PathParam("box") String box, @PathParam("folder") String id, @PathParam("principal") String address) {
        var open = boxes.open(box);
        var view = open.view();
        var folder = managed(open, view, id);
        var principal = boxes.principal(address);
        find(open, view, folder, principal);
        shares.grant(
                open.box(),
                open.actor(),
                folder.id(),
                principal,
                before -> new Grant(folder.id(), principal, Set.of(), null));
        return Response.noContent().build();
    }

    /// Folders of others that are open to the owner of the box, by what he has come in with.
    @GET
    @Path("shared")
    @Operation(value = "Shows folders of others that are open to the owner of the box.", gives = Root.SHARED)
    public Document shared(@PathParam("box") String box) {
        var own = boxes.openOwn(box);
        var principal = own.actor().principal();
        var found = new ArrayList<SharedFolder>();
        for (var view : boxes.mayVisit() ? shares.boxes(principal) : List.<BoxView>of()) {
            var urls = boxes.urls(view.box());
            for (var folder : view.folders()) {
                var rights = shares.rights(principal, view, folder.id());
                if (rights.contains(Right.LOOKUP) && found.size() < SHARED_MAX) {
                    found.add(new SharedFolder(
                            urls.box(),
                            urls.folder(folder.id()),
                            Urls.path(folder),
                            Right.letters(rights),
                            shares.untilEnding(principal, view, folder.id())
                                    .map(left -> text(clock.instant().plus(left)))
                                    .orElse(null)));
                }
            }
        }
        return new Document("shared", new GrantList.Shared(found));
    }

    /// A folder whose rights the caller may manage.
    private Folder managed(OpenBox open, BoxView view, String id) {
        var folder = folders.byId(view, id).orElseThrow(() -> Refusal.forbidden("rights on the root folder"));
        var rights = open.rights(view, folder.id());
        if (!rights.contains(Right.LOOKUP)) {
            throw Refusal.notFound("folder " + id);
        }
        if (!rights.contains(Right.ADMINISTER)) {
            throw Refusal.forbidden("rights of folder " + id);
        }
        return folder;
    }

    private List<NmsGrant> grants(OpenBox open, BoxView view, Folder folder) {
        var now = clock.instant();
        return view.grants(folder.id()).stream()
                .filter(grant -> grant.isLive(now))
                .map(grant -> form(open, folder, grant))
                .toList();
    }

    private NmsGrant find(OpenBox open, BoxView view, Folder folder, String principal) {
        return grants(open, view, folder).stream()
                .filter(grant -> principal.equals(grant.principal()))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("grant for " + principal));
    }

    private static NmsGrant form(OpenBox open, Folder folder, Grant grant) {
        return new NmsGrant(
                open.urls().folder(folder.id()),
                Urls.path(folder),
                grant.principal(),
                Right.letters(grant.rights()),
                grant.expires() == null ? null : text(grant.expires()),
                url(open, folder) + "/" + Urls.segment(grant.principal()));
    }

    private static String url(OpenBox open, Folder folder) {
        return open.urls().folder(folder.id()).replace("/folders/", "/x-satchel/folders/") + "/grants";
    }

    private static Set<Right> rights(@Nullable String letters) {
        try {
            var rights = Right.parse(letters == null ? "" : letters.strip());
            if (rights.isEmpty()) {
                throw Refusal.badInput("grant.rights");
            }
            return rights;
        } catch (IllegalArgumentException e) {
            throw Refusal.badInput("grant.rights");
        }
    }

    private @Nullable Instant expires(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        var end = WrittenDate.parse(text.strip())
                .map(OffsetDateTime::toInstant)
                .orElseThrow(() -> Refusal.badInput("grant.expires"));
        if (!end.isAfter(clock.instant())) {
            throw Refusal.badInput("grant.expires");
        }
        return end;
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
