// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.command;

import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.decode.DecodingException;

/// Counts parentheses, NOT and OR as they are read: the grammar of SEARCH is read by a method that calls itself.
final class Nesting {
    private static final int NOT = 0x4e4f54;
    private static final int OR = 0x4f52;

    private final int most;
    private int depth;
    private int word;

    Nesting(int most) {
        this.most = most;
    }

    void next(char next) throws DecodingException {
        if (next >= 'A' && next <= 'z') {
            word = (word << 8) | (next & 0xdf);
            return;
        }
        boolean deeper = next == '(' || word == NOT || word == OR;
        word = 0;
        if (deeper && ++depth > most) {
            throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "command is nested too deeply");
        }
    }
}
