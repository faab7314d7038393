// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.command;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.apache.james.imap.message.Literal;

/// A literal in memory.
final class HeldLiteral implements Literal {
    private final byte[] content;

    HeldLiteral(byte[] content) {
        this.content = content;
    }

    @Override
    public long size() {
        return content.length;
    }

    @Override
    public InputStream getInputStream() {
        return new ByteArrayInputStream(content);
    }
}
