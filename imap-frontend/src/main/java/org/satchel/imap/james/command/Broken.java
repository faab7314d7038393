// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.command;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The client has gone, or the command has a size that ends the conversation.
public final class Broken extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    /// What to tell the client before the line is closed; empty = it has gone.
    public final String goodbye;

    public Broken(String goodbye) {
        super(new IOException(goodbye.isEmpty() ? "client has gone" : goodbye));
        this.goodbye = goodbye;
    }
}
