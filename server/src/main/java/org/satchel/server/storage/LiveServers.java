// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.storage;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Registry;

/// Whether servers serve a store that several may have open: by the signs of life that they give each other, as
/// somebody who is none of them sees it. A sign that has not changed for a while is a dead one's.
public final class LiveServers {
    /// Longer than servers themselves wait before they take one for dead.
    public static final Duration SILENT = Duration.ofSeconds(7);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final String PREFIX = "nodes/live/";
    private static final int SERVERS_MAX = 500;

    private final Registry registry;
    private final Duration silent;
    private final Map<String, Sign> signs = new HashMap<>();

    public LiveServers(Registry registry) {
        this(registry, SILENT);
    }

    /// @param silent a sign that has not changed for so long is a dead one's
    LiveServers(Registry registry, Duration silent) {
        this.registry = registry;
        this.silent = silent;
    }

    private record Sign(String value, long seenNanos) {
        boolean isAs(@Nullable Sign other) {
            return other != null && value.equals(other.value);
        }
    }

    /// Whether some may live. One that was never seen before may.
    public boolean any() {
        long now = System.nanoTime();
        var present = new HashMap<String, Sign>();
        for (var row : registry.scan(PREFIX, "", SERVERS_MAX)) {
            var sign = new Sign(new String(row.getValue(), StandardCharsets.ISO_8859_1), now);
            var known = signs.get(row.getKey());
            present.put(row.getKey(), known != null && sign.isAs(known) ? known : sign);
        }
        signs.clear();
        signs.putAll(present);
        return present.values().stream().anyMatch(sign -> now - sign.seenNanos() < silent.toNanos());
    }

    /// The same, looking for as long as it takes to know; at most for `time` when none is there.
    ///
    /// @return true as soon as a sign changes or a new one comes
    public boolean anyFor(Duration time) throws InterruptedException {
        any();
        var before = new HashMap<>(signs);
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            Thread.sleep(LOOK_AGAIN);
            any();
            for (var sign : signs.entrySet()) {
                if (!sign.getValue().isAs(before.get(sign.getKey()))) {
                    return true;
                }
            }
        }
        return false;
    }
}
