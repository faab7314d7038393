// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import java.time.Duration;
import org.satchel.push.Pace;

/// Bounds of what one gateway is asked to do.
///
/// @param pace how pushes to one device are gathered
/// @param deliverWithin how long a push is of use, and is retried
/// @param requestMax for one submission, and for waiting until one may begin
/// @param concurrentMax submissions at once
/// @param failuresMax failures in a row after which the gateway is left alone
/// @param leaveAlone for so long; then one submission tries again
/// @param addressErrorsMax pushes in a row refused for their address after which the device is removed
public record GatewayLimits(
        Pace pace,
        Duration deliverWithin,
        Duration requestMax,
        int concurrentMax,
        int failuresMax,
        Duration leaveAlone,
        int addressErrorsMax) {
    /// Octets of an answer that are read.
    public static final int REPLY_BYTES_MAX = 64 * 1024;

    public static final GatewayLimits DEFAULT = new GatewayLimits(
            new Pace(Duration.ofMillis(1_500), Duration.ofSeconds(30), 10_000),
            Duration.ofHours(24),
            Duration.ofSeconds(20),
            16,
            5,
            Duration.ofMinutes(1),
            3);
}
