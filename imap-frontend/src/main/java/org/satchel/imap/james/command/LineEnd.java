// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.command;

import org.apache.james.imap.decode.DecodingException;
import org.satchel.imap.Manners;
import org.satchel.imap.james.grammar.Words;

/// Watches for a line that ends with `{n+}`, after which n bytes come that belong to the command.
// RFC 7888 §3
final class LineEnd {
    private static final long SIZE_MAX = 1L << 40;

    private Part part = Part.TEXT;
    private long size;
    private int before;
    private boolean bare;
    private boolean strict;

    private enum Part {
        TEXT,
        OPENED,
        SIZE,
        PLUS,
        CLOSED,
        END
    }

    LineEnd(Manners manners) {
        this.strict = !manners.understandsMistakes();
    }

    void next(int octet) {
        bare = octet == '\n' && before != '\r';
        before = octet;
        boolean digit = octet >= '0' && octet <= '9';
        if (octet == '{') {
            part = Part.OPENED;
            size = 0;
        } else if ((part == Part.OPENED || part == Part.SIZE) && digit) {
            part = Part.SIZE;
            size = Math.min(size * 10 + (octet - '0'), SIZE_MAX);
        } else if (part == Part.SIZE && octet == '+') {
            part = Part.PLUS;
        } else if (part == Part.PLUS && octet == '}') {
            part = Part.CLOSED;
        } else if (part == Part.CLOSED && octet == '\n') {
            part = Part.END;
        } else if (part != Part.CLOSED || octet != '\r') {
            part = Part.TEXT;
        }
    }

    /// @throws DecodingException when a line has just ended with LF alone and the listener is strict
    void check() throws DecodingException {
        if (strict && bare) {
            throw Words.illegal("line ends with LF alone");
        }
    }

    /// To be told when the command was understood or refused, and only its end is looked for.
    void forgive() {
        strict = false;
    }

    /// To be told when the literal was read, or is none.
    void taken() {
        part = Part.TEXT;
    }

    /// @return size of the literal that follows; -1 when there is none
    long literal() {
        return part == Part.END ? size : -1;
    }
}
