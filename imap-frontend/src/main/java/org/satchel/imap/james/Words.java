// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;

/// Small pieces of the grammar that several commands read alike.
// RFC 3501 §9, RFC 4466 §6
final class Words {
    private static final String WORD_END = " ()\r\n";

    private Words() {}

    /// The next word in capitals, up to a space, a parenthesis or the end.
    static String keyword(ImapRequestLineReader line) throws DecodingException {
        line.nextWordChar();
        var text = new StringBuilder();
        while (WORD_END.indexOf(line.nextChar()) < 0) {
            text.append(line.consume());
        }
        if (text.isEmpty()) {
            throw illegal("a word is missing");
        }
        return text.toString().toUpperCase(Locale.ROOT);
    }

    static String string(ImapRequestLineReader line) throws DecodingException {
        line.nextWordChar();
        return line.astring(StandardCharsets.UTF_8);
    }

    /// A string, a literal of any kind, or NIL, which is empty.
    static Optional<String> value(ImapRequestLineReader line) throws DecodingException {
        char first = line.nextWordChar();
        if (first == '~') {
            line.consume();
            return Optional.of(line.consumeLiteral(StandardCharsets.UTF_8));
        }
        if (first == '"' || first == '{') {
            return Optional.of(line.astring(StandardCharsets.UTF_8));
        }
        if (!keyword(line).equals("NIL")) {
            throw illegal("neither a string nor NIL");
        }
        return Optional.empty();
    }

    /// Something in parentheses, at least once.
    static void list(ImapRequestLineReader line, int most, Item item) throws DecodingException {
        line.nextWordChar();
        line.consumeChar('(');
        rest(line, most, item);
    }

    /// The same, when the parenthesis was read.
    static void rest(ImapRequestLineReader line, int most, Item item) throws DecodingException {
        int count = 0;
        do {
            if (++count > most) {
                throw illegal("more than " + most + " in one list");
            }
            item.read();
        } while (line.nextWordChar() != ')');
        line.consumeChar(')');
    }

    static DecodingException illegal(String what) {
        return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, what);
    }

    /// Reads one of a list.
    @FunctionalInterface
    interface Item {
        void read() throws DecodingException;
    }
}
