// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.peer.Peer;

/// The first SELECT of a box at a server that has not served it.
public final class ColdSelect {
    private ColdSelect() {}

    /// @param count of messages that the INBOX is known to have
    /// @return what it took, in milliseconds, login not counted
    public static double millis(Peer peer, int account, int count) throws IOException {
        try (var connection = ImapConnection.login(peer, account)) {
            long begin = System.nanoTime();
            connection.run("SELECT INBOX");
            long nanos = System.nanoTime() - begin;
            WrongAnswer.unlessEqual(
                    "messages at SELECT", count, connection.replies().exists());
            return nanos / 1e6;
        }
    }
}
