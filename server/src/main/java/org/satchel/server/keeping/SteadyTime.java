// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The time by which things are removed: that of the machine's clock, but never far ahead of where it stood before.
///
/// A clock that leaps by years would have everything removed within minutes. So would a backup of last year that is put
/// back. Here time goes on from where the store last kept it, by [#AT_START] when the process starts and no faster than
/// [#PACE] times as fast afterwards, until it has caught up with the clock. What is removed late because of that is
/// removed all the same; and who sees the warning has days to stop it. Back it goes at once.
///
/// Where the store stands is one row that all its servers share. Not for more than one thread.
public final class SteadyTime implements InstantSource {
    static final Duration AT_START = Duration.ofDays(1);
    static final int PACE = 4;

    private static final Logger LOG = LoggerFactory.getLogger(SteadyTime.class);
    private static final String KEY = "keeping-time/all";
    /// The row is written anew when it is off by so much.
    private static final Duration WRITTEN_OFF_MAX = Duration.ofHours(1);

    private final Registry registry;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private @Nullable Instant stood;
    private Instant written = Instant.MIN;
    private long asked;
    private boolean behind;

    /// @param nanos ascends with time, whatever the clock does, such as [System#nanoTime]
    public SteadyTime(Registry registry, InstantSource clock, LongSupplier nanos) {
        this.registry = registry;
        this.clock = clock;
        this.nanos = nanos;
    }

    /// @throws org.satchel.model.StoreFailure when nobody knows where it stood
    @Override
    public Instant instant() {
        var wall = clock.instant();
        long now = nanos.getAsLong();
        var limit = stood == null
                ? read().map(row -> row.plus(AT_START)).orElse(wall)
                : stood.plusNanos(PACE * (now - asked));
        var time = wall.isBefore(limit) ? wall : limit;
        if (Duration.between(written, time).abs().compareTo(WRITTEN_OFF_MAX) >= 0) {
            registry.put(KEY, time.toString().getBytes(US_ASCII));
            written = time;
        }
        stood = time;
        asked = now;
        tell(wall, time);
        return time;
    }

    private void tell(Instant wall, Instant time) {
        boolean isBehind = Duration.between(time, wall).compareTo(WRITTEN_OFF_MAX) >= 0;
        if (isBehind && !behind) {
            LOG.warn(
                    "the clock is {} days ahead of the time up to which boxes were kept, {}: is it right? Until that"
                            + " time has caught up, {} times as fast, objects and history stay longer",
                    Duration.between(time, wall).toDays(),
                    time,
                    PACE);
        }
        behind = isBehind;
    }

    private Optional<Instant> read() {
        var row = registry.get(KEY).map(bytes -> new String(bytes, US_ASCII));
        try {
            return row.map(Instant::parse);
        } catch (DateTimeParseException unreadable) {
            LOG.warn("the time up to which boxes were kept cannot be read, and begins anew");
            return Optional.empty();
        }
    }
}
