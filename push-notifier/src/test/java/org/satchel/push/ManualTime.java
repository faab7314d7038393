// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/// Time that only moves when it is told to, or when somebody pauses: a pause is over at once, and is remembered.
public final class ManualTime implements InstantSource, Pause {
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private volatile boolean frozen;
    private volatile Runnable duringPause = () -> {};

    @Override
    public synchronized Instant instant() {
        return now;
    }

    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pauses.add(duration);
        duringPause.run();
        if (frozen) {
            Thread.sleep(Duration.ofDays(1));
        }
        advance(duration);
    }

    /// From now on pauses do not end, until somebody interrupts them.
    public void freeze() {
        frozen = true;
    }

    public void flow() {
        frozen = false;
    }

    /// What happens in the world while somebody pauses.
    public void duringPause(Runnable action) {
        duringPause = action;
    }

    public List<Duration> pauses() {
        return pauses;
    }

    public Timing timing() {
        return new Timing(this, this, new Random(4));
    }
}
