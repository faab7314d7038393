// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.satchel.bench.measure.Callers;
import org.satchel.bench.measure.Detail;
import org.satchel.bench.measure.Latencies;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;

/// Durable deposits of 1 KB by several callers, each with a box of its own.
///
/// @param value what of it is the figure
record DepositWork(String id, String title, Duration slice, int callers, Value value) implements Work<EngineUnderLoad> {
    private static final int VERIFIED_MAX = 500;
    private static final double NANOS_PER_MICRO = 1e3;

    /// What of a round of deposits is reported.
    enum Value {
        RATE(Unit.PER_SECOND),
        LONGEST(Unit.MILLISECONDS);

        private final Unit unit;

        Value(Unit unit) {
            this.unit = unit;
        }
    }

    @Override
    public Unit unit() {
        return value.unit;
    }

    @Override
    public int warmups() {
        return value == Value.RATE ? 1 : 0;
    }

    @Override
    public Sample run(EngineUnderLoad engine, int round) throws IOException, InterruptedException {
        long before = processorNanos().orElse(0L);
        var done = Callers.run(callers, i -> deposit(engine, i));
        long processor = processorNanos().orElse(0L) - before;
        var latencies = new Latencies();
        long count = 0;
        for (var each : done.results()) {
            latencies.addAll(each.latencies());
            count += each.count();
        }
        var details = new ArrayList<>(latencies.details());
        if (processor > 0) {
            // Client and engine are one process: the rendering of the messages is in it.
            details.addFirst(new Detail("cpu", "µs/op", processor / NANOS_PER_MICRO / count));
        }
        return new Sample(value == Value.RATE ? count / done.seconds() : latencies.longestMillis(), details);
    }

    @Override
    public void verify(EngineUnderLoad engine) throws IOException {
        for (int i = 0; i < callers; i++) {
            engine.verify(engine.box(name(i)), VERIFIED_MAX);
        }
    }

    private Deposited deposit(EngineUnderLoad engine, int caller) throws IOException {
        var box = engine.box(name(caller));
        var inbox = EngineUnderLoad.inbox(box);
        int held = box.view().listing(inbox).count();
        var latencies = new Latencies();
        long number = engine.newNumbers();
        long count = 0;
        long begin = System.nanoTime();
        long end = begin + slice.toNanos();
        while (begin < end) {
            engine.deposit(box, inbox, number + count);
            long now = System.nanoTime();
            latencies.add(now - begin);
            begin = now;
            count++;
        }
        WrongAnswer.unlessEqual(
                "messages in a box", held + count, box.view().listing(inbox).count());
        return new Deposited(count, latencies);
    }

    private String name(int caller) {
        return id + "-" + caller;
    }

    private static Optional<Long> processorNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? Optional.of(system.getProcessCpuTime())
                : Optional.empty();
    }

    private record Deposited(long count, Latencies latencies) {}
}
