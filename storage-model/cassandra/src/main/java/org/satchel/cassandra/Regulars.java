// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.util.concurrent.locks.Condition;
import java.util.function.IntSupplier;

/// How long the next group of a box is held open for writers who were just answered: who writes one thing after the
/// other comes back at once, and finds the group gone without them if nobody waits, so that two halves take turns.
///
/// It costs at most a quarter of what the last group took, or half of it when neighbours are among those who were
/// answered: their way is longer, and they bring more. It costs much less while nobody comes back. Guarded by the lock
/// of the condition.
final class Regulars {
    private static final int SHARE_MOST = 4;
    private static final int SHARE_LEAST = 64;
    private static final long NANOS_MAX = 5_000_000;
    private static final int GUESTS_WORTH = 2;

    private final Condition arrival;
    private int expected;
    private long leftAt;
    private long openUntil;
    /// Of what the last group took, one part of so many is waited at most.
    private int share = SHARE_MOST;

    Regulars(Condition arrival) {
        this.arrival = arrival;
    }

    /// So many wait now.
    void came(int count) {
        if (count == expected) {
            arrival.signal();
        }
    }

    /// Holds the group open until all are back, or the time is over.
    ///
    /// @param waiting how many are back
    void await(IntSupplier waiting) {
        int before = waiting.getAsInt();
        long left = openUntil - System.nanoTime();
        if (before >= expected || left <= 0) {
            return;
        }
        try {
            while (waiting.getAsInt() < expected && left > 0) {
                left = arrival.awaitNanos(left);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        share = waiting.getAsInt() > before ? SHARE_MOST : Math.min(SHARE_LEAST, share * 2);
    }

    /// The group is on its way.
    void left() {
        leftAt = System.nanoTime();
    }

    /// The group has landed.
    ///
    /// @param count how many were answered, and who waited meanwhile
    /// @param guests neighbours that were answered beside them
    void answered(int count, int guests) {
        long now = System.nanoTime();
        expected = count + guests;
        int worth = guests > 0 ? GUESTS_WORTH : 1;
        openUntil = now + Math.min(NANOS_MAX, (now - leftAt) / share) * worth;
    }
}
