// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.payload;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.satchel.model.StoredObject;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.box.Secret;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.openapi.Status;
import org.satchel.nms.problem.Refusal;

/// The bytes of an object: whole, part by part, or exactly as stored.
///
/// The `Accept` field is not looked at: clients ask for JSON even here. OMA NMS §4.1
// OMA NMS §3.1, §6.3, §6.4
@Path("nms/v1/{store}/{box}")
public final class PayloadResource {
    private static final String PART = "part";

    private final Boxes boxes;
    private final PayloadForms forms;

    public PayloadResource(Boxes boxes, Secret secret) {
        this.boxes = boxes;
        this.forms = new PayloadForms(secret);
    }

    @GET
    @Path("objects/{object}/payload")
    @Operation(
            value = "All contents of an object in one multipart.",
            answers = {Status.BYTES, Status.RANGE, Status.NO_RANGE})
    public Response payload(
            @PathParam("box") String box, @PathParam("object") String object, @Context HttpHeaders request) {
        var open = boxes.open(box);
        var view = open.view();
        var stored = open.object(view, object);
        if (!PayloadForms.hasContent(stored)) {
            throw Refusal.notFound(open.urls().payload(stored.id()));
        }
        var whole = forms.whole(stored, view.payload(stored.placement()));
        var type = "multipart/" + PayloadForms.subtype(stored) + "; boundary=\"" + forms.boundary(stored) + "\"";
        return Download.of(whole, type, tag(stored, "m"), request);
    }

    @GET
    @Path("objects/{object}/payloadParts/{part}")
    @Operation(
            value = "One content of an object.",
            answers = {Status.BYTES, Status.RANGE, Status.NO_RANGE})
    public Response part(
            @PathParam("box") String box,
            @PathParam("object") String object,
            @PathParam("part") String part,
            @Context HttpHeaders request) {
        var open = boxes.open(box);
        var view = open.view();
        var stored = open.object(view, object);
        var contents = stored.summary().contents();
        int index = index(part);
        if (index < 0 || index >= contents.size()) {
            throw Refusal.notFound("payload part " + part);
        }
        var content = contents.get(index);
        var bytes = PayloadForms.part(content, view.payload(stored.placement()));
        var type = content.contentType().isBlank() ? "application/octet-stream" : content.contentType();
        return Download.of(bytes, type, tag(stored, PART + index), request);
    }

    /// Ours, not OMA's: the stored message byte for byte, as IMAP gives it.
    @GET
    @Path("objects/{object}/content")
    @Operation(
            value = "The stored message byte for byte, as IMAP has it.",
            answers = {Status.BYTES, Status.RANGE, Status.NO_RANGE},
            ours = true)
    public Response content(
            @PathParam("box") String box, @PathParam("object") String object, @Context HttpHeaders request) {
        var open = boxes.open(box);
        var view = open.view();
        var stored = open.object(view, object);
        var payload = view.payload(stored.placement());
        return Download.of(
                new Content.Stored(payload, 0, payload.size()), "message/rfc822", tag(stored, "raw"), request);
    }

    private static int index(String part) {
        boolean named = part.startsWith(PART) && part.length() <= PART.length() + 6;
        var number = named ? part.substring(PART.length()) : "";
        return number.matches("[1-9]\\d*") ? Integer.parseInt(number) - 1 : -1;
    }

    private static String tag(StoredObject object, String form) {
        return object.entry().content().number() + "-" + form;
    }
}
