// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.satchel.bench.measure.Callers;
import org.satchel.bench.peer.Peer;

/// Connections that have selected a box and wait in it.
final class Idlers implements AutoCloseable {
    private static final int OPENERS = 8;

    private final List<ImapConnection> connections;

    private Idlers(List<ImapConnection> connections) {
        this.connections = connections;
    }

    /// Connections that have logged in and selected INBOX, and send nothing more.
    ///
    /// @param account of the n-th connection
    static Idlers open(Peer peer, int count, IntUnaryOperator account) throws IOException, InterruptedException {
        var all = new ArrayList<ImapConnection>();
        try {
            Callers.run(Math.min(OPENERS, count), opener -> {
                for (int i = opener; i < count; i += OPENERS) {
                    var connection = ImapConnection.loginIdler(peer, account.applyAsInt(i));
                    synchronized (all) {
                        all.add(connection);
                    }
                    connection.run("SELECT INBOX");
                }
                return opener;
            });
            return new Idlers(List.copyOf(all));
        } catch (IOException | InterruptedException failure) {
            close(all);
            throw failure;
        }
    }

    /// Sends IDLE on all and waits until each is in it.
    // RFC 2177 §3
    void idle() throws IOException {
        for (var connection : connections) {
            idle(connection);
        }
    }

    static void idle(ImapConnection connection) throws IOException {
        long heard = connection.replies().continuations();
        connection.command("IDLE");
        connection.flush();
        connection.awaitContinuation(heard + 1);
    }

    List<ImapConnection> connections() {
        return connections;
    }

    @Override
    public void close() throws IOException {
        close(connections);
    }

    private static void close(List<ImapConnection> connections) throws IOException {
        for (var connection : connections) {
            connection.close();
        }
    }
}
