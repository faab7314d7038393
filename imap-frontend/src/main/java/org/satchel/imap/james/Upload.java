// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.decode.DecodingException;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Deposit;
import org.satchel.model.Flags;

/// One object of an APPEND or REPLACE, still on the line: how it enters its folder, and its literal.
///
/// @param literal null = it is composed of parts, which follow on the line
/// @param utf8 whether it stands in `UTF8 (…)`, so that a parenthesis follows it
// RFC 3501 §6.3.11, RFC 3502, RFC 4469, RFC 6855 §4
record Upload(Deposit how, RequestReader.@Nullable ObjectLiteral literal, boolean utf8) {
    private static final String CATENATE = "CATENATE";
    private static final String UTF8 = "UTF8";

    /// Reads flags and date, then up to where the bytes begin.
    static Upload read(RequestReader line) throws DecodingException {
        var flags = line.nextWordChar() == '(' ? FlagText.fromJames(line.flagList()) : Flags.NONE;
        Instant received = null;
        if (line.nextWordChar() == '"') {
            // the grammar of James turns the date into the zone of this machine
            received = line.dateTime().atZone(ZoneId.systemDefault()).toInstant();
        }
        var how = new Deposit(flags, received, null);
        char next = line.nextWordChar();
        if (next == '{' || next == '~') {
            return new Upload(how, line.objectLiteral(), false);
        }
        boolean utf8 = next == 'U' || next == 'u';
        expect(line, utf8 ? UTF8 : CATENATE);
        line.nextWordChar();
        line.consumeChar('(');
        return new Upload(how, utf8 ? utf8(line) : null, utf8);
    }

    /// The literal behind `UTF8 (`.
    // RFC 6855 §4
    static RequestReader.ObjectLiteral utf8(RequestReader line) throws DecodingException {
        if (line.nextWordChar() != '~') {
            throw illegal();
        }
        return line.objectLiteral();
    }

    private static void expect(RequestReader line, String wanted) throws DecodingException {
        var word = new StringBuilder();
        while (word.length() < wanted.length()) {
            word.append(line.consume());
        }
        if (!word.toString().toUpperCase(Locale.ROOT).equals(wanted)) {
            throw illegal();
        }
    }

    private static DecodingException illegal() {
        return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "no object");
    }
}
