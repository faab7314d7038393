// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.satchel.bench.measure.Latencies;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.peer.Peer;

/// SELECT of the large box; the value is how long one takes.
///
/// @param appended how many of its messages were appended; the others are copies
record SelectWork(String id, String title, Boxes plan, Duration slice, int count, int appended, Start start)
        implements Work<Peer> {
    private static final int WARMING_SELECTS = 200;
    private static final int SMALL_BOX = Boxes.SESSIONS;
    private static final int SMALL_COUNT = 20;

    /// How the server came to the box.
    enum Start {
        /// The box was selected just before; the median of many.
        WARM,
        /// The server was started anew and has served another box; the first SELECT of this one.
        COLD
    }

    @Override
    public Unit unit() {
        return Unit.MILLISECONDS;
    }

    @Override
    public Optional<String> obstacle(Peer peer) {
        return start == Start.COLD && !(peer instanceof Peer.Private)
                ? Optional.of("a server that somebody else runs cannot be started anew")
                : Optional.empty();
    }

    @Override
    public int warmups() {
        return start == Start.COLD ? 0 : 1;
    }

    @Override
    public void prepare(Peer peer) throws IOException {
        plan.fillByCopies(peer, Boxes.LARGE, count, appended);
        plan.fill(peer, SMALL_BOX, SMALL_COUNT);
    }

    @Override
    public Sample run(Peer peer, int round) throws IOException, InterruptedException {
        return start == Start.COLD && peer instanceof Peer.Private ours ? cold(ours) : warm(peer);
    }

    private Sample warm(Peer peer) throws IOException {
        try (var connection = ImapConnection.select(peer, Boxes.LARGE)) {
            var latencies = new Latencies();
            var meter = Meter.start(peer);
            int selects = 0;
            long end = System.nanoTime() + slice.toNanos();
            do {
                latencies.add(selectLarge(connection));
                selects++;
            } while (System.nanoTime() < end);
            var details = new ArrayList<>(meter.perOperation(selects));
            details.addAll(latencies.details());
            return new Sample(latencies.millis(0.5), details);
        }
    }

    private Sample cold(Peer.Private peer) throws IOException, InterruptedException {
        peer.restart();
        try (var connection = ImapConnection.login(peer, SMALL_BOX)) {
            for (int i = 0; i < WARMING_SELECTS; i++) {
                connection.run("SELECT INBOX");
            }
        }
        try (var connection = ImapConnection.login(peer, Boxes.LARGE)) {
            var latencies = new Latencies();
            latencies.add(selectLarge(connection));
            return new Sample(latencies.millis(1), latencies.details());
        }
    }

    private long selectLarge(ImapConnection connection) throws IOException {
        long begin = System.nanoTime();
        connection.run("SELECT INBOX");
        long nanos = System.nanoTime() - begin;
        WrongAnswer.unlessEqual(
                "messages at SELECT", count, connection.replies().exists());
        return nanos;
    }
}
