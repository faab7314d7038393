// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.engine;

import java.io.IOException;
import java.util.List;
import org.satchel.bench.measure.Detail;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;

/// Closing the store, opening it, and having the listing of a large folder at hand. The value is all of it.
record ReopenWork(String id, String title, int count) implements Work<EngineUnderLoad> {
    @Override
    public Unit unit() {
        return Unit.MILLISECONDS;
    }

    @Override
    public void prepare(EngineUnderLoad engine) throws IOException {
        engine.fill(engine.box(ScanWork.LARGE), count);
    }

    @Override
    public Sample run(EngineUnderLoad engine, int round) throws IOException {
        long begin = System.nanoTime();
        engine.reopen();
        long opened = System.nanoTime();
        var box = engine.box(ScanWork.LARGE);
        var listing = box.view().listing(EngineUnderLoad.inbox(box));
        WrongAnswer.unlessEqual("entries after opening", count, listing.count());
        long last = listing.at(count - 1).uid().number();
        long end = System.nanoTime();
        WrongAnswer.unlessEqual("last uid after opening", count, last);
        return new Sample(
                (end - begin) / 1e6,
                List.of(
                        new Detail("close and open", "ms", (opened - begin) / 1e6),
                        new Detail("listing", "ms", (end - opened) / 1e6)));
    }
}
