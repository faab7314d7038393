// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.measure.Latencies;
import org.satchel.bench.peer.Peer;

/// A connection that appends numbered messages to INBOX.
public final class Appender implements AutoCloseable {
    private final ImapConnection connection;
    private final Messages messages;
    private final byte[] message = new byte[Messages.BYTES];
    private final boolean waitsForLiteral;
    private long next;

    /// @param first number of the first message
    Appender(ImapConnection connection, Messages messages, long first) throws IOException {
        this.connection = connection;
        this.messages = messages;
        this.next = first;
        var capabilities = String.join(" ", connection.ask("CAPABILITY")) + " ";
        // RFC 7888 §4
        this.waitsForLiteral = !(capabilities.contains(" LITERAL+ ") || capabilities.contains(" LITERAL- "));
    }

    /// Connected and logged in.
    ///
    /// @param first number of the first message
    public static Appender login(Peer peer, int account, Messages messages, long first) throws IOException {
        return new Appender(ImapConnection.login(peer, account), messages, first);
    }

    ImapConnection connection() {
        return connection;
    }

    boolean canPipeline() {
        return !waitsForLiteral;
    }

    /// Appends one by one until the time is over.
    ///
    /// @return how many
    long appendUntil(long nanoTime, Latencies latencies) throws IOException {
        long count = 0;
        long begin = System.nanoTime();
        while (begin < nanoTime) {
            appendOne();
            long end = System.nanoTime();
            latencies.add(end - begin);
            begin = end;
            count++;
        }
        return count;
    }

    /// Appends with up to `window` commands on the way until the time is over, then waits for the rest.
    ///
    /// @return how many
    long appendUntil(long nanoTime, int window) throws IOException {
        long before = connection.replies().answered();
        while (System.nanoTime() < nanoTime) {
            send(Long.MAX_VALUE, window);
        }
        connection.await(connection.sent());
        return connection.replies().answered() - before;
    }

    void appendAll(int count, int window) throws IOException {
        long last = connection.sent() + count;
        while (connection.sent() < last) {
            send(last, window);
        }
        connection.await(last);
    }

    /// Appends one and waits for its OK.
    public void appendOne() throws IOException {
        put();
        connection.flush();
        connection.await(connection.sent());
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    /// Fills the window up, then hears at least one answer.
    private void send(long last, int window) throws IOException {
        int open = waitsForLiteral ? 1 : window;
        while (connection.sent() < last
                && connection.sent() - connection.replies().answered() < open) {
            put();
        }
        connection.flush();
        connection.receive();
    }

    private void put() throws IOException {
        messages.write(next++, message, 0);
        if (waitsForLiteral) {
            long heard = connection.replies().continuations();
            connection.command("APPEND INBOX {" + Messages.BYTES + "}");
            connection.flush();
            connection.awaitContinuation(heard + 1);
        } else {
            connection.command("APPEND INBOX {" + Messages.BYTES + "+}");
        }
        connection.put(message);
        connection.put("\r\n");
    }
}
