// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What keeps the store from taking new objects.
///
/// While writes fail it makes one of its own, which tells whether they still would: at most one at a time and one a
/// second, however often it is asked.
final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final Duration HANGING_MAX = Duration.ofSeconds(10);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);
    private static final String FAILING = "writes are not made durable";

    private final Engine engine;
    private final RowBatch probe;
    private final ReentrantLock probing = new ReentrantLock();
    /// Guarded by `probing`.
    private long probedNanos;
    /// What the last probe found; empty = nothing is in the way, or there was none.
    private volatile String found = "";

    /// @param probe rows that may be written at any time
    Readiness(Engine engine, RowBatch probe) {
        this.engine = engine;
        this.probe = probe;
    }

    /// @return in a few words that name no file; empty when nothing does
    Optional<String> obstacle() {
        var committer = engine.committer();
        if (committer.isStopped()) {
            return Optional.of("the store takes no more writes");
        }
        if (committer.isHanging(HANGING_MAX)) {
            return Optional.of("the disk does not answer");
        }
        var room = tell(() -> engine.disk().checkRoom());
        if (!room.isEmpty()) {
            return Optional.of(room);
        }
        if (!committer.isFailing()) {
            found = "";
            return Optional.empty();
        }
        return Optional.of(probed()).filter(why -> !why.isEmpty());
    }

    private String probed() {
        if (!probing.tryLock()) {
            return found.isEmpty() ? FAILING : found;
        }
        try {
            long now = System.nanoTime();
            if (found.isEmpty() || now - probedNanos > PROBE_INTERVAL.toNanos()) {
                probedNanos = now;
                found = tell(() -> engine.committer().write(probe, engine.database()));
            }
            return found;
        } finally {
            probing.unlock();
        }
    }

    private static String tell(Runnable attempt) {
        try {
            attempt.run();
            return "";
        } catch (StoreFailure.DiskFull full) {
            LOG.debug("not ready", full);
            return "the disk is full";
        } catch (StoreFailure.Unavailable failure) {
            LOG.debug("not ready", failure);
            return FAILING;
        }
    }
}
