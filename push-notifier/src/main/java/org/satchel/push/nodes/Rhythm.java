// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.nodes;

import java.time.Duration;

/// How fast nodes learn of each other.
///
/// @param renewEvery how often a node says that it lives, and looks who else does: one registry write each
/// @param lapseAfter without a renewal for so long a node does nothing more in the name of the installation
/// @param silentMax a node seen silent for so long is dead; longer than `lapseAfter` by more than clocks drift
///   apart meanwhile
/// @param forgetAfter when what a dead node left in the registry is removed
/// @param notesEvery how often a node looks for words that others left for it
public record Rhythm(
        Duration renewEvery, Duration lapseAfter, Duration silentMax, Duration forgetAfter, Duration notesEvery) {
    public static final Rhythm DEFAULT = new Rhythm(
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            Duration.ofMillis(250));

    public Rhythm {
        if (renewEvery.compareTo(lapseAfter) >= 0 || lapseAfter.compareTo(silentMax) >= 0) {
            throw new IllegalArgumentException("renewed every " + renewEvery + ", lapsed after " + lapseAfter
                    + ", taken for dead after " + silentMax);
        }
    }
}
