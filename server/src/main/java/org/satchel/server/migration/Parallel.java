// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.migration;

import java.util.Collection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Several things at a time, each on a thread of its own, up to a number.
final class Parallel {
    private final Semaphore places;
    private final int count;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Parallel(int count) {
        this.places = new Semaphore(count);
        this.count = count;
    }

    static void run(Collection<Runnable> works, int atOnce) throws InterruptedException {
        var parallel = new Parallel(atOnce);
        for (var work : works) {
            parallel.begin(work);
        }
        parallel.await();
    }

    /// Waits for a place, and begins.
    void begin(Runnable work) throws InterruptedException {
        places.acquire();
        Thread.ofVirtual().name("migration").start(() -> {
            try {
                if (failure.get() == null) {
                    work.run();
                }
            } catch (Throwable thrown) {
                failure.compareAndSet(null, thrown);
            } finally {
                places.release();
            }
        });
    }

    /// Waits for all that was begun; throws what the first failed with.
    void await() throws InterruptedException {
        places.acquire(count);
        places.release(count);
        switch (failure.get()) {
            case null -> {}
            case RuntimeException known -> throw known;
            case Error known -> throw known;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }
}
