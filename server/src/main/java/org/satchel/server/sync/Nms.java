// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.satchel.server.sync.State.Channel;

/// The requests that a mirror makes of one box.
// OMA NMS §3, §8.1, §9.1
final class Nms {
    private final Wire wire;
    private final SyncLimits limits;
    private final String box;
    private final String channels;

    /// @param server scheme, host and port, and whatever its paths begin with
    Nms(Wire wire, URI server, String store, String box, SyncLimits limits) {
        this.wire = wire;
        this.limits = limits;
        var root = server.toString().replaceFirst("/+$", "");
        this.box = root + "/nms/v1/" + segment(store) + "/" + segment(box);
        this.channels = root + "/notificationchannel/v1/" + segment(box) + "/channels";
    }

    /// A page of a search.
    ///
    /// @param cursor where the next begins; empty = there is no more
    record Page(List<JsonNode> found, String cursor) {
        Page {
            found = List.copyOf(found);
        }
    }

    /// What the server says of a subscription.
    ///
    /// @param index of the next list
    record Subscribed(String resourceURL, long index, String restartToken, Duration granted) {}

    Page folders(String cursor) throws InterruptedException {
        return page("folders", "folderList", "folder", cursor);
    }

    Page objects(String cursor) throws InterruptedException {
        return page("objects", "objectList", "object", cursor);
    }

    JsonNode object(String url) throws InterruptedException {
        return wire.get(url).path("object");
    }

    /// A folder without what is in it.
    JsonNode folder(String url) throws InterruptedException {
        return wire.get(url + "?listFilter=None").path("folder");
    }

    void payload(String href, Path into) throws InterruptedException {
        wire.download(href, into);
    }

    Channel openChannel(String correlator) throws InterruptedException {
        var wish = wire.body();
        wish.putObject("notificationChannel")
                .put("channelType", "LongPolling")
                .put("channelLifetime", limits.lifetime().toSeconds())
                .put("clientCorrelator", correlator)
                .put("applicationTag", "satchel-sync")
                .putObject("channelData")
                .put("maxNotifications", limits.lists());
        var made = wire.post(channels, wish).path("notificationChannel");
        var poll = made.path("channelData").path("channelURL");
        return new Channel(
                needed(made.path("resourceURL"), "notificationChannel.resourceURL"),
                needed(made.path("callbackURL"), "notificationChannel.callbackURL"),
                needed(poll, "notificationChannel.channelData.channelURL"));
    }

    /// @return the lifetime from now on
    Duration extend(Channel channel) throws InterruptedException {
        var wish = wire.body();
        wish.putObject("notificationChannelLifetime")
                .put("channelLifetime", limits.lifetime().toSeconds());
        return granted(wire.put(channel.resourceURL() + "/channelLifetime", wish)
                .path("notificationChannelLifetime")
                .path("channelLifetime"));
    }

    /// @param restartToken empty = from now on
    Subscribed subscribe(Channel channel, String correlator, String restartToken) throws InterruptedException {
        var wish = wire.body();
        var subscription = wish.putObject("nmsSubscription");
        subscription
                .putObject("callbackReference")
                .put("notifyURL", channel.callbackURL())
                .put("notificationFormat", "JSON");
        subscription
                .put("clientCorrelator", correlator)
                .put("duration", limits.lifetime().toSeconds());
        if (!restartToken.isEmpty()) {
            subscription.put("restartToken", restartToken);
        }
        return subscribed(wire.post(box + "/subscriptions", wish));
    }

    Subscribed subscription(String url) throws InterruptedException {
        return subscribed(wire.get(url));
    }

    /// Extends a subscription.
    ///
    /// @param restartToken where it goes on; empty = where it is
    Subscribed update(String url, String restartToken) throws InterruptedException {
        var wish = wire.body();
        var update = wish.putObject("nmsSubscriptionUpdate")
                .put("duration", limits.lifetime().toSeconds());
        if (!restartToken.isEmpty()) {
            update.put("restartToken", restartToken);
        }
        return subscribed(wire.post(url, wish));
    }

    /// Removes a channel or a subscription.
    void remove(String url) throws InterruptedException {
        wire.delete(url);
    }

    /// Waits for news.
    ///
    /// @param wait for them
    /// @return outer empty: the server did not answer in that time; inner empty: it had none
    Optional<List<EventList>> poll(Channel channel, Duration wait) throws InterruptedException {
        var wish = wire.body();
        wish.putNull("longPollingRequestParameters");
        var answer = wire.poll(channel.channelURL(), wish, wait);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        var told = answer.get().path("notificationList");
        var lists = new ArrayList<EventList>();
        // OMA NMS §13.26: some servers send the one that there is without an array
        for (var document : told.isArray() ? told : List.of(told)) {
            if (document.path("nmsEventList").isObject()) {
                lists.add(EventList.of(document.path("nmsEventList")));
            }
        }
        return Optional.of(lists);
    }

    /// Id of a resource: the last segment of its URL, or of a path.
    static String key(String url) {
        var plain = url.split("[?#]", 2)[0];
        var last = plain.substring(plain.lastIndexOf('/') + 1);
        try {
            return URLDecoder.decode(last.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return last;
        }
    }

    /// Creation order: whoever comes while pages are fetched is on a later one. OMA NMS §5.3, §9.2
    private Page page(String what, String root, String member, String cursor) throws InterruptedException {
        var wish = wire.body();
        ObjectNode criteria = wish.putObject("selectionCriteria").put("maxEntries", limits.pageEntries());
        if (!cursor.isEmpty()) {
            criteria.put("fromCursor", cursor);
        }
        var list = wire.post(box + "/" + what + "/operations/search", wish).path(root);
        var found = new ArrayList<JsonNode>();
        list.path(member).forEach(found::add);
        var next = list.path("cursor").asText("");
        return new Page(found, next.equals(cursor) ? "" : next);
    }

    private Subscribed subscribed(JsonNode answer) {
        var subscription = answer.path("nmsSubscription");
        if (!subscription.path("index").isValueNode()) {
            throw new SyncFailure.Refused("the server's answer has no nmsSubscription.index", 0);
        }
        return new Subscribed(
                needed(subscription.path("resourceURL"), "nmsSubscription.resourceURL"),
                subscription.path("index").asLong(),
                needed(subscription.path("restartToken"), "nmsSubscription.restartToken"),
                granted(subscription.path("duration")));
    }

    private Duration granted(JsonNode seconds) {
        long granted = seconds.asLong();
        return granted > 0 ? Duration.ofSeconds(granted) : limits.lifetime();
    }

    private static String needed(JsonNode member, String name) {
        var text = member.asText("");
        if (text.isEmpty()) {
            throw new SyncFailure.Refused("the server's answer has no " + name, 0);
        }
        return text;
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
