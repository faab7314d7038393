// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.satchel.conformance.load.NmsRow;
import org.satchel.conformance.wire.NmsWire;

/// A client that keeps a picture of a box by a subscription and a long-polling channel, at whichever server answers.
///
/// It takes a list when its index is that of the next one, drops it when it is the last one once more, and complains
/// of every other.
// OMA NMS §8.2
final class NmsWatcher extends Watcher {
    private final Map<String, NmsRow> picture = new TreeMap<>();
    private final Set<String> gone = new HashSet<>();
    private String channel = "";
    private long next = 1;
    private long modSeq;
    private List<String> last = List.of();
    private int repeated;

    NmsWatcher(Fleet fleet, String box, int server) {
        super(fleet, box, server);
    }

    /// Subscribes, before anything is written.
    void subscribe() throws IOException {
        try (var wire = new NmsWire(fleet().server(server()).face("http"), box())) {
            channel = wire.listen();
        }
    }

    /// The box as the events told it, by URL.
    synchronized Map<String, NmsRow> picture() {
        return new TreeMap<>(picture);
    }

    synchronized long lists() {
        return next - 1;
    }

    synchronized int repeated() {
        return repeated;
    }

    @Override
    void watch(int number) throws IOException {
        try (var wire = new NmsWire(fleet().server(number).face("http"), box())) {
            while (isWatching(number)) {
                var answer = wire.pollNow(channel);
                if (answer.status() == 503) {
                    throw new Later();
                }
                for (var document : answer.expect(200).json().path("notificationList")) {
                    take(document.path("nmsEventList"));
                }
            }
        }
    }

    private synchronized void take(JsonNode list) {
        long index = list.path("index").asLong();
        var events = new ArrayList<String>();
        list.path("nmsEvent").forEach(event -> events.add(key(event)));
        if (index == next - 1 && next > 1) {
            repeated++;
            if (!events.equals(last)) {
                complain("list %d comes again with %s instead of %s".formatted(index, events, last));
            }
            return;
        }
        if (index != next) {
            complain("list " + index + " comes, list " + next + " is next");
        }
        next = index + 1;
        last = List.copyOf(events);
        long before = modSeq;
        list.path("nmsEvent").forEach(event -> apply(event, before));
    }

    /// @param before the last mod-sequence of the list before
    private void apply(JsonNode event, long before) {
        var name = event.fieldNames().next();
        var body = event.path(name);
        long at = body.path("lastModSeq").asLong();
        if (at <= before || at < modSeq) {
            complain("%s comes after mod-sequence %d, in a list after %d".formatted(event, modSeq, before));
        }
        modSeq = Math.max(modSeq, at);
        var url = body.path("resourceURL").asText();
        switch (name) {
            case "changedObject" -> {
                if (gone.contains(url)) {
                    complain("was deleted, and changes: " + event);
                }
                picture.put(url, NmsRow.of(body));
            }
            case "deletedObject" -> {
                if (picture.remove(url) == null) {
                    complain("was not there, and is deleted: " + event);
                }
                gone.add(url);
            }
            case "changedFolder" -> {}
            default -> complain("no such event is due: " + event);
        }
    }

    /// What a repeated list must say again; the rest is looked up when it is made.
    private static String key(JsonNode event) {
        var name = event.fieldNames().next();
        return name + " " + NmsRow.of(event.path(name));
    }
}
