// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings objects into a mirror, with the payload parts that are not there yet.
final class Fetcher {
    private final Nms nms;
    private final Mirror mirror;
    private final SyncLimits limits;
    private final Oddities oddities;

    Fetcher(Nms nms, Mirror mirror, SyncLimits limits, Oddities oddities) {
        this.nms = nms;
        this.mirror = mirror;
        this.limits = limits;
        this.oddities = oddities;
    }

    /// An object as the server shows it now, with its payload files in place.
    ///
    /// @param object null = it is gone
    /// @param sizes of the payload files that were fetched
    private record Fetched(String id, @Nullable JsonNode object, List<Long> sizes) {
        Fetched {
            sizes = List.copyOf(sizes);
        }

        static Fetched gone(String id) {
            return new Fetched(id, null, List.of());
        }
    }

    /// What is to be asked for.
    ///
    /// @param modSeq that the object has at least
    record Wanted(String url, long modSeq) {}

    /// Brings objects in as they are now; those that are gone go here, too.
    void fetch(List<Wanted> wanted) throws IOException, InterruptedException {
        var shown = new ArrayList<JsonNode>();
        for (var answer : Parallel.map(wanted, limits.parallel(), this::read)) {
            if (answer.object() == null) {
                mirror.remove(answer.id());
            } else {
                shown.add(answer.object());
            }
        }
        take(shown);
    }

    /// Takes over what the server has shown.
    void take(List<JsonNode> shown) throws IOException, InterruptedException {
        var fresh = new ArrayList<JsonNode>();
        for (var object : shown) {
            var id = id(object);
            var modSeq = mirror.modSeq(id);
            if (modSeq.isPresent()
                    && modSeq.getAsLong() == object.path("lastModSeq").asLong(-1)) {
                mirror.seen(id);
                continue;
            }
            var old = mirror.object(id);
            if (old.isPresent() && hrefs(old.get()).equals(hrefs(object))) {
                mirror.change(id, object);
            } else {
                fresh.add(object);
            }
        }
        for (var fetched : Parallel.map(fresh, limits.parallel(), this::download)) {
            if (fetched.object() != null) {
                mirror.put(fetched.id(), fetched.object(), fetched.sizes());
            }
        }
    }

    private Fetched read(Wanted wanted) throws InterruptedException {
        var id = Nms.key(wanted.url());
        try {
            var object = nms.object(wanted.url());
            if (object.path("lastModSeq").asLong() < wanted.modSeq()) {
                oddities.add("object " + id + " is at " + object.path("lastModSeq") + ", and was said to be at "
                        + wanted.modSeq());
            }
            return new Fetched(id, object, List.of());
        } catch (SyncFailure.Missing gone) {
            // OMA NMS §8.3: ignored; the news of its end is on its way
            return Fetched.gone(id);
        }
    }

    private Fetched download(JsonNode object) throws IOException, InterruptedException {
        var id = id(object);
        var sizes = new ArrayList<Long>();
        for (var part : parts(object)) {
            var file = mirror.payload(id, sizes.size() + 1);
            try {
                nms.payload(part.href(), file);
            } catch (SyncFailure.Missing missing) {
                if (isGone(object)) {
                    return Fetched.gone(id);
                }
                oddities.add("payload of " + id + " is missing");
                Files.write(file, new byte[0]);
            }
            long size = Files.size(file);
            if (part.size() >= 0 && part.size() != size) {
                oddities.add("payload of " + id + " has " + size + " bytes instead of " + part.size());
            }
            sizes.add(size);
        }
        return new Fetched(id, object, sizes);
    }

    private boolean isGone(JsonNode object) throws InterruptedException {
        try {
            nms.object(object.path("resourceURL").asText());
            return false;
        } catch (SyncFailure.Missing gone) {
            return true;
        }
    }

    /// @param size -1 = the server does not say
    private record Part(String href, long size) {}

    /// OMA NMS §6.4: part by part, or else the whole
    private static List<Part> parts(JsonNode object) {
        var parts = new ArrayList<Part>();
        for (var part : object.path("payloadPart")) {
            parts.add(new Part(part.path("href").asText(), part.path("size").asLong(-1)));
        }
        var whole = object.path("payloadURL").asText("");
        if (parts.isEmpty() && !whole.isEmpty()) {
            parts.add(new Part(whole, -1));
        }
        return parts;
    }

    private static List<String> hrefs(JsonNode object) {
        return parts(object).stream().map(Part::href).toList();
    }

    private static String id(JsonNode object) {
        return Nms.key(object.path("resourceURL").asText());
    }
}
