// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import java.util.List;
import org.satchel.bench.measure.Detail;
import org.satchel.bench.peer.Peer;

/// Processor time that a peer uses between two moments.
final class Meter {
    private static final double MICROS = 1e6;

    private final Peer peer;
    private final double before;

    private Meter(Peer peer, double before) {
        this.peer = peer;
        this.before = before;
    }

    static Meter start(Peer peer) throws IOException {
        return new Meter(peer, seconds(peer));
    }

    /// Time per operation; nothing when the peer's processes cannot be seen.
    List<Detail> perOperation(long operations) throws IOException {
        return peer instanceof Peer.Private && operations > 0
                ? List.of(new Detail("cpu", "µs/op", (seconds(peer) - before) * MICROS / operations))
                : List.of();
    }

    private static double seconds(Peer peer) throws IOException {
        return peer instanceof Peer.Private ours ? ours.processes().cpuSeconds() : 0;
    }
}
