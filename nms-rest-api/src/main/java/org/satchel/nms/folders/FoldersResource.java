// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.folders;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.Right;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.box.FolderLookup;
import org.satchel.nms.box.Numbers;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.box.Secret;
import org.satchel.nms.format.Body;
import org.satchel.nms.objects.AttributeFilter;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.openapi.Status;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.NmsFolder;
import org.satchel.nms.type.Root;

/// The folders of a box: created, read, renamed, removed.
// OMA NMS §3.2
@Path("nms/v1/{store}/{box}")
public final class FoldersResource {
    private final Boxes boxes;
    private final FolderLookup folders;
    private final FolderContent content;

    public FoldersResource(Boxes boxes, FolderLookup folders, Secret secret, NmsLimits.Pages limits) {
        this.boxes = boxes;
        this.folders = folders;
        this.content = new FolderContent(secret, limits);
    }

    @POST
    @Path("folders")
    @Operation(
            value = "Makes a folder.",
            takes = Root.FOLDER,
            gives = Root.REFERENCE,
            answers = Status.CREATED,
            writes = true)
    public Response create(@PathParam("box") String box, Body body) throws IOException {
        var open = boxes.open(box);
        var wish = body.read("folder", NmsFolder.class);
        var parent = folders.byUrlOrPath(open.view(), wish.parentFolder(), wish.parentFolderPath())
                .orElseThrow(Refusal::pathNeeded);
        var path = place(parent.map(Folder::path), wish.name());
        open.write(tx -> tx.createFolder(path));
        var folder = open.view().folder(path);
        var reference = FolderForm.reference(folder, open.urls());
        return Response.status(201)
                .header("Location", FolderForm.url(folder, open.urls()))
                .entity(new Document("reference", reference))
                .build();
    }

    /// The root, or the folder of the path in the query.
    @GET
    @Path("folders")
    @Operation(
            value = "Shows the root folder, or the folder of a path.",
            gives = Root.FOLDER,
            query = {"listFilter", "fromCursor", "maxEntries", "attrFilter"})
    public Document readRoot(
            @PathParam("box") String box, @QueryParam("path") @Nullable String path, @Context UriInfo request) {
        var open = boxes.open(box);
        var view = open.view();
        var folder = path == null || path.isEmpty() ? Optional.<Folder>empty() : folders.byPath(view, path);
        return read(open, view, folder, request);
    }

    @GET
    @Path("folders/{folder}")
    @Operation(
            value = "Shows a folder and what is in it, a page at a time.",
            gives = Root.FOLDER,
            query = {"listFilter", "fromCursor", "maxEntries", "attrFilter"})
    public Document read(@PathParam("box") String box, @PathParam("folder") String folder, @Context UriInfo request) {
        var open = boxes.open(box);
        var view = open.view();
        return read(open, view, folders.byId(view, folder), request);
    }

    /// Removes a folder with everything in it. OMA NMS §13.43
    @DELETE
    @Path("folders/{folder}")
    @Operation(value = "Removes a folder with everything in it.", answers = Status.EMPTY, writes = true)
    public Response remove(@PathParam("box") String box, @PathParam("folder") String id) {
        var open = boxes.open(box);
        var folder = changeable(open, id);
        open.write(tx -> tx.removeTree(folder.id()));
        return Response.noContent().build();
    }

    @GET
    @Path("folders/{folder}/folderName")
    @Operation(value = "Shows the name of a folder.", gives = Root.FOLDER_NAME)
    public Document readName(@PathParam("box") String box, @PathParam("folder") String id) {
        var open = boxes.open(box);
        var folder = seen(open, open.view(), folders.byId(open.view(), id));
        return new Document("name", folder.map(it -> it.path().name()).orElse(""));
    }

    @PUT
    @Path("folders/{folder}/folderName")
    @Operation(
            value = "Gives a folder another name.",
            takes = Root.FOLDER_NAME,
            gives = Root.FOLDER_NAME,
            writes = true)
    public Document rename(@PathParam("box") String box, @PathParam("folder") String id, Body body) throws IOException {
        var open = boxes.open(box);
        var folder = changeable(open, id);
        var path = place(folder.path().parent(), body.read("name", String.class));
        if (!path.equals(folder.path())) {
            open.write(tx -> tx.renameFolder(folder.id(), path));
        }
        return new Document("name", path.name());
    }

    private Document read(OpenBox open, BoxView view, Optional<Folder> found, UriInfo request) {
        var folder = seen(open, view, found);
        var query = request.getQueryParameters();
        var wanted = FolderContent.Wanted.of(query.getFirst("listFilter"));
        var lists = content.page(
                open,
                view,
                folder,
                wanted,
                query.getFirst("fromCursor"),
                Numbers.of("maxEntries", query.getFirst("maxEntries")));
        // The quota is the owner's.
        var filter =
                open.isGuest() ? AttributeFilter.ALL : AttributeFilter.of(query.getOrDefault("attrFilter", List.of()));
        return new Document("folder", FolderForm.of(view, folder, open.urls(), filter, lists));
    }

    private Folder changeable(OpenBox open, String id) {
        return seen(open, open.view(), folders.byId(open.view(), id))
                .orElseThrow(() -> Refusal.forbidden("changing the root folder"));
    }

    /// A folder that the caller may not see is not there.
    private static Optional<Folder> seen(OpenBox open, BoxView view, Optional<Folder> folder) {
        if (folder.isPresent() && !open.rights(view, folder.get().id()).contains(Right.LOOKUP)) {
            throw Refusal.notFound("folder");
        }
        return folder;
    }

    private static FolderPath place(Optional<FolderPath> parent, @Nullable String name) {
        if (name == null || name.isBlank() || name.indexOf('/') >= 0) {
            throw Refusal.badInput("folder.name");
        }
        try {
            return parent.map(it -> it.child(name)).orElseGet(() -> new FolderPath(name));
        } catch (IllegalArgumentException e) {
            throw Refusal.badInput("folder.name");
        }
    }
}
