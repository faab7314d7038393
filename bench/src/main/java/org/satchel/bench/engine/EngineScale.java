// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.engine;

import java.time.Duration;

/// How much a run on the engine does.
///
/// @param rounds counted rounds of each work
/// @param slice how long one round of deposits lasts
/// @param pauseSlice how long one round of the search for pauses lasts: compactions should fall into it
/// @param scanned entries in the large box
public record EngineScale(int rounds, Duration slice, Duration pauseSlice, int scanned) {
    public static final EngineScale FULL = new EngineScale(5, Duration.ofSeconds(2), Duration.ofSeconds(20), 100_000);
    public static final EngineScale QUICK = new EngineScale(3, Duration.ofMillis(250), Duration.ofSeconds(1), 10_000);

    public EngineScale {
        if (rounds < 1 || rounds > 100 || scanned < 1 || scanned > 1_000_000) {
            throw new IllegalArgumentException("rounds: 1 to 100; entries: 1 to 1,000,000");
        }
        if (slice.toMillis() < 10 || slice.toSeconds() > 60 || pauseSlice.toSeconds() > 300) {
            throw new IllegalArgumentException("a slice is 10 ms to 60 s, that for pauses at most 300 s");
        }
    }

    public EngineScale withRounds(int other) {
        return new EngineScale(other, slice, pauseSlice, scanned);
    }
}
