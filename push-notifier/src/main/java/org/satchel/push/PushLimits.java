// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;

/// Bounds of subscriptions and their followers.
///
/// @param subscriptionsPerBoxMax live subscriptions of one box, devices included
/// @param subscriptionsMax live subscriptions of the installation, as a node saw them last; each has one virtual
///   thread at one node
/// @param durationMax longest lease granted
/// @param termsCharsMax characters of target, callback data, filter and correlator together
/// @param changesPerListMax changes in one list; a single commit with more is told as a reset
/// @param positionDelayMax how long a position that only passed over commits of no interest may stay unwritten
/// @param stopMax how long stopping waits for the followers
public record PushLimits(
        int subscriptionsPerBoxMax,
        int subscriptionsMax,
        Duration durationMax,
        int termsCharsMax,
        int changesPerListMax,
        Duration positionDelayMax,
        Duration stopMax) {
    public static final PushLimits DEFAULT = new PushLimits(
            100, 50_000, Duration.ofDays(30), 16_384, 2_000, Duration.ofMinutes(1), Duration.ofSeconds(5));
}
