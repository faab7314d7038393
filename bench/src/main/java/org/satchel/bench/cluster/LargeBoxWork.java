// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.satchel.bench.measure.Detail;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;

/// SELECT of a large box over IMAP at a server that was just started: the value is how long it takes. Beside it what it
/// needs of the store: the view, the figures of the folder, the whole listing, and the first object that was not seen.
record LargeBoxWork(String id, String title, LargeBox box) implements Work<ClusterPeer> {
    static final Duration GOAL = Duration.ofSeconds(3);

    @Override
    public Unit unit() {
        return Unit.MILLISECONDS;
    }

    @Override
    public int warmups() {
        return 0;
    }

    @Override
    public void prepare(ClusterPeer peer) throws IOException {
        box.fill();
    }

    @Override
    public Sample run(ClusterPeer peer, int round) throws IOException, InterruptedException {
        var cold = box.select();
        return new Sample(
                box.selectMillis(),
                List.of(
                        new Detail("view", "ms", cold.viewMillis()),
                        new Detail("listing", "ms", cold.listingMillis()),
                        new Detail("first unseen", "ms", cold.unseenMillis()),
                        new Detail("heap", "MiB", cold.heapMib()),
                        new Detail("largest partition", "MiB", box.largestPartitionMib()),
                        new Detail("filled in", "s", box.fillSeconds())));
    }
}
