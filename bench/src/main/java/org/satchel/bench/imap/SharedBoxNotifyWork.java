// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Optional;
import org.satchel.bench.measure.Latencies;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.peer.Peer;

/// From sending APPEND to hearing EXISTS on each of many connections that idle in this one box. The value is that of a
/// share of them, over all appends.
///
/// @param announced appends in a round
/// @param share of the connections that must have heard it: 0.5 is the median
record SharedBoxNotifyWork(String id, String title, Boxes plan, int idlers, int announced, double share)
        implements Work<Peer> {
    private static final long NANOS_MAX = 30_000_000_000L;

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
        try (var crowd = Idlers.open(peer, idlers, i -> Boxes.ANNOUNCED);
                var selector = Selector.open();
                var appender =
                        new Appender(ImapConnection.login(peer, Boxes.ANNOUNCED), plan.messages(), plan.newNumbers())) {
            crowd.idle();
            for (var idler : crowd.connections()) {
                idler.hearWith(selector);
            }
            long held = Boxes.count(appender.connection());
            var latencies = new Latencies();
            var meter = Meter.start(peer);
            for (int i = 1; i <= announced; i++) {
                announce(appender, selector, held + i, latencies);
            }
            var details = new ArrayList<>(meter.perOperation((long) announced * idlers));
            details.addAll(latencies.details());
            return new Sample(latencies.millis(share), details);
        }
    }

    private void announce(Appender appender, Selector selector, long count, Latencies latencies) throws IOException {
        long begin = System.nanoTime();
        appender.appendOne();
        int told = 0;
        while (told < idlers) {
            if (System.nanoTime() - begin > NANOS_MAX) {
                throw new WrongAnswer("only " + told + " of " + idlers + " idlers were told in time");
            }
            selector.select(1_000);
            for (var key : selector.selectedKeys()) {
                if (key.attachment() instanceof ImapConnection idler && hears(idler, count)) {
                    latencies.add(System.nanoTime() - begin);
                    told++;
                }
            }
            selector.selectedKeys().clear();
        }
    }

    /// Whether this is the moment in which the connection learns of message `count`.
    private static boolean hears(ImapConnection idler, long count) throws IOException {
        long before = idler.replies().exists();
        idler.receiveReady();
        return before < count && idler.replies().exists() >= count;
    }
}
