// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.subscriptions;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;
import org.satchel.nms.box.Boxes;
import org.satchel.nms.box.OpenBox;
import org.satchel.nms.events.RestartTokens;
import org.satchel.nms.format.Body;
import org.satchel.nms.openapi.Operation;
import org.satchel.nms.openapi.Status;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.NmsSubscription;
import org.satchel.nms.type.NmsSubscription.CallbackReference;
import org.satchel.nms.type.Root;
import org.satchel.push.Subscription;
import org.satchel.push.SubscriptionId;
import org.satchel.push.Subscriptions;
import org.satchel.push.Target;
import org.satchel.push.Terms;

/// Who wants to be told what happens in a box.
// OMA NMS §3.3, §5.5, §8.2
@Path("nms/v1/{store}/{box}")
public final class SubscriptionsResource {
    private static final Duration DURATION = Duration.ofDays(1);

    private final Boxes boxes;
    private final Subscriptions subscriptions;
    private final Filters filters;
    private final Targets targets;
    private final RestartTokens tokens;

    public SubscriptionsResource(
            Boxes boxes, Subscriptions subscriptions, Filters filters, Targets targets, RestartTokens tokens) {
        this.boxes = boxes;
        this.subscriptions = subscriptions;
        this.filters = filters;
        this.targets = targets;
        this.tokens = tokens;
    }

    @POST
    @Path("subscriptions")
    @Operation(
            value = "Subscribes to what happens in a box.",
            takes = Root.SUBSCRIPTION,
            gives = Root.SUBSCRIPTION,
            answers = Status.CREATED,
            writes = true)
    public Response create(@PathParam("box") String box, Body body) throws IOException {
        var open = boxes.openOwn(box);
        var wish = body.read("nmsSubscription", NmsSubscription.class);
        var id = open.box().id();
        var correlator = orEmpty(wish.clientCorrelator());
        var terms = new Terms(
                open.actor().principal(),
                target(open, wish),
                wish.callbackReference() == null
                        ? ""
                        : orEmpty(wish.callbackReference().callbackData()),
                wish.filter() == null ? null : filters.write(wish.filter()),
                correlator);
        try {
            var made = subscriptions.create(id, terms, tokens.read(id, wish.restartToken()), duration(wish.duration()));
            var shown = shown(made.subscription(), open);
            // OMA NMS §13.30: 201 for the repetition too
            return Response.status(201)
                    .header(
                            "Location",
                            open.urls().subscription(made.subscription().id().text()))
                    .entity(shown)
                    .build();
        } catch (StoreFailure.Conflict e) {
            throw Refusal.conflict(correlator, "clientCorrelator");
        }
    }

    @GET
    @Path("subscriptions")
    @Operation(value = "Shows the subscriptions of the caller.", gives = Root.SUBSCRIPTION_LIST)
    public Document list(@PathParam("box") String box) {
        var open = boxes.openOwn(box);
        var all = subscriptions.list(open.box().id()).stream()
                .filter(subscription -> isMine(subscription, open))
                .map(subscription -> form(subscription, open))
                .toList();
        return new Document(
                "nmsSubscriptionList",
                new NmsSubscription.ListOf(all, open.urls().subscriptions()));
    }

    @GET
    @Path("subscriptions/{id}")
    @Operation(value = "Shows a subscription.", gives = Root.SUBSCRIPTION)
    public Document read(@PathParam("box") String box, @PathParam("id") String id) {
        var open = boxes.openOwn(box);
        return shown(find(open, id), open);
    }

    /// Extends it, or sends it back to where the client got lost.
    @POST
    @Path("subscriptions/{id}")
    @Operation(
            value = "Extends a subscription, or sends it back to where the client got lost.",
            takes = Root.SUBSCRIPTION_UPDATE,
            gives = Root.SUBSCRIPTION,
            writes = true)
    public Document update(@PathParam("box") String box, @PathParam("id") String id, Body body) throws IOException {
        var open = boxes.openOwn(box);
        var subscription = find(open, id);
        var wish = body.read("nmsSubscriptionUpdate", NmsSubscription.Update.class);
        var token = wish.restartToken();
        var restart =
                token == null || token.isEmpty() ? null : tokens.read(open.box().id(), token);
        var wished = wish.duration() == null ? null : duration(wish.duration());
        return shown(subscriptions.update(open.box().id(), subscription.id(), wished, restart), open);
    }

