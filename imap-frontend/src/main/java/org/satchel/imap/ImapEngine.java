// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.io.IOException;

/// What speaks IMAP over a connection.
public interface ImapEngine {
    /// Talks with one client from the greeting until one of the two ends it. Runs on the connection's own thread.
    ///
    /// @throws IOException when the line breaks
    void converse(Connection connection) throws IOException;
}
