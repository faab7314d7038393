// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Leaves a gateway alone after too many failures in a row; then lets one try, and all the others when that
/// succeeds.
final class Breaker {
    private final int failuresMax;
    private final Duration leaveAlone;
    private final InstantSource clock;
    private int failures;
    private Instant openUntil = Instant.MIN;

    Breaker(int failuresMax, Duration leaveAlone, InstantSource clock) {
        this.failuresMax = failuresMax;
        this.leaveAlone = leaveAlone;
        this.clock = clock;
    }

    /// @return zero when the gateway may be asked now, else how long to wait
    synchronized Duration enter() {
        var now = clock.instant();
        if (failures < failuresMax) {
            return Duration.ZERO;
        }
        if (now.isBefore(openUntil)) {
            return Duration.between(now, openUntil);
        }
        // This one tries; the others wait for what comes of it.
        openUntil = now.plus(leaveAlone);
        return Duration.ZERO;
    }

    synchronized void succeeded() {
        failures = 0;
    }

    synchronized void failed() {
        failures++;
        if (failures >= failuresMax) {
            openUntil = clock.instant().plus(leaveAlone);
        }
    }
}
