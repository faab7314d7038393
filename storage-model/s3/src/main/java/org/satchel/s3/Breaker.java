// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import java.util.concurrent.atomic.AtomicLong;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Refuses at once while the store is away, so that nobody waits for what cannot come: after some failures in a row
/// it lets one request through each time a pause has passed, until one succeeds.
final class Breaker {
    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private final int failuresMax;
    private final long pauseNanos;
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong nextTryNanos = new AtomicLong();

    Breaker(S3Patience patience) {
        this.failuresMax = patience.failuresMax();
        this.pauseNanos = patience.pause().toNanos();
    }

    /// @throws StoreFailure.Unavailable while the store is away
    void check() {
        if (failures.get() < failuresMax) {
            return;
        }
        long now = System.nanoTime();
        long next = nextTryNanos.get();
        if (now - next < 0 || !nextTryNanos.compareAndSet(next, now + pauseNanos)) {
            throw new StoreFailure.Unavailable("payload store: it does not answer");
        }
    }

    void succeeded() {
        if (failures.get() != 0 && failures.getAndSet(0) >= failuresMax) {
            LOG.info("the payload store answers again");
        }
    }

    void failed() {
        if (failures.incrementAndGet() == failuresMax) {
            LOG.warn("the payload store does not answer: requests are refused until it does");
        }
        nextTryNanos.set(System.nanoTime() + pauseNanos);
    }
}
