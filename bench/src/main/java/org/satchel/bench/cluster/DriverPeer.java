// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.satchel.bench.measure.WrongAnswer;

/// The ceiling: the driver alone. What the callers of a box would write at the same time, it writes as one group; boxes
/// in parallel.
public final class DriverPeer implements ClusterPeer {
    public static final String NAME = "raw driver";

    private final Tables tables;
    private final Recorder recorder;
    private final ConcurrentMap<Integer, RecordedRows> recorded = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Box> boxes = new ConcurrentHashMap<>();

    /// Where rows come from.
    interface Recorder {
        /// @param deposits of the one commit
        RecordedRows record(int deposits) throws IOException;
    }

    DriverPeer(Tables tables, Recorder recorder) {
        this.tables = tables;
        this.recorder = recorder;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void prepare(String work, Load load) throws IOException {
        var rows = recorded.get(load.deposits());
        if (rows == null) {
            rows = recorder.record(load.deposits());
            recorded.put(load.deposits(), rows);
        }
        for (int i = 0; i < load.boxes(); i++) {
            var box = new Box(UUID.randomUUID(), rows);
            if (!tables.found(box.uuid, rows.commit())) {
                throw new WrongAnswer("a fresh box has a head");
            }
            boxes.put(work + "-" + i, box);
        }
    }

    @Override
    public Round run(String work, Load load, Duration slice, Meter meter) throws IOException, InterruptedException {
        var metered = meter.run(load.boxes(), i -> {
            var box = box(work, i);
            return Writes.during(slice, () -> box.write(load));
        });
        var done = metered.done();
        var writes = Writes.sum(done.results());
        long deposits = writes.count() * load.callers() * load.deposits();
        return new Round(deposits, done.seconds(), writes.latencies(), writes.count(), metered.spent());
    }

    @Override
    public void verify(String work, Load load) throws IOException {
        for (int i = 0; i < load.boxes(); i++) {
            var box = box(work, i);
            var held = held(work, i);
            WrongAnswer.unlessEqual("last commit", box.head, held.head());
            WrongAnswer.unlessEqual("contents", box.contents, held.contents());
            WrongAnswer.unlessEqual("bytes of contents", box.contentBytes, held.contentBytes());
        }
    }

    Tables.Held held(String work, int index) throws IOException {
        return tables.held(box(work, index).uuid);
    }

    private Box box(String work, int index) {
        var box = boxes.get(work + "-" + index);
        if (box == null) {
            throw new IllegalStateException("box " + index + " of " + work + " is not prepared");
        }
        return box;
    }

    /// For one thread at a time.
    private final class Box {
        private final UUID uuid;
        private final RecordedRows rows;
        private long head = 1;
        private long contents;
        private long contentBytes;

        Box(UUID uuid, RecordedRows rows) {
            this.uuid = uuid;
            this.rows = rows;
        }

        void write(Load load) throws WrongAnswer {
            var group = new ArrayList<RecordedRows.Content>();
            for (int i = 0; i < load.callers() * load.deposits(); i++) {
                group.add(next(contents + i));
            }
            tables.put(uuid, contents, List.copyOf(group));
            contents += group.size();
            contentBytes +=
                    group.stream().mapToLong(RecordedRows.Content::bytes).sum();
            long last = head + load.callers();
            if (!tables.append(uuid, head, last, rows.group(load.callers()))) {
                throw new WrongAnswer("somebody else wrote to the box");
            }
            head = last;
        }

        private RecordedRows.Content next(long number) {
            return rows.contents().get((int) (number % rows.contents().size()));
        }
    }
}
