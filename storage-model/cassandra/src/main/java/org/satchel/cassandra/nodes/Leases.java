// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/// Which process lands the writes of each box, of the boxes that this one keeps account of: the first to ask while none
/// did, until it lets go, or has not asked for a while.
final class Leases {
    private static final int BOXES_MAX = 100_000;

    private final long nanos;
    private final LongSupplier clock;
    /// Guarded by itself.
    private final Map<UUID, Lease> leases = new HashMap<>();

    /// @param lasts how long a process has a box after it last asked
    /// @param clock as [System#nanoTime]
    Leases(Duration lasts, LongSupplier clock) {
        this.nanos = lasts.toNanos();
        this.clock = clock;
    }

    /// @param asker name of a process that has something to write
    /// @return the name of the one that lands it: its own, or that of another that was first
    String take(UUID box, String asker) {
        long now = clock.getAsLong();
        synchronized (leases) {
            var lease = leases.get(box);
            if (lease != null && !lease.holder().equals(asker) && lease.until() - now > 0) {
                return lease.holder();
            }
            if (lease == null && leases.size() >= BOXES_MAX) {
                leases.values().removeIf(old -> old.until() - now <= 0);
                if (leases.size() >= BOXES_MAX) {
                    return asker; // no account is kept: the race decides
                }
            }
            leases.put(box, new Lease(asker, now + nanos));
            return asker;
        }
    }

    /// Nothing is left to write.
    void release(UUID box, String holder) {
        synchronized (leases) {
            leases.computeIfPresent(box, (same, lease) -> lease.holder().equals(holder) ? null : lease);
        }
    }

    private record Lease(String holder, long until) {}
}
