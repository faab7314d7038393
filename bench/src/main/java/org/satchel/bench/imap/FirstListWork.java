// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.peer.Peer;

/// The phone list of a box that nobody has listed before: each round has a box of its own.
record FirstListWork(String id, String title, Boxes plan, int rounds, int count) implements Work<Peer> {
    @Override
    public Unit unit() {
        return Unit.PER_SECOND;
    }

    @Override
    public int warmups() {
        return 0;
    }

    @Override
    public void prepare(Peer peer) throws IOException {
        for (int round = 0; round < rounds; round++) {
            plan.fill(peer, box(round), count);
        }
    }

    @Override
    public Sample run(Peer peer, int round) throws IOException {
        try (var connection = ImapConnection.select(peer, box(round))) {
            var meter = Meter.start(peer);
            long begin = System.nanoTime();
            FetchWork.fetchAll(connection, FetchWork.Items.PHONE_LIST, count);
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Sample(count / seconds, meter.perOperation(count));
        }
    }

    @Override
    public void verify(Peer peer) throws IOException {
        FetchWork.verifyItems(peer, box(0), count, FetchWork.Items.PHONE_LIST);
    }

    private static int box(int round) {
        return Boxes.LISTED + 1 + round;
    }
}
