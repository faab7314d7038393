// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what comes by itself.
final class Await {
    private static final long SECONDS_MAX = 20;

    private Await() {}

    static void that(BooleanSupplier condition) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come about within " + SECONDS_MAX + " s");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
