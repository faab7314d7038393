// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;

/// The listing of a large folder, warm: uid and size of every object.
record ListWork(String id, String title, Duration slice, int count) implements Work<EngineUnderLoad> {
    @Override
    public Unit unit() {
        return Unit.PER_SECOND;
    }

    @Override
    public void prepare(EngineUnderLoad engine) throws IOException {
        engine.fill(engine.box(ScanWork.LARGE), count);
    }

    @Override
    public Sample run(EngineUnderLoad engine, int round) throws IOException {
        var box = engine.box(ScanWork.LARGE);
        var inbox = EngineUnderLoad.inbox(box);
        long begin = System.nanoTime();
        long listed = 0;
        do {
            var sums = new long[2];
            box.view().listing(inbox).forEach(entry -> {
                sums[0]++;
                sums[1] += entry.size() + entry.uid().number();
            });
            WrongAnswer.unlessEqual("entries listed", count, sums[0]);
            WrongAnswer.unlessEqual("sizes and uids", expectedSum(), sums[1]);
            listed += sums[0];
        } while (System.nanoTime() - begin < slice.toNanos());
        return new Sample(listed / ((System.nanoTime() - begin) / 1e9), List.of());
    }

    /// Uids begin with 1 and have no gaps.
    private long expectedSum() {
        return (long) count * Messages.BYTES + (long) count * (count + 1) / 2;
    }
}
