// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.util.concurrent.atomic.LongAdder;

/// Counts what followers do, from the start of the process on.
public final class Tally {
    final LongAdder delivered = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder skipped = new LongAdder();
    final LongAdder gone = new LongAdder();
    final LongAdder resets = new LongAdder();
    final LongAdder coalesced = new LongAdder();

    public Counts counts() {
        return new Counts(
                delivered.sum(),
                retries.sum(),
                refused.sum(),
                skipped.sum(),
                gone.sum(),
                resets.sum(),
                coalesced.sum());
    }

    /// One reading.
    ///
    /// @param delivered lists that receivers took
    /// @param retries attempts that are to be repeated
    /// @param refused lists given up
    /// @param skipped lists that held nothing to tell
    /// @param gone subscriptions removed because their receiver is no more
    /// @param resets lists cut that say "start afresh"
    /// @param coalesced commits that rode along in the list of an earlier one
    public record Counts(
            long delivered, long retries, long refused, long skipped, long gone, long resets, long coalesced) {}
}
