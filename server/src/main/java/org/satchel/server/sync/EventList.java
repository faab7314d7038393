// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// One `nmsEventList`, as far as a mirror needs it.
///
/// @param restartToken position after this list; empty when the server gave none
/// @param subscriptions whose list this is, by the last segment of their URLs; empty when the server does not say
// OMA NMS §5.5
record EventList(long index, String restartToken, List<String> subscriptions, List<Event> events) {
    EventList {
        subscriptions = List.copyOf(subscriptions);
        events = List.copyOf(events);
    }

    static EventList of(JsonNode list) {
        var subscriptions = new ArrayList<String>();
        for (var link : list.path("link")) {
            var rel = link.path("rel").asText();
            if (rel.equalsIgnoreCase("NmsSubscription") || rel.equalsIgnoreCase("subscription")) {
                subscriptions.add(Nms.key(link.path("href").asText()));
            }
        }
        var events = new ArrayList<Event>();
        list.path("nmsEvent").forEach(event -> add(event, events));
        return new EventList(
                list.path("index").asLong(), list.path("restartToken").asText(""), subscriptions, events);
    }

    /// The client knows the first event only. OMA NMS §8.2
    boolean isReset() {
        return !events.isEmpty() && events.getFirst() instanceof Event.Reset;
    }

    /// What happened to one thing. Members that are not known are passed over.
    private static void add(JsonNode event, List<Event> events) {
        for (var name : (Iterable<String>) event::fieldNames) {
            var body = event.path(name);
            var url = body.path("resourceURL").asText("");
            long modSeq = body.path("lastModSeq").asLong();
            switch (name) {
                case "changedObject" -> events.add(new Event.Changed(Thing.OBJECT, url, modSeq));
                case "changedFolder" -> events.add(new Event.Changed(Thing.FOLDER, url, modSeq));
                case "deletedObject", "expiredObject" -> events.add(new Event.Gone(Thing.OBJECT, url));
                case "deletedFolder", "expiredFolder" -> events.add(new Event.Gone(Thing.FOLDER, url));
                case "resetBox" -> events.add(new Event.Reset());
                default -> {}
            }
        }
    }

    /// What a box holds.
    enum Thing {
        OBJECT,
        FOLDER
    }

    /// What a server tells.
    sealed interface Event {
        /// Made, or otherwise than before.
        record Changed(Thing thing, String url, long modSeq) implements Event {}

        record Gone(Thing thing, String url) implements Event {}

        /// There is no delta.
        record Reset() implements Event {}
    }
}
