// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.objects;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.StoredObject;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.box.FlagNames;
import org.satchel.nms.box.Ids;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.format.Body;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.openapi.Status;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.Profile;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.FlagList;
import org.satchel.nms.type.Root;

/// The flags of an object, all together or one by one.
///
/// `\Recent` follows from `\Seen`: setting it removes `\Seen`, removing it sets nothing.
// OMA NMS §3.1, §11.1, §13.3, §13.35
@Path("nms/v1/{store}/{box}")
public final class FlagsResource {
    private static final Flags SEEN = Flags.of(Flags.SEEN);

    private final Boxes boxes;
    private final Profile.Answers answers;

    public FlagsResource(Boxes boxes, Profile.Answers answers) {
        this.boxes = boxes;
        this.answers = answers;
    }

    @GET
    @Path("objects/{object}/flags")
    @Operation(value = "Shows the flags of an object.", gives = Root.FLAG_LIST)
    public Document read(@PathParam("box") String box, @PathParam("object") String object) {
        var open = boxes.open(box);
        return document(open.object(open.view(), object), open);
    }

    /// Replaces all.
    @PUT
    @Path("objects/{object}/flags")
    @Operation(
            value = "Replaces all flags of an object.",
            takes = Root.FLAG_LIST,
            gives = Root.FLAG_LIST,
            writes = true)
    public Document replace(@PathParam("box") String box, @PathParam("object") String object, Body body)
            throws IOException {
        var open = boxes.open(box);
        open.locate(open.view(), object);
        var flags = FlagNames.read(body.read("flagList", FlagList.class).names());
        edit(open, object, FlagEdit.replace(flags));
        return document(open.object(open.view(), object), open);
    }

    @GET
    @Path("objects/{object}/flags/{flag}")
    @Operation(value = "Says whether a flag is set: 204 or 404.", answers = Status.EMPTY)
    public Response isSet(
            @PathParam("box") String box, @PathParam("object") String object, @PathParam("flag") String flag) {
        var open = boxes.open(box);
        var names = FlagNames.of(open.object(open.view(), object).entry().flags());
        if (names.stream().noneMatch(flag::equalsIgnoreCase)) {
            throw Refusal.notFound("flag " + flag);
        }
        return Response.noContent().build();
    }

    @PUT
    @Path("objects/{object}/flags/{flag}")
    @Operation(value = "Sets a flag.", answers = Status.FLAG_SET, writes = true)
    public Response set(
            @PathParam("box") String box, @PathParam("object") String object, @PathParam("flag") String flag) {
        var open = boxes.open(box);
        open.locate(open.view(), object);
        edit(
                open,
                object,
                FlagNames.isRecent(flag) ? FlagEdit.remove(SEEN) : FlagEdit.add(FlagNames.read(List.of(flag))));
        return Response.status(answers.flagSet()).build();
    }

    @DELETE
    @Path("objects/{object}/flags/{flag}")
    @Operation(value = "Takes a flag off.", answers = Status.FLAG_CLEARED, writes = true)
    public Response clear(
            @PathParam("box") String box, @PathParam("object") String object, @PathParam("flag") String flag) {
        var open = boxes.open(box);
        open.locate(open.view(), object);
        edit(open, object, FlagEdit.remove(FlagNames.read(List.of(flag))));
        return Response.status(answers.flagCleared()).build();
    }

    /// Edits the flags of an object by its id in the URL, wherever it is by then.
    static void edit(OpenBox open, String object, FlagEdit edit) {
        var id = Ids.object(object).orElseThrow();
        open.write(tx -> {
            var place = tx.view().locate(id).orElseThrow(() -> Refusal.notFound("object " + object));
            tx.flag(place.folder(), List.of(place.uid()), edit, null);
        });
    }

    private static Document document(StoredObject object, OpenBox open) {
        return new Document("flagList", ObjectForm.flags(object, open.urls()));
    }
}
