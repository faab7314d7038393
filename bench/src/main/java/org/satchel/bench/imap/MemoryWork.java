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
/// The value is the growth of what the server needs ([Peer.Private#neededKib]); the growth of its pages stands beside
/// it. A first crowd comes and goes before the reading, so that what the server needs once is not counted.
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
        var before = ours.processes().memory();
        long neededBefore = ours.neededKib();
        try (var crowd = Idlers.open(peer, idlers, i -> Boxes.IDLE + i)) {
            long selected = ours.neededKib();
            crowd.idle();
            var after = ours.processes().memory();
            long idle = ours.neededKib();
            WrongAnswer.unlessEqual("idlers", idlers, crowd.connections().size());
            return new Sample(
                    each(neededBefore, idle),
                    List.of(
                            new Detail("not in IDLE", "KiB", each(neededBefore, selected)),
                            new Detail("PSS", "KiB", each(before.proportionalKib(), after.proportionalKib())),
                            new Detail("RSS", "KiB", each(before.residentKib(), after.residentKib())),
                            new Detail("all processes PSS", "KiB", after.proportionalKib()),
                            new Detail("processes", "", after.processes())));
        }
    }

    private double each(long before, long after) {
        return (after - before) / (double) idlers;
    }
}
