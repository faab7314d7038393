// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.satchel.bench.measure.Latencies;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.peer.Peer;

/// UID STORE of one flag of one message, message after message; every command really changes its message.
///
/// @param window commands on the way at once
record StoreWork(String id, String title, Boxes plan, Duration slice, int count, int window) implements Work<Peer> {
    private static final String FLAG = "\\Flagged";

    @Override
    public Unit unit() {
        return Unit.PER_SECOND;
    }

    @Override
    public void prepare(Peer peer) throws IOException {
        plan.fill(peer, Boxes.STORED, count);
    }

    @Override
    public Sample run(Peer peer, int round) throws IOException {
        try (var connection = ImapConnection.select(peer, Boxes.STORED)) {
            var uids = uids(connection);
            connection.run("UID STORE 1:* -FLAGS.SILENT (" + FLAG + ")");
            var replies = connection.replies();
            replies.reset();
            var latencies = new Latencies();
            var meter = Meter.start(peer);
            long begin = System.nanoTime();
            long stored = window == 1 ? oneByOne(connection, uids, latencies) : pipelined(connection, uids);
            double seconds = (System.nanoTime() - begin) / 1e9;
            var details = new ArrayList<>(meter.perOperation(stored));
            details.addAll(latencies.details());
            // A STORE may be told more than once (RFC 7162 §3.1.4), but never less.
            if (replies.fetches() < stored) {
                throw new WrongAnswer("of " + stored + " changes " + replies.fetches() + " were told");
            }
            WrongAnswer.unlessEqual("messages with the flag", expectedFlags(stored, uids.size()), flagged(connection));
            return new Sample(stored / seconds, details);
        }
    }

    private long oneByOne(ImapConnection connection, List<Long> uids, Latencies latencies) throws IOException {
        long end = System.nanoTime() + slice.toNanos();
        long stored = 0;
        long begin = System.nanoTime();
        while (begin < end) {
            connection.run(command(stored++, uids));
            long now = System.nanoTime();
            latencies.add(now - begin);
            begin = now;
        }
        return stored;
    }

    private long pipelined(ImapConnection connection, List<Long> uids) throws IOException {
        long end = System.nanoTime() + slice.toNanos();
        long stored = 0;
        while (System.nanoTime() < end) {
            while (connection.sent() - connection.replies().answered() < window) {
                connection.command(command(stored++, uids));
            }
            connection.flush();
            connection.receive();
        }
        connection.await(connection.sent());
        return stored;
    }

    /// Through the box setting the flag, then through it taking the flag away, and so on.
    private static String command(long index, List<Long> uids) {
        var uid = uids.get((int) (index % uids.size()));
        var sign = index / uids.size() % 2 == 0 ? "+" : "-";
        return "UID STORE " + uid + " " + sign + "FLAGS (" + FLAG + ")";
    }

    private static long expectedFlags(long stored, int size) {
        long within = stored % size;
        return stored / size % 2 == 0 ? within : size - within;
    }

    private static List<Long> uids(ImapConnection connection) throws IOException {
        var uids = new ArrayList<Long>();
        for (var line : connection.ask("UID SEARCH ALL")) {
            if (line.startsWith("* SEARCH")) {
                for (var uid : line.substring("* SEARCH".length()).strip().split(" ")) {
                    uids.add(Long.valueOf(uid));
                }
            }
        }
        return uids;
    }

    private static long flagged(ImapConnection connection) throws IOException {
        return connection.ask("FETCH 1:* (FLAGS)").stream()
                .filter(line -> line.contains(" FETCH (") && line.contains(FLAG))
                .count();
    }
}
