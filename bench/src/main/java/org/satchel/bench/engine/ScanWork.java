// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.engine;

import java.io.IOException;
import java.util.List;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;

/// Every object of a large folder with its summary, in one pass.
record ScanWork(String id, String title, int count) implements Work<EngineUnderLoad> {
    static final String LARGE = "large";
    private static final int VERIFIED_MAX = 2_000;

    @Override
    public Unit unit() {
        return Unit.PER_SECOND;
    }

    @Override
    public void prepare(EngineUnderLoad engine) throws IOException {
        engine.fill(engine.box(LARGE), count);
    }

    @Override
    public Sample run(EngineUnderLoad engine, int round) throws IOException {
        var box = engine.box(LARGE);
        long begin = System.nanoTime();
        WrongAnswer.unlessEqual("objects scanned", count, engine.scan(box));
        return new Sample(count / ((System.nanoTime() - begin) / 1e9), List.of());
    }

    @Override
    public void verify(EngineUnderLoad engine) throws IOException {
        engine.verify(engine.box(LARGE), VERIFIED_MAX);
    }
}
