// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.satchel.bench.measure.Callers;
import org.satchel.bench.measure.Latencies;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.peer.Peer;

/// Whole sessions: connect, LOGIN, SELECT, LOGOUT, closed by the server; several callers at once, each with an account
/// of its own.
record SessionWork(String id, String title, Boxes plan, Duration slice, int callers) implements Work<Peer> {
    private static final int MESSAGES = 20;

    @Override
    public Unit unit() {
        return Unit.PER_SECOND;
    }

    @Override
    public void prepare(Peer peer) throws IOException {
        for (int i = 0; i < callers; i++) {
            plan.fill(peer, Boxes.SESSIONS + i, MESSAGES);
        }
    }

    @Override
    public Sample run(Peer peer, int round) throws IOException, InterruptedException {
        var meter = Meter.start(peer);
        var done = Callers.run(callers, i -> sessions(peer, Boxes.SESSIONS + i));
        var latencies = new Latencies();
        long count = 0;
        for (var each : done.results()) {
            latencies.addAll(each.latencies());
            count += each.count();
        }
        var details = new ArrayList<>(meter.perOperation(count));
        details.addAll(latencies.details());
        return new Sample(count / done.seconds(), details);
    }

    private Held sessions(Peer peer, int account) throws IOException {
        long end = System.nanoTime() + slice.toNanos();
        var latencies = new Latencies();
        long count = 0;
        long begin = System.nanoTime();
        while (begin < end) {
            session(peer, account);
            long now = System.nanoTime();
            latencies.add(now - begin);
            begin = now;
            count++;
        }
        return new Held(count, latencies);
    }

    private static void session(Peer peer, int account) throws IOException {
        try (var connection = ImapConnection.select(peer, account)) {
            WrongAnswer.unlessEqual(
                    "messages at SELECT", MESSAGES, connection.replies().exists());
            connection.logout();
        }
    }

    private record Held(long count, Latencies latencies) {}
}
