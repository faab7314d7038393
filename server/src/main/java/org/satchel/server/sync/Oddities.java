// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// What a server did that it should not; the first of them are told.
final class Oddities {
    private static final int TOLD_MAX = 20;

    private final Consumer<String> told;
    private final AtomicInteger count = new AtomicInteger();

    Oddities(Consumer<String> told) {
        this.told = told;
    }

    void add(String what) {
        if (count.incrementAndGet() <= TOLD_MAX) {
            told.accept("odd: " + what);
        }
    }

    int count() {
        return count.get();
    }
}
