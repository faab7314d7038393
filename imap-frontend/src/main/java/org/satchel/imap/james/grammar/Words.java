// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.grammar;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.satchel.imap.search.Page;

/// Small pieces of the grammar that several commands read alike.
// RFC 3501 §9, RFC 4466 §6
public final class Words {
    private static final String WORD_END = " ()\r\n";

    /// Characters of a word that may be anything.
    private static final int WORD_LENGTH_MAX = 200;

    private Words() {}

    /// The next word in capitals, up to a space, a parenthesis or the end.
    public static String keyword(ImapRequestLineReader line) throws DecodingException {
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

    public static String string(ImapRequestLineReader line) throws DecodingException {
        line.nextWordChar();
        return line.astring(StandardCharsets.UTF_8);
    }

    /// A string, a literal of any kind, or NIL, which is empty.
    public static Optional<String> value(ImapRequestLineReader line) throws DecodingException {
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

    /// The next word as it is written, up to a space, a parenthesis or the end.
    public static String text(ImapRequestLineReader line) throws DecodingException {
        var text = new StringBuilder();
        while (WORD_END.indexOf(line.nextChar()) < 0) {
            text.append(line.consume());
            if (text.length() > WORD_LENGTH_MAX) {
                throw illegal("long word");
            }
        }
        if (text.isEmpty()) {
            throw illegal("empty word");
        }
        return text.toString();
    }

    /// A stretch of a result.
    // RFC 9394 §4 (partial-range)
    public static Page page(String text) throws DecodingException {
        try {
            return Page.parse(text);
        } catch (IllegalArgumentException none) {
            throw illegal("range of a result");
        }
    }

    /// Something in parentheses, at least once.
    public static void list(ImapRequestLineReader line, int most, Item item) throws DecodingException {
        line.nextWordChar();
        line.consumeChar('(');
        rest(line, most, item);
    }

    /// The same, when the parenthesis was read.
    public static void rest(ImapRequestLineReader line, int most, Item item) throws DecodingException {
        int count = 0;
        do {
            if (++count > most) {
                throw illegal("more than " + most + " in one list");
            }
            item.read();
        } while (line.nextWordChar() != ')');
        line.consumeChar(')');
    }

    public static DecodingException illegal(String what) {
        return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, what);
    }

    /// Reads one of a list.
    @FunctionalInterface
    public interface Item {
        void read() throws DecodingException;
    }
}
