// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.time.Duration;
import org.satchel.model.state.BoxSettings;

/// How an embedded store is run.
///
/// @param boxes what every box is told: system folders, quota, limits, clock
/// @param strayGrace how long a payload file that no object refers to is left alone after it was written
/// @param sweepInterval how often such files are looked for; the first time at the start
public record EngineSettings(BoxSettings boxes, EngineLimits limits, Duration strayGrace, Duration sweepInterval) {
    public static final EngineSettings STANDARD =
            new EngineSettings(BoxSettings.STANDARD, EngineLimits.STANDARD, Duration.ofHours(1), Duration.ofHours(1));

    public EngineSettings {
        if (strayGrace.isNegative() || sweepInterval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("times are out of range: " + strayGrace + ", " + sweepInterval);
        }
    }

    public EngineSettings withBoxes(BoxSettings other) {
        return new EngineSettings(other, limits, strayGrace, sweepInterval);
    }

    public EngineSettings withLimits(EngineLimits other) {
        return new EngineSettings(boxes, other, strayGrace, sweepInterval);
    }

    public EngineSettings withSweep(Duration newStrayGrace, Duration newSweepInterval) {
        return new EngineSettings(boxes, limits, newStrayGrace, newSweepInterval);
    }
}
