// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.box.Urls;
import org.satchel.nms.format.Body;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.openapi.Status;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.ChannelShapes;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.NotificationChannel;
import org.satchel.nms.type.NotificationChannel.ChannelData;
import org.satchel.nms.type.Root;

/// The notification channels of a user.
// OMA NMS §3.4, §5.7
@Path("notificationchannel/v1/{box}")
public final class ChannelsResource {
    private static final Duration LIFETIME = Duration.ofDays(1);

    private final Boxes boxes;
    private final Channels channels;
    private final Registrations registrations;
    private final int maxNotifications;
    private final ChannelShapes shapes;
    private final String base;

    /// @param maxNotifications lists in one answer when a client does not say, and at most
    /// @param base URL in front of `/notificationchannel`
    public ChannelsResource(
            Boxes boxes,
            Channels channels,
            Registrations registrations,
            int maxNotifications,
            ChannelShapes shapes,
            String base) {
        this.boxes = boxes;
        this.channels = channels;
        this.registrations = registrations;
        this.maxNotifications = shapes.singleList() ? 1 : maxNotifications;
        this.shapes = shapes;
        this.base = base;
    }

    @POST
    @Path("channels")
    @Operation(
            value = "Makes a channel that notifications wait in.",
            takes = Root.CHANNEL,
            gives = Root.CHANNEL,
            answers = Status.CREATED,
            writes = true)
    public Response create(@PathParam("box") String box, Body body) throws IOException {
        var open = boxes.openOwn(box);
        var wish = body.read("notificationChannel", NotificationChannel.class);
        var type = limited(orEmpty(wish.channelType()));
        var receiver = switch (registrations.type(type)) {
            case LONG_POLLING, WEB_SOCKETS -> null;
            case NATIVE -> registrations.receiver(wish.channelData());
        };
        var lifetime =
                wish.channelLifetime() == null ? null : wish.channelLifetime().longValue();
        var asked = wish.channelData() == null ? null : wish.channelData().maxNotifications();
        int lists = asked == null || asked <= 0 ? maxNotifications : Math.min(asked, maxNotifications);
        var channel = channels.create(
                open.box().id(),
                open.actor().principal(),
                new Channels.Wish(
                        limited(orEmpty(wish.applicationTag())),
                        limited(orEmpty(wish.clientCorrelator())),
                        type,
                        receiver,
                        lists,
                        lifetime(lifetime)));
        return Response.status(201)
                .header("Location", url(open, channel))
                .entity(document(open, channel))
                .build();
    }

    /// OMA NMS §12.1: 404 when there is none
    @GET
    @Path("channels")
    @Operation(value = "Shows the channels of the caller; 404 when there is none.", gives = Root.CHANNEL_LIST)
    public Document list(@PathParam("box") String box) {
        var open = boxes.openOwn(box);
        var all = channels.list(open.box().id(), open.actor().principal()).stream()
                .map(channel -> form(open, channel))
                .toList();
        if (all.isEmpty()) {
            throw Refusal.notFound("channels");
        }
        return new Document(
                "notificationChannelList",
                shapes.listOfEntries()
                        ? all.stream()
                                .map(one -> new NotificationChannel.Entry(one, one.resourceURL()))
                                .toList()
                        : new NotificationChannel.ListOf(all, url(open)));
    }

    @GET
    @Path("channels/{channel}")
    @Operation(value = "Shows a channel.", gives = Root.CHANNEL)
    public Document read(@PathParam("box") String box, @PathParam("channel") String id) {
        var open = boxes.openOwn(box);
        return document(open, find(open, id));
    }

    @DELETE
    @Path("channels/{channel}")
    @Operation(value = "Removes a channel, with what waits in it.", answers = Status.EMPTY, writes = true)
    public Response remove(@PathParam("box") String box, @PathParam("channel") String id) {
        var open = boxes.openOwn(box);
        channels.remove(find(open, id));
        return Response.noContent().build();
    }

    @GET
    @Path("channels/{channel}/channelLifetime")
    @Operation(value = "Says how long a channel has left.", gives = Root.CHANNEL_LIFETIME)
    public Document readLifetime(@PathParam("box") String box, @PathParam("channel") String id) {
        var open = boxes.openOwn(box);
        return lifetimeDocument(channels.left(find(open, id)).toSeconds());
    }

    @PUT
    @Path("channels/{channel}/channelLifetime")
    @Operation(
            value = "Extends a channel.",
            takes = Root.CHANNEL_LIFETIME,
            gives = Root.CHANNEL_LIFETIME,
            writes = true)
    public Document extend(@PathParam("box") String box, @PathParam("channel") String id, Body body)
            throws IOException {
        var open = boxes.openOwn(box);
        var channel = find(open, id);
        var wish = body.read("notificationChannelLifetime", NotificationChannel.Lifetime.class);
        var extended = channels.extend(channel, lifetime(wish.channelLifetime()));
        return lifetimeDocument(extended.facts().grantedSeconds());
    }

    /// A variant that another product's clients use. OMA NMS §3.4
    @PUT
    @Path("channels/{channel}")
    @Operation(
            value = "Extends a channel; the same as PUT on its lifetime.",
            takes = Root.CHANNEL_LIFETIME,
            gives = Root.CHANNEL_LIFETIME,
            writes = true,
            ours = true)
    public Document extendWhole(@PathParam("box") String box, @PathParam("channel") String id, Body body)
            throws IOException {
        return extend(box, id, body);
    }

    private Channel find(OpenBox open, String id) {
        return channels.find(open.box().id(), open.actor().principal(), id);
    }

    private Document document(OpenBox open, Channel channel) {
        return new Document("notificationChannel", form(open, channel));
    }

    private NotificationChannel form(OpenBox open, Channel channel) {
        var facts = channel.facts();
        return new NotificationChannel(
                facts.correlator(),
                facts.applicationTag(),
                facts.shownType(),
                data(channel),
                Math.toIntExact(facts.grantedSeconds()),
                channels.callbackUrl(channel),
                url(open, channel));
    }

    private ChannelData data(Channel channel) {
        var type = channel.facts().kind();
        var lists = channel.facts().maxNotifications();
        return switch (type) {
            case LONG_POLLING, WEB_SOCKETS ->
                new ChannelData(type.dataType(), channels.readUrl(channel), lists, null, null, null, null);
            case NATIVE ->
                new ChannelData(
                        type.dataType(),
                        null,
                        lists,
                        Registrations.WEB_PUSH,
                        Registrations.VERSION,
                        null,
                        registrations.key().orElse(null));
        };
    }

    private static Document lifetimeDocument(long seconds) {
        return new Document("notificationChannelLifetime", new NotificationChannel.Lifetime(seconds));
    }

    private String url(OpenBox open, Channel channel) {
        return url(open) + "/" + channel.id();
    }

    private String url(OpenBox open) {
        return base + "/notificationchannel/v1/" + Urls.segment(open.box().id().text()) + "/channels";
    }

    private static Duration lifetime(@Nullable Long seconds) {
        return seconds == null || seconds <= 0 ? LIFETIME : Duration.ofSeconds(Math.min(seconds, Integer.MAX_VALUE));
    }

    private static String limited(String text) {
        if (text.length() > 1000) {
            throw Refusal.badInput("notificationChannel");
        }
        return text;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
