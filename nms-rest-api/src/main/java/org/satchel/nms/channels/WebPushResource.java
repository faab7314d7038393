// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.Root;
import org.satchel.nms.type.WebPushKey;

/// Who will send WebPush: a client has to say it when it subscribes at its push service, before it has a channel.
@Path("nms/v1/{store}/{box}/x-satchel")
public final class WebPushResource {
    private final Boxes boxes;
    private final Registrations registrations;

    public WebPushResource(Boxes boxes, Registrations registrations) {
        this.boxes = boxes;
        this.registrations = registrations;
    }

    /// 404 when nothing is sent by WebPush.
    @GET
    @Path("webpush")
    @Operation(
            value = "Shows the key with which a browser subscribes at its push service; 404 when WebPush is off.",
            gives = Root.WEB_PUSH)
    public Document read(@PathParam("box") String box) {
        var open = boxes.openOwn(box);
        return new Document(
                Root.WEB_PUSH.text(),
                new WebPushKey(
                        Registrations.WEB_PUSH,
                        Registrations.VERSION,
                        registrations.key().orElseThrow(() -> Refusal.notFound("webpush")),
                        open.urls().box() + "/x-satchel/webpush"));
    }
}
