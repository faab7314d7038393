// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.satchel.model.BoxId;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.satchel.nms.format.Json;
import org.satchel.nms.type.Document;
import org.satchel.push.Steps;

/// Notifications that application servers posted to channels, until they are fetched: all of a channel in one row,
/// `nms/<box>/posted/<channel>`, and so no more than a row holds.
// OMA NMS §3.4
final class Posted {
    /// Of one channel.
    static final int WAITING_MAX = 50;

    private static final String ROOT = "posted";

    private final ListRow<Entry> rows;
    private final Registry registry;
    private final RandomGenerator random;

    /// @param random makes ids; must repeat neither itself nor what other nodes draw
    Posted(Registry registry, Json json, RandomGenerator random) {
        this.registry = registry;
        this.random = random;
        rows = new ListRow<>(
                registry,
                "notifications in a channel",
                value -> json.read(value, ROOT, Row.class).entry(),
                entries -> json.text(ROOT, new Row(entries)).getBytes(UTF_8));
    }

    /// In the order in which they came.
    List<Entry> of(BoxId box, String channel) {
        return rows.read(key(box, channel));
    }

    /// @throws StoreFailure.Unavailable when there is no room before others are fetched
    void add(BoxId box, String channel, Document document) {
        if (!(document.content() instanceof JsonNode content)) {
            throw new IllegalArgumentException("a document that was not read");
        }
        var entry = new Entry(HexFormat.of().toHexDigits(random.nextLong()), document.root(), content);
        try {
            rows.change(key(box, channel), present -> {
                if (present.size() >= WAITING_MAX) {
                    throw new StoreFailure.OverQuota("channel has " + WAITING_MAX + " notifications");
                }
                return new ListRow.Outcome<>(
                        Stream.concat(present.stream(), Stream.of(entry)).toList(), true);
            });
        } catch (StoreFailure.OverQuota full) {
            throw new StoreFailure.Unavailable("channel is full", full);
        }
    }

    /// One of them has been fetched.
    void remove(BoxId box, String channel, String id) {
        rows.change(
                key(box, channel),
                present -> new ListRow.Outcome<>(
                        present.stream().filter(entry -> !entry.id().equals(id)).toList(), true));
    }

    /// The channel is no more.
    void clear(BoxId box, String channel) {
        registry.remove(key(box, channel));
    }

    private static String key(BoxId box, String channel) {
        return "nms/" + Steps.of(box) + "/posted/" + channel;
    }

    /// One notification, as it came.
    record Entry(String id, String root, JsonNode content) {
        Document document() {
            return new Document(root, content);
        }

        /// What it says is between those who sent it and those who get it.
        @Override
        public String toString() {
            return "Entry[" + id + "]";
        }
    }

    /// What the row holds.
    record Row(List<Entry> entry) {
        Row {
            entry = List.copyOf(entry);
        }
    }
}
