// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.time.Duration;

/// How much of everything a run does.
///
/// @param rounds counted rounds of each work
/// @param slice how long one round of a work without a natural end lasts
/// @param listed messages in the boxes of the phone list and of full bodies
/// @param flagged messages in the large box
/// @param stored messages in the box whose flags are changed
/// @param idlers connections that do nothing
/// @param crowd connections that idle in one box when the last of them counts
/// @param announced messages announced to all idlers of one box, in a round
/// @param coldRounds counted rounds of works that restart the server
/// @param limit works that would begin later are left out
public record Scale(
        int rounds,
        Duration slice,
        int listed,
        int flagged,
        int stored,
        int idlers,
        int crowd,
        int announced,
        int coldRounds,
        Duration limit) {
    public static final Scale FULL =
            new Scale(5, Duration.ofMillis(1_500), 10_000, 100_000, 2_000, 1_000, 5_000, 5, 3, Duration.ofMinutes(45));
    public static final Scale QUICK =
            new Scale(2, Duration.ofMillis(150), 500, 10_000, 200, 64, 128, 2, 1, Duration.ofMinutes(5));

    public Scale {
        if (rounds < 1 || rounds > 100 || coldRounds < 1 || coldRounds > 20) {
            throw new IllegalArgumentException("rounds: 1 to 100; with restarts 1 to 20");
        }
        if (slice.toMillis() < 10 || slice.toSeconds() > 60) {
            throw new IllegalArgumentException("a slice is 10 ms to 60 s");
        }
        if (listed < 1 || listed > 1_000_000 || stored < 1 || stored > 1_000_000) {
            throw new IllegalArgumentException("boxes hold 1 to 1,000,000 messages");
        }
        if (flagged < listed || flagged > 1_000_000 || flagged % listed != 0) {
            throw new IllegalArgumentException("the large box holds a multiple of " + listed + ", at most 1,000,000");
        }
        if (idlers < 1 || idlers > 10_000 || crowd < 1 || crowd > 10_000 || announced < 1 || announced > 1_000) {
            throw new IllegalArgumentException("idlers and crowd: 1 to 10,000; announced: 1 to 1,000");
        }
    }

    public Scale withRounds(int other) {
        return new Scale(
                other, slice, listed, flagged, stored, idlers, crowd, announced, Math.min(coldRounds, other), limit);
    }

    public Scale withIdlers(int other) {
        return new Scale(rounds, slice, listed, flagged, stored, other, other, announced, coldRounds, limit);
    }

    public Scale withLarge(int other) {
        return new Scale(rounds, slice, listed, other, stored, idlers, crowd, announced, coldRounds, limit);
    }

    /// Accounts that the works use, numbered from 0.
    public int accounts() {
        return Boxes.IDLE + idlers;
    }
}
