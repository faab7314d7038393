// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.satchel.model.StoreFailure;

/// A scarce thing, and how long it is worth waiting for.
final class Permits {
    private final String what;
    private final Semaphore free;
    private final long waitNanosMax;

    /// @param what for the message when there is none in time, for example `uploads`
    Permits(String what, int number, Duration waitMax) {
        this.what = what;
        this.free = new Semaphore(number, true);
        this.waitNanosMax = waitMax.toNanos();
    }

    /// To be closed by who takes it.
    ///
    /// @throws StoreFailure.Unavailable when there is none in time
    Permit take() {
        try {
            if (!free.tryAcquire(waitNanosMax, TimeUnit.NANOSECONDS)) {
                throw new StoreFailure.Unavailable("payload store: too many " + what);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreFailure.Unavailable("payload store: interrupted", interrupted);
        }
        return new Permit(free);
    }

    int free() {
        return free.availablePermits();
    }

    /// One of them; given back once, however often it is closed.
    static final class Permit implements AutoCloseable {
        private final Semaphore home;
        private final AtomicBoolean returned = new AtomicBoolean();

        private Permit(Semaphore home) {
            this.home = home;
        }

        @Override
        public void close() {
            if (returned.compareAndSet(false, true)) {
                home.release();
            }
        }
    }
}