    @DELETE
    @Path("subscriptions/{id}")
    @Operation(value = "Ends a subscription.", answers = Status.EMPTY, writes = true)
    public Response remove(@PathParam("box") String box, @PathParam("id") String id) {
        var open = boxes.openOwn(box);
        subscriptions.remove(open.box().id(), find(open, id).id());
        return Response.noContent().build();
    }

    private Subscription find(OpenBox open, String id) {
        if (id.matches("[A-Za-z0-9_-]{1," + SubscriptionId.LENGTH_MAX + "}")) {
            var found = subscriptions.find(open.box().id(), new SubscriptionId(id));
            if (found.isPresent() && isMine(found.get(), open)) {
                return found.get();
            }
        }
        throw Refusal.notFound("subscription " + id);
    }

    /// Devices that are woken by push are registered elsewhere.
    private static boolean isMine(Subscription subscription, OpenBox open) {
        boolean shown = switch (subscription.terms().target()) {
            case Target.Callback _, Target.Channel _, Target.WebPush _ -> true;
            case Target.PushDevice _ -> false;
        };
        return shown && subscription.terms().principal().equals(open.actor().principal());
    }

    private Target target(OpenBox open, NmsSubscription wish) {
        var callback = wish.callbackReference();
        var url = callback == null ? "" : orEmpty(callback.notifyURL());
        if (callback == null || url.isEmpty()) {
            throw Refusal.badInput("nmsSubscription.callbackReference.notifyURL");
        }
        return targets.of(open.box().id(), url, format(callback));
    }

    /// Clients that do not say expect JSON. OMA NMS §5.5
    private static Target.Format format(CallbackReference callback) {
        var wish = orEmpty(callback.notificationFormat());
        return switch (wish.toUpperCase(Locale.ROOT)) {
            case "", "JSON" -> Target.Format.JSON;
            case "XML" -> Target.Format.XML;
            default -> throw Refusal.badInput("nmsSubscription.callbackReference.notificationFormat");
        };
    }

    private Document shown(Subscription subscription, OpenBox open) {
        return new Document("nmsSubscription", form(subscription, open));
    }

    // OMA NMS §12.1: index, duration, restartToken and resourceURL are always there
    private NmsSubscription form(Subscription subscription, OpenBox open) {
        var terms = subscription.terms();
        var url = switch (terms.target()) {
            case Target.Callback(var notifyUrl, var _) -> notifyUrl;
            case Target.Channel(var _, var notifyUrl, var _) -> notifyUrl;
            case Target.WebPush(var endpoint, var _, var _) -> endpoint;
            case Target.PushDevice _ -> "";
        };
        var format = switch (terms.target()) {
            case Target.Callback(var _, var it) -> it;
            case Target.Channel(var _, var _, var it) -> it;
            case Target.PushDevice _, Target.WebPush _ -> Target.Format.JSON;
        };
        var data = terms.callbackData().isEmpty() ? null : terms.callbackData();
        var lease = subscription.lease();
        var granted = lease == null ? DURATION : lease.granted();
        return new NmsSubscription(
                new CallbackReference(url, data, format.name()),
                Math.toIntExact(granted.toSeconds()),
                terms.filter() == null ? null : filters.show(terms.filter()),
                terms.correlator(),
                tokens.write(subscription.box(), subscription.progress().position()),
                subscription.progress().index(),
                open.urls().subscription(subscription.id().text()));
    }

    private static Duration duration(@Nullable Integer seconds) {
        return seconds == null || seconds <= 0 ? DURATION : Duration.ofSeconds(seconds);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
