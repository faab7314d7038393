// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.james.mpt.api.ImapHostSystem;
import org.apache.james.mpt.imapmailbox.suite.UidSearchOnIndex;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/// James's scripts for a search that follows behind: they wait 20 s for an index that this server does not need, so
/// they
/// are not repeated on every engine.
class MptIndexTest extends UidSearchOnIndex {
    private @Nullable MptHost host;

    @Override
    protected ImapHostSystem createImapHostSystem() {
        try {
            host = new MptHost();
            return host;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    @AfterEach
    void stop() {
        if (host != null) {
            host.close();
        }
    }
}
