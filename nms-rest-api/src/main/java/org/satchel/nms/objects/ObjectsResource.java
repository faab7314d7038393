// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.objects;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import org.satchel.model.Change;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.box.Ids;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.deposit.Uploads;
import org.satchel.nms.format.Body;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.openapi.Status;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.Reference;
import org.satchel.nms.type.Root;

/// The objects of a box: created, read, removed one by one.
// OMA NMS §3.1
@Path("nms/v1/{store}/{box}")
public final class ObjectsResource {
    private final Boxes boxes;
    private final Uploads uploads;

    public ObjectsResource(Boxes boxes, Uploads uploads) {
        this.boxes = boxes;
        this.uploads = uploads;
    }

    @POST
    @Path("objects")
    @Operation(
            value = "Stores an object: its facts, and its contents as further parts.",
            takes = Root.OBJECT,
            upload = true,
            gives = Root.REFERENCE,
            answers = {Status.CREATED, Status.MEDIA_TYPE},
            writes = true)
    public Response create(@PathParam("box") String box, Body body) throws IOException {
        var reference = store(box, body);
        return Response.status(201)
                .header("Location", reference.resourceURL())
                .entity(new Document("reference", reference))
                .build();
    }

    /// Stores an object.
    Reference store(String box, Body body) throws IOException {
        var open = boxes.open(box);
        var stored = uploads.take(open, body);
        return ObjectForm.reference(open.view(), stored.folder(), stored.object(), open.urls());
    }

    @GET
    @Path("objects/{object}")
    @Operation(value = "Shows an object.", gives = Root.OBJECT)
    public Document read(
            @PathParam("box") String box,
            @PathParam("object") String object,
            @QueryParam("attrFilter") List<String> attrFilter) {
        var open = boxes.open(box);
        var view = open.view();
        var stored = open.object(view, object);
        return new Document("object", ObjectForm.of(open, view, stored, AttributeFilter.of(attrFilter)));
    }

    @DELETE
    @Path("objects/{object}")
    @Operation(value = "Removes an object.", answers = Status.EMPTY, writes = true)
    public Response remove(@PathParam("box") String box, @PathParam("object") String object) {
        var open = boxes.open(box);
        remove(open, object);
        return Response.noContent().build();
    }

    @GET
    @Path("objects/{object}/path")
    @Operation(value = "Says where an object is.", gives = Root.REFERENCE)
    public Document path(@PathParam("box") String box, @PathParam("object") String object) {
        var open = boxes.open(box);
        var view = open.view();
        var place = open.locate(view, object);
        var id = Ids.object(object).orElseThrow();
        return new Document("reference", ObjectForm.reference(view, place.folder(), id, open.urls()));
    }

    /// Removes an object by its id in the URL.
    static void remove(OpenBox open, String object) {
        open.locate(open.view(), object);
        var id = Ids.object(object).orElseThrow();
        // It may have moved since; and it may be gone, which is what was asked for.
        open.write(tx -> tx.view()
                .locate(id)
                .ifPresent(place -> tx.remove(place.folder(), List.of(place.uid()), Change.Cause.REMOVED)));
    }
}
