// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts what one gateway was asked and answered, from the start of the process on.
public final class PapTally {
    final LongAdder submitted = new LongAdder();
    final LongAdder accepted = new LongAdder();
    final LongAdder coalesced = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder unreachable = new LongAdder();
    final LongAdder devicesRemoved = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    private final Map<PapStatus, LongAdder> failed = new ConcurrentHashMap<>();

    void failed(PapStatus status) {
        failed.computeIfAbsent(status, _ -> new LongAdder()).increment();
    }

    public Counts counts() {
        var byStatus = new EnumMap<PapStatus, Long>(PapStatus.class);
        failed.forEach((status, count) -> byStatus.put(status, count.sum()));
        return new Counts(
                submitted.sum(),
                accepted.sum(),
                coalesced.sum(),
                expired.sum(),
                unreachable.sum(),
                devicesRemoved.sum(),
                cancelled.sum(),
                byStatus);
    }

    /// One reading.
    ///
    /// @param submitted requests sent, repetitions included
    /// @param accepted pushes the gateway took
    /// @param coalesced commits that rode along in the push of an earlier one
    /// @param expired pushes given up because their time was over
    /// @param unreachable requests without an answer of the protocol
    /// @param devicesRemoved devices given up because of their address
    /// @param cancelled pushes taken back because their device came by itself
    /// @param failed answers other than success, by what they say
    public record Counts(
            long submitted,
            long accepted,
            long coalesced,
            long expired,
            long unreachable,
            long devicesRemoved,
            long cancelled,
            Map<PapStatus, Long> failed) {
        public Counts {
            failed = Map.copyOf(failed);
        }
    }
}
