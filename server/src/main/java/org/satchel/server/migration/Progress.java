// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.migration;

import java.util.concurrent.atomic.LongAdder;
import org.satchel.model.transfer.BoxReceiver;

/// Figures of a migration that goes on. Safe for any number of threads.
public class Progress implements BoxReceiver.Tally {
    private final LongAdder objects = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder compared = new LongAdder();
    private final long begunNanos = System.nanoTime();
    private volatile Stage stage = new Stage("begins", 0);
    private final LongAdder boxesDone = new LongAdder();
    private volatile long lag;

    private record Stage(String name, long boxes) {}

    /// A moment's figures.
    ///
    /// @param boxes of the stage, of which `boxesDone` are done
    /// @param lag commits that the last round had to take over
    public record Figures(
            String stage,
            long boxes,
            long boxesDone,
            long objects,
            long bytes,
            long commits,
            long compared,
            long lag,
            double seconds) {}

    public Figures figures() {
        var now = stage;
        return new Figures(
                now.name(),
                now.boxes(),
                boxesDone.sum(),
                objects.sum(),
                bytes.sum(),
                commits.sum(),
                compared.sum(),
                lag,
                (System.nanoTime() - begunNanos) / 1e9);
    }

    void begin(String name, long boxes) {
        boxesDone.reset();
        stage = new Stage(name, boxes);
    }

    void boxDone() {
        boxesDone.increment();
    }

    @Override
    public void took(long moreObjects, long moreBytes) {
        objects.add(moreObjects);
        bytes.add(moreBytes);
    }

    void tookCommits(int count) {
        commits.add(count);
    }

    void compared(long count) {
        compared.add(count);
    }

    void lag(long lastRound) {
        lag = lastRound;
    }

    long commits() {
        return commits.sum();
    }
}
