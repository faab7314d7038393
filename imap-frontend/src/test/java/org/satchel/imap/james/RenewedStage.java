// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.satchel.imap.james.ImapStage.message;

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
            try (var client = stage.login()) {
                client.append("INBOX", message("one", "1\r\n"));
            }
        }
        return stage;
    }

    @Override
    public void close() {
        if (stage != null) {
            stage.close();
        }
    }
}
