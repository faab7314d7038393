// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.satchel.bench.measure.Callers;
import org.satchel.bench.measure.Latencies;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.peer.Peer;

/// From sending APPEND to hearing EXISTS on another connection that idles in the same box, while many others idle in
/// boxes of their own. The value is the median.
record OwnBoxNotifyWork(String id, String title, Boxes plan, Duration slice, int idlers) implements Work<Peer> {
    private static final int PAIRS = 8;

    @Override
    public Unit unit() {
        return Unit.MILLISECONDS;
    }

    @Override
    public Optional<String> obstacle(Peer peer) {
        return peer.refusal(idlers);
    }

    @Override
    public Sample run(Peer peer, int round) throws IOException, InterruptedException {
        try (var crowd = Idlers.open(peer, idlers, i -> Boxes.IDLE + i)) {
            crowd.idle();
            var done = Callers.run(PAIRS, i -> pair(peer, Boxes.MANY + i));
            var latencies = new Latencies();
            done.results().forEach(latencies::addAll);
            return new Sample(latencies.millis(0.5), latencies.details());
        }
    }

    private Latencies pair(Peer peer, int account) throws IOException {
        try (var idler = ImapConnection.select(peer, account);
                var appender = new Appender(ImapConnection.login(peer, account), plan.messages(), plan.newNumbers())) {
            Idlers.idle(idler);
            long end = System.nanoTime() + slice.toNanos();
            var latencies = new Latencies();
            do {
                long held = idler.replies().exists();
                long begin = System.nanoTime();
                appender.appendOne();
                idler.awaitExists(held + 1);
                latencies.add(System.nanoTime() - begin);
            } while (System.nanoTime() < end);
            return latencies;
        }
    }
}
