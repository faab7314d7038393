// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;

/// How much a list gathers before it is cut.
///
/// @param quiet time from the first commit worth telling to the cut
/// @param gap least time from one list to the next
/// @param commitsPerListMax commits looked at per list
public record Pace(Duration quiet, Duration gap, int commitsPerListMax) {
    /// At once, up to 200 commits per list.
    public static final Pace PROMPT = new Pace(Duration.ZERO, Duration.ZERO, 200);

    public Pace {
        if (quiet.isNegative() || gap.isNegative() || commitsPerListMax < 1) {
            throw new IllegalArgumentException("pace is negative: " + quiet + " " + gap + " " + commitsPerListMax);
        }
    }
}
