// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.command;

import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.satchel.imap.james.grammar.Words;

/// Reads numbers: James's own method calls itself for each digit, and lets long numbers wrap around.
// RFC 3501 §9 (number), RFC 7162 §7 (mod-sequence-valzer)
abstract class NumberReader extends ImapRequestLineReader {
    private static final String END = ". >\r\n\t";
    private static final int DIGITS_MAX = 19;

    @Override
    public long number(boolean stopsAtParenthesis) throws DecodingException {
        var digits = new StringBuilder(DIGITS_MAX);
        char next = nextWordChar();
        while (next >= '0' && next <= '9') {
            if (digits.length() == DIGITS_MAX) {
                throw Words.illegal("long number");
            }
            digits.append(consume());
            next = nextChar();
        }
        boolean ends = END.indexOf(next) >= 0 || (stopsAtParenthesis && next == ')');
        if (digits.isEmpty() || !ends) {
            throw Words.illegal("no number");
        }
        try {
            return Long.parseLong(digits.toString());
        } catch (NumberFormatException tooHigh) {
            throw Words.illegal("number out of range");
        }
    }
}
