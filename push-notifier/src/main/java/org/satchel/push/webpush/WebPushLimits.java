// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.webpush;

import java.time.Duration;
import org.satchel.push.Pace;

/// Bounds of what push services are asked to do.
///
/// @param pace how lists for one receiver are gathered
/// @param within how long a list is of use, from when it was made
/// @param requestMax for one request, and for waiting until one may begin
/// @param concurrentMax requests at once, to all push services together
public record WebPushLimits(Pace pace, Duration within, Duration requestMax, int concurrentMax) {
    public static final WebPushLimits DEFAULT = new WebPushLimits(
            new Pace(Duration.ofMillis(1_500), Duration.ofSeconds(30), 200),
            Duration.ofHours(24),
            Duration.ofSeconds(20),
            64);
}
