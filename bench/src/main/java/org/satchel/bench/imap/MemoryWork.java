// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.satchel.bench.measure.Detail;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.peer.Peer;

/// What one more idle connection costs the server in memory: each logged in to an account of its own, INBOX selected,
/// in IDLE.
///
/// The value is the growth of the proportional set size of all server processes. A first crowd comes and goes before
/// the reading, so that what the server needs once is not counted, and both readings are made after it has settled.
record MemoryWork(String id, String title, int idlers) implements Work<Peer> {
    private static final int FIRST_CROWD_MAX = 200;

    @Override
    public Unit unit() {
        return Unit.KIBIBYTES;
    }

    @Override
    public Optional<String> obstacle(Peer peer) {
        return peer instanceof Peer.Private
                ? Optional.empty()
                : Optional.of("the memory of a server that somebody else runs cannot be seen");
    }

    @Override
    public int warmups() {
        return 0;
    }

    /// Each account has been there before: what a new box costs is no part of it.
    @Override
    public void prepare(Peer peer) throws IOException, InterruptedException {
        for (int first = 0; first < idlers; first += FIRST_CROWD_MAX) {
            int offset = Boxes.IDLE + first;
            Idlers.open(peer, Math.min(FIRST_CROWD_MAX, idlers - first), i -> offset + i)
                    .close();
        }
    }

    @Override
    public Sample run(Peer peer, int round) throws IOException, InterruptedException {
        if (!(peer instanceof Peer.Private ours)) {
            throw new IllegalStateException(peer.name() + " is not private");
        }
        try (var crowd = Idlers.open(peer, Math.min(idlers, FIRST_CROWD_MAX), i -> Boxes.IDLE + i)) {
            crowd.idle();
        }
        ours.settle();
        var before = ours.processes().memory();
        try (var crowd = Idlers.open(peer, idlers, i -> Boxes.IDLE + i)) {
            ours.settle();
            var selected = ours.processes().memory();
            crowd.idle();
            var unsettled = ours.processes().memory();
            ours.settle();
            var idle = ours.processes().memory();
            WrongAnswer.unlessEqual("idlers", idlers, crowd.connections().size());
            return new Sample(
                    each(before.proportionalKib(), idle.proportionalKib()),
                    List.of(
                            new Detail("RSS", "KiB", each(before.residentKib(), idle.residentKib())),
                            new Detail(
                                    "not in IDLE", "KiB", each(before.proportionalKib(), selected.proportionalKib())),
                            new Detail(
                                    "not settled", "KiB", each(before.proportionalKib(), unsettled.proportionalKib())),
                            new Detail("processes", "", idle.processes())));
        }
    }

    private double each(long before, long after) {
        return (after - before) / (double) idlers;
    }
}
