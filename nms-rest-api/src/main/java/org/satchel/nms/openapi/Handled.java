// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.openapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.satchel.nms.type.Root;

/// What is answered before any resource of JAX-RS is asked, told in the same words. Nobody implements it.
// OMA NMS §3.4, §8.1, §8.5
@Path("")
interface Handled {
    @POST
    @Path("nc/poll/{channel}")
    @Operation(
            value = "Waits for what happens, and confirms what came before. The body, if any, means nothing.",
            gives = Root.NOTIFICATION_LIST,
            answers = {Status.OK, Status.NOT_FOUND, Status.TOO_LARGE, Status.BUSY},
            open = true)
    void poll();

    @GET
    @Path("nc/poll/{channel}")
    @Operation(
            value = "The same as POST.",
            gives = Root.NOTIFICATION_LIST,
            answers = {Status.OK, Status.NOT_FOUND, Status.TOO_LARGE, Status.BUSY},
            open = true,
            ours = true)
    void pollByGet();

    @GET
    @Path("nc/socket/{channel}")
    @Operation(
            value = "Opens a WebSocket on which what happens is told.",
            answers = {Status.SWITCHED, Status.NOT_FOUND, Status.UPGRADE, Status.BUSY},
            open = true)
    void socket();

    @POST
    @Path("nc/callback/{channel}")
    @Operation(
            value = "Has a notification of another application wait in a channel: a document with one root that has"
                    + " members, in JSON or XML.",
            answers = {
                Status.EMPTY,
                Status.BAD_INPUT,
                Status.FORBIDDEN,
                Status.NOT_FOUND,
                Status.TOO_LARGE,
                Status.TOO_OFTEN,
                Status.BUSY
            },
            open = true)
    void post();

    @GET
    @Path("health/live")
    @Operation(value = "Says that the process lives.", gives = Root.HEALTH, open = true, ours = true)
    void live();

    @GET
    @Path("health/ready")
    @Operation(
            value = "Says whether it can serve.",
            gives = Root.HEALTH,
            answers = {Status.OK, Status.NOT_READY},
            open = true,
            ours = true)
    void ready();
}
