// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What the job has done since the process started.
public final class Deeds {
    private final LongAdder expired = new LongAdder();
    private final LongAdder deleted = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder boxes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder rounds = new LongAdder();
    private final AtomicInteger waiting = new AtomicInteger();

    /// @param expired objects removed because they were kept long enough
    /// @param deleted objects removed because their grace was over
    /// @param bytes of both
    /// @param boxes looked at
    /// @param failures looks that were broken off; the box has its turn in the next round
    /// @param rounds over all boxes of this node
    /// @param waiting boxes in which something is left that is due
    public record Counts(long expired, long deleted, long bytes, long boxes, long failures, long rounds, int waiting) {
        Counts minus(Counts before) {
            return new Counts(
                    expired - before.expired,
                    deleted - before.deleted,
                    bytes - before.bytes,
                    boxes - before.boxes,
                    failures - before.failures,
                    rounds - before.rounds,
                    waiting);
        }
    }

    public Counts counts() {
        return new Counts(
                expired.sum(), deleted.sum(), bytes.sum(), boxes.sum(), failures.sum(), rounds.sum(), waiting.get());
    }

    void expired(long objects, long objectBytes) {
        expired.add(objects);
        bytes.add(objectBytes);
    }

    void deleted(long objects, long objectBytes) {
        deleted.add(objects);
        bytes.add(objectBytes);
    }

    void box() {
        boxes.increment();
    }

    void failure() {
        failures.increment();
    }

    void round() {
        rounds.increment();
    }

    void waiting(int boxesThatWait) {
        waiting.set(boxesThatWait);
    }
}
