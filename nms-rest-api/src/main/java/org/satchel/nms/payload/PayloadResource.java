// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.payload;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.satchel.convert.Converter;
import org.satchel.model.StoredObject;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.box.Secret;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.openapi.Status;
import org.satchel.nms.problem.Problems;
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
    private final Conversions conversions;

    public PayloadResource(Boxes boxes, Secret secret, Converter converter, Problems problems) {
        this.boxes = boxes;
        this.forms = new PayloadForms(secret);
        this.conversions = new Conversions(converter, problems);
    }

    @GET
    @Path("objects/{object}/payload")
    @Operation(
            value = "All contents of an object in one multipart, on demand those in another form that can be.",
            answers = {Status.BYTES, Status.RANGE, Status.NO_RANGE})
    public Response payload(
            @PathParam("box") String box,
            @PathParam("object") String object,
            @QueryParam("convertTo") @Nullable String convertTo,
            @Context HttpHeaders request) {
        var open = boxes.open(box);
        var view = open.view();
        var stored = open.object(view, object);
        if (!PayloadForms.hasContent(stored)) {
            throw Refusal.notFound(open.urls().payload(stored.id()));
        }
        var payload = view.payload(stored.placement());
        var type = "multipart/" + PayloadForms.subtype(stored) + "; boundary=\"" + forms.boundary(stored) + "\"";
        if (convertTo != null) {
            var target = conversions.target(convertTo);
            return Download.streamed(
                    out -> forms.writeConverted(stored, payload, target, conversions, out),
                    type,
                    tag(stored, "m-" + ConvertTo.written(target)));
        }
        return Download.of(forms.whole(stored, payload), type, tag(stored, "m"), request);
    }

    @GET
    @Path("objects/{object}/payloadParts/{part}")
    @Operation(
            value = "One content of an object, on demand in another form.",
            answers = {Status.BYTES, Status.RANGE, Status.NOT_CONVERTIBLE, Status.NO_RANGE})
    public Response part(
            @PathParam("box") String box,
            @PathParam("object") String object,
            @PathParam("part") String part,
            @QueryParam("convertTo") @Nullable String convertTo,
            @Context HttpHeaders request)
            throws IOException {
        var open = boxes.open(box);
        var view = open.view();
        var stored = open.object(view, object);
        var contents = stored.summary().contents();
        int index = index(part);
        if (index < 0 || index >= contents.size()) {
            throw Refusal.notFound("payload part " + part);
        }
        var content = contents.get(index);
        var payload = view.payload(stored.placement());
        if (convertTo != null) {
            var converted = conversions.part(content, payload, conversions.target(convertTo));
            var tag = tag(stored, PART + index + "-" + converted.mark());
            return Download.of(new Content.Altered(converted), converted.contentType(), tag, request);
        }
        var bytes = PayloadForms.part(content, payload);
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
