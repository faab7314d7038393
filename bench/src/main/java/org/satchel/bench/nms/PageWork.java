// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.satchel.bench.measure.Latencies;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;

/// One page of a large box, over and over on one connection: how long half of the answers take at most.
final class PageWork implements Work<NmsTarget> {
    private static final int ENTRIES = 100;

    private final String id;
    private final String title;
    private final PagedBox box;
    private final From from;
    private @Nullable String cursor;

    /// Which page.
    enum From {
        FIRST(NmsObjects.Order.CREATION),
        MIDDLE(NmsObjects.Order.CREATION),
        NEWEST(NmsObjects.Order.NEWEST_FIRST);

        private final NmsObjects.Order order;

        From(NmsObjects.Order order) {
            this.order = order;
        }
    }

    PageWork(String id, String title, PagedBox box, From from) {
        this.id = id;
        this.title = title;
        this.box = box;
        this.from = from;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Unit unit() {
        return Unit.MILLISECONDS;
    }

    @Override
    public void prepare(NmsTarget target) throws IOException, InterruptedException {
        box.fill(target);
        cursor = from == From.MIDDLE ? box.middle(target) : null;
    }

    @Override
    public Sample run(NmsTarget target, int round) throws IOException {
        var latencies = new Latencies();
        try (var connection = box.connect(target)) {
            long begin = System.nanoTime();
            long end = begin + box.slice().toNanos();
            while (begin < end) {
                var page = box.page(target, connection, from.order, ENTRIES, cursor);
                WrongAnswer.unlessEqual(
                        "objects on a page", ENTRIES, page.objects().size());
                long now = System.nanoTime();
                latencies.add(now - begin);
                begin = now;
            }
        }
        return new Sample(latencies.millis(0.5), latencies.details());
    }

    @Override
    public void verify(NmsTarget target) throws IOException {
        box.verify(target, from.order);
    }
}
