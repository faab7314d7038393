// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.satchel.bench.measure.Callers;
import org.satchel.bench.measure.Latencies;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.peer.Peer;

/// APPEND of messages of 1 KB, each answered when it is stored.
///
/// @param firstBox account of the first connection
/// @param boxes 1 = all connections append to one box; else as many as connections
/// @param window commands on the way at once; 1 = each waits for its answer
record AppendWork(
        String id, String title, Boxes plan, Duration slice, int connections, int firstBox, int boxes, int window)
        implements Work<Peer> {
    private static final int VERIFIED_MAX = 2_000;

    @Override
    public Unit unit() {
        return Unit.PER_SECOND;
    }

    @Override
    public Optional<String> obstacle(Peer peer) {
        return window == 1 ? Optional.empty() : Boxes.unlessAnnounced(peer, "LITERAL");
    }

    @Override
    public Sample run(Peer peer, int round) throws IOException, InterruptedException {
        var appenders = new ArrayList<Appender>();
        try {
            for (int i = 0; i < connections; i++) {
                var connection = ImapConnection.login(peer, firstBox + i % boxes);
                appenders.add(new Appender(connection, plan.messages(), plan.newNumbers()));
            }
            return measure(peer, appenders);
        } finally {
            for (var appender : appenders) {
                appender.close();
            }
        }
    }

    @Override
    public void verify(Peer peer) throws IOException {
        for (int i = 0; i < boxes; i++) {
            plan.verify(peer, firstBox + i, VERIFIED_MAX / boxes);
        }
    }

    private Sample measure(Peer peer, List<Appender> appenders) throws IOException, InterruptedException {
        long held = held(appenders);
        var meter = Meter.start(peer);
        var done = Callers.run(connections, i -> append(appenders.get(i)));
        long count = 0;
        var latencies = new Latencies();
        for (var each : done.results()) {
            count += each.count();
            latencies.addAll(each.latencies());
        }
        var details = new ArrayList<>(meter.perOperation(count));
        details.addAll(latencies.details());
        WrongAnswer.unlessEqual("messages in all boxes", held + count, held(appenders));
        return new Sample(count / done.seconds(), details);
    }

    private Appended append(Appender appender) throws IOException {
        long end = System.nanoTime() + slice.toNanos();
        var latencies = new Latencies();
        long count = window == 1 ? appender.appendUntil(end, latencies) : appender.appendUntil(end, window);
        return new Appended(count, latencies);
    }

    private long held(List<Appender> appenders) throws IOException {
        long held = 0;
        for (int i = 0; i < boxes; i++) {
            held += Boxes.count(appenders.get(i).connection());
        }
        return held;
    }

    private record Appended(long count, Latencies latencies) {}
}
