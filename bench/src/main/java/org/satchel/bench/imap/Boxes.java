// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.peer.Peer;

/// Which account is used for what, and how its INBOX gets its messages.
final class Boxes {
    /// First of those appended to by many connections, each its own.
    static final int MANY = 0;

    static final int SINGLE = 100;
    static final int SHARED = 101;
    static final int PIPELINED = 102;
    static final int STORED = 103;
    static final int LARGE = 104;
    static final int ANNOUNCED = 105;
    /// First of those with a phone list; the next ones are listed once each.
    static final int LISTED = 200;
    /// First of those with small boxes for sessions.
    static final int SESSIONS = 400;
    /// First of those that idle.
    static final int IDLE = 500;

    private static final int WINDOW = 64;
    private static final int NUMBERS_PER_BLOCK = 1_000_000;
    private static final Pattern COUNT = Pattern.compile("\\* STATUS .*\\(MESSAGES (\\d+)\\)");

    private final Messages messages;
    private final AtomicLong blocks = new AtomicLong();

    Boxes(Messages messages) {
        this.messages = messages;
    }

    Messages messages() {
        return messages;
    }

    /// The first of a million message numbers that nobody else uses.
    long newNumbers() {
        return blocks.getAndIncrement() * NUMBERS_PER_BLOCK;
    }

    /// Messages in INBOX, as STATUS tells.
    static long count(ImapConnection connection) throws IOException {
        for (var line : connection.ask("STATUS INBOX (MESSAGES)")) {
            var matcher = COUNT.matcher(line);
            if (matcher.matches()) {
                return Long.parseLong(matcher.group(1));
            }
        }
        throw new WrongAnswer("no answer to STATUS");
    }

    /// Makes INBOX of the account hold exactly `count` messages, by pipelined APPEND. An empty box is filled, a full
    /// one left alone.
    void fill(Peer peer, int account, int count) throws IOException {
        if (isEmpty(peer, account, count)) {
            try (var appender = new Appender(ImapConnection.login(peer, account), messages, newNumbers())) {
                appender.appendAll(count, WINDOW);
                WrongAnswer.unlessEqual("messages in a filled box", count, count(appender.connection()));
            }
        }
    }

    /// The same for a large box: `appended` messages are appended, then copied as often as it takes.
    void fillByCopies(Peer peer, int account, int count, int appended) throws IOException {
        if (isEmpty(peer, account, count)) {
            fill(peer, account, appended);
            try (var connection = ImapConnection.select(peer, account)) {
                for (int held = appended; held < count; held += appended) {
                    connection.run("COPY 1:" + appended + " INBOX");
                }
                WrongAnswer.unlessEqual("messages in a copied box", count, count(connection));
            }
        }
    }

    /// Fetches the last messages of a box and compares them byte for byte with what was written.
    void verify(Peer peer, int account, int countMax) throws IOException {
        try (var connection = ImapConnection.select(peer, account)) {
            long held = connection.replies().exists();
            long first = Math.max(1, held - countMax + 1);
            var replies = connection.replies();
            replies.reset();
            replies.keepLiterals(true);
            connection.run("FETCH " + first + ":* (UID BODY.PEEK[])");
            replies.keepLiterals(false);
            WrongAnswer.unlessEqual("messages read back", held - first + 1, replies.fetches());
            check(replies);
        }
    }

    private void check(Replies replies) throws IOException {
        var numbers = new HashSet<Long>();
        for (var bytes : replies.literals()) {
            var number = messages.recognise(bytes);
            if (number.isEmpty()) {
                throw new WrongAnswer("a message of " + bytes.length + " bytes is not as it was written");
            }
            numbers.add(number.getAsLong());
        }
        WrongAnswer.unlessEqual("different messages read back", replies.fetches(), numbers.size());
    }

    private static boolean isEmpty(Peer peer, int account, int wanted) throws IOException {
        try (var connection = ImapConnection.login(peer, account)) {
            long present = count(connection);
            if (present != 0 && present != wanted) {
                throw new IOException("the box of " + peer.accounts().user(account) + " holds " + present
                        + " messages; it must be empty or hold " + wanted);
            }
            return present == 0;
        }
    }

    static Optional<String> unlessAnnounced(Peer peer, String capability) {
        try (var connection = ImapConnection.open(peer.imap())) {
            boolean has = String.join(" ", connection.ask("CAPABILITY")).contains(" " + capability);
            return has ? Optional.empty() : Optional.of(capability + " is not announced");
        } catch (IOException failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
    }
}
