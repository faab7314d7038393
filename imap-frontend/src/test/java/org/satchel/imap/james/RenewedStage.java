// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.satchel.imap.james.ImapStage.message;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.api.SilentCloseable;
import java.io.IOException;

/// A stage for clients that leave anything behind: a new one now and then, with one message in INBOX.
final class RenewedStage implements AutoCloseable {
    private static final int USES = 1_000;

    private ImapStage stage;
    private int uses;

    ImapStage next() throws IOException {
        if (uses++ % USES == 0) {
            close();
            stage = new ImapStage();
            try (var _ = allowed();
                    var client = stage.login()) {
                client.append("INBOX", message("one", "1\r\n"));
            }
        }
        return stage;
    }

    /// Lets clients connect to the stage, and to nothing else, until it is closed.
    SilentCloseable allowed() {
        return BugDetectors.allowNetworkConnections(
                (host, port) -> port == stage.server.address().getPort());
    }

    @Override
    public void close() {
        if (stage != null) {
            stage.close();
        }
    }
}
