// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.satchel.bench.measure.Detail;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;

/// Deposits of 1 KB that a quorum has.
///
/// @param meter of this process and the nodes of Cassandra
record DepositWork(String id, String title, Load load, Duration slice, Meter meter) implements Work<ClusterPeer> {
    private static final double MICROS = 1e6;

    @Override
    public Unit unit() {
        return Unit.PER_SECOND;
    }

    @Override
    public void prepare(ClusterPeer peer) throws IOException {
        peer.prepare(id, load);
    }

    @Override
    public Sample run(ClusterPeer peer, int round) throws IOException, InterruptedException {
        var done = peer.run(id, load, slice, meter);
        var details = new ArrayList<>(done.latencies().details());
        // Whatever is done here for one deposit, the rendering of the message with it.
        details.add(new Detail("cpu", "µs/op", done.spent().ours() * MICROS / done.deposits()));
        details.add(new Detail("cassandra", "µs/op", done.spent().theirs() * MICROS / done.deposits()));
        if (done.groups() > 0) {
            details.add(
                    new Detail("commits per group", "", (double) done.deposits() / load.deposits() / done.groups()));
        }
        return new Sample(done.deposits() / done.seconds(), details);
    }

    @Override
    public void verify(ClusterPeer peer) throws IOException {
        peer.verify(id, load);
    }
}
