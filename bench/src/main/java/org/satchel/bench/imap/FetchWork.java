// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.peer.Peer;

/// UID FETCH of a whole box, over and over. The value is messages in a second.
///
/// @param count messages in the box
/// @param appended how many of them were appended; the others are copies
/// @param items what is fetched, as written in the command
record FetchWork(String id, String title, Boxes plan, Duration slice, int box, int count, int appended, Items items)
        implements Work<Peer> {
    private static final int VERIFIED_MAX = 10_000;

    /// What is fetched.
    enum Items {
        FLAGS("(FLAGS)", List.of("FLAGS (")),
        BODIES("(BODY.PEEK[])", List.of("BODY[]")),
        PHONE_LIST(
                "(FLAGS INTERNALDATE ENVELOPE BODYSTRUCTURE)",
                List.of("FLAGS (", "INTERNALDATE \"", "ENVELOPE (", "BODYSTRUCTURE ("));

        private final String text;
        private final List<String> marks;

        Items(String text, List<String> marks) {
            this.text = text;
            this.marks = marks;
        }
    }

    @Override
    public Unit unit() {
        return Unit.PER_SECOND;
    }

    @Override
    public void prepare(Peer peer) throws IOException {
        plan.fillByCopies(peer, box, count, appended);
    }

    @Override
    public Sample run(Peer peer, int round) throws IOException {
        try (var connection = ImapConnection.select(peer, box)) {
            var meter = Meter.start(peer);
            long begin = System.nanoTime();
            long fetched = 0;
            do {
                fetchAll(connection, items, count);
                fetched += count;
            } while (System.nanoTime() - begin < slice.toNanos());
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Sample(fetched / seconds, meter.perOperation(fetched));
        }
    }

    @Override
    public void verify(Peer peer) throws IOException {
        if (items == Items.BODIES) {
            plan.verify(peer, box, VERIFIED_MAX);
        } else {
            verifyItems(peer, box, Math.min(count, VERIFIED_MAX), items);
        }
    }

    /// One FETCH of everything with the checks that cost little.
    static void fetchAll(ImapConnection connection, Items items, int count) throws IOException {
        var replies = connection.replies();
        replies.reset();
        connection.run("UID FETCH 1:* " + items.text);
        WrongAnswer.unlessEqual("messages fetched", count, replies.fetches());
        if (!replies.uidsAscend()) {
            throw new WrongAnswer("uids do not ascend");
        }
        if (items == Items.BODIES) {
            WrongAnswer.unlessEqual("body bytes", (long) count * Messages.BYTES, replies.literalBytes());
        }
    }

    /// Looks into each response: every item is there, and the parentheses close.
    static void verifyItems(Peer peer, int box, int count, Items items) throws IOException {
        try (var connection = ImapConnection.select(peer, box)) {
            var lines = connection.ask("FETCH 1:" + count + " " + items.text);
            var fetches = new ArrayList<String>();
            for (var line : lines) {
                if (line.contains(" FETCH (")) {
                    fetches.add(line);
                }
            }
            WrongAnswer.unlessEqual("messages looked into", count, fetches.size());
            for (var line : fetches) {
                verify(line, items.marks);
            }
        }
    }

    private static void verify(String line, List<String> marks) throws WrongAnswer {
        for (var mark : marks) {
            if (!line.contains(mark)) {
                throw new WrongAnswer("a FETCH response lacks " + mark);
            }
        }
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char one = line.charAt(i);
            if (quoted && one == '\\') {
                i++;
            } else if (one == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += one == '(' ? 1 : one == ')' ? -1 : 0;
            }
        }
        if (depth != 0 || quoted || !line.endsWith(")")) {
            throw new WrongAnswer("a FETCH response does not close its parentheses");
        }
    }
}
