// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// When to try again: a table of delays, the last of which repeats, spread so that many do not return at once.
///
/// @param delays after the first, second … failure; at least one
/// @param spread part of a delay by which it may be shorter or longer, 0 to 1
public record Backoff(List<Duration> delays, double spread) {
    public static final Backoff DEFAULT = new Backoff(
            List.of(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30)),
            0.2);

    public Backoff {
        delays = List.copyOf(delays);
        if (delays.isEmpty() || spread < 0 || spread > 1) {
            throw new IllegalArgumentException("back-off without delays, or spread not in 0 to 1: " + spread);
        }
    }

    /// @param failures so far, at least 1
    Duration delay(int failures, RandomGenerator random) {
        var delay = delays.get(Math.min(failures, delays.size()) - 1);
        double factor = 1 + spread * (2 * random.nextDouble() - 1);
        return Duration.ofMillis(Math.round(delay.toMillis() * factor));
    }
}
