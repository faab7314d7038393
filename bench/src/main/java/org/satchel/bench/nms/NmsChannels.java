// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.satchel.bench.measure.WrongAnswer;

/// Notification channels and subscriptions of the accounts of a target, and what comes out of them.
// OMA NMS §3.3, §3.4
record NmsChannels(NmsTarget target) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DAY = 86_400;

    /// A channel with a subscription that leads to it.
    ///
    /// @return where it is read
    String subscribed(HttpConnection connection, int account, String type) throws IOException {
        var wish = JSON.createObjectNode();
        wish.putObject("notificationChannel")
                .put("channelType", type)
                .put("channelLifetime", DAY)
                .putObject("channelData")
                .put("maxNotifications", 1);
        var channel = created(connection, target.channels(account), wish).path("notificationChannel");
        subscribe(connection, account, channel.path("callbackURL").asText());
        return channel.at("/channelData/channelURL").asText();
    }

    void subscribe(HttpConnection connection, int account, String notifyUrl) throws IOException {
        var wish = JSON.createObjectNode();
        wish.putObject("nmsSubscription")
                .put("duration", DAY)
                .putObject("callbackReference")
                .put("notifyURL", notifyUrl)
                .put("notificationFormat", "JSON");
        created(connection, target.path(account, "/subscriptions"), wish);
    }

    /// The number of the one list in what a channel was read for, with an event in it.
    static long index(String notificationList) throws IOException {
        var lists = JSON.readTree(notificationList).path("notificationList");
        WrongAnswer.unlessEqual("lists in an answer", 1, lists.size());
        return indexOf(lists.get(0).path("nmsEventList"));
    }

    /// The same of what was posted.
    static long indexOfList(String eventList) throws IOException {
        return indexOf(JSON.readTree(eventList).path("nmsEventList"));
    }

    private static long indexOf(JsonNode list) throws IOException {
        if (list.path("nmsEvent").isEmpty()) {
            throw new WrongAnswer("a list without events");
        }
        return list.path("index").asLong();
    }

    private static JsonNode created(HttpConnection connection, String path, JsonNode wish) throws IOException {
        var answer = connection.post(path, "application/json", wish.toString().getBytes(StandardCharsets.UTF_8));
        WrongAnswer.unlessEqual("status of POST " + path, 201, answer.status());
        return JSON.readTree(answer.body());
    }
}
