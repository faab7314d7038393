// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.satchel.bench.measure.Latencies;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.peer.Peer;

/// NOOP, one by one: what a round trip costs before anything is done in it.
record NoopWork(String id, String title, Duration slice) implements Work<Peer> {
    @Override
    public Unit unit() {
        return Unit.PER_SECOND;
    }

    @Override
    public Sample run(Peer peer, int round) throws IOException {
        try (var connection = ImapConnection.login(peer, Boxes.SINGLE)) {
            var latencies = new Latencies();
            var meter = Meter.start(peer);
            long first = System.nanoTime();
            long begin = first;
            long count = 0;
            while (begin - first < slice.toNanos()) {
                connection.run("NOOP");
                long now = System.nanoTime();
                latencies.add(now - begin);
                begin = now;
                count++;
            }
            var details = new ArrayList<>(meter.perOperation(count));
            details.addAll(latencies.details());
            return new Sample(count / ((begin - first) / 1e9), details);
        }
    }
}
