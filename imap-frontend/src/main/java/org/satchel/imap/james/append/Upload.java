// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.append;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.decode.DecoderUtils;
import org.apache.james.imap.decode.DecodingException;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.james.command.RequestReader;
import org.satchel.imap.james.grammar.FlagText;
import org.satchel.imap.james.grammar.Words;
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
    private static final int DATE_TIME_LENGTH = 26;

    /// Reads flags and date, then up to where the bytes begin.
    static Upload read(RequestReader line) throws DecodingException {
        var flags = line.nextWordChar() == '(' ? FlagText.fromJames(line.flagList()) : Flags.NONE;
        Instant received = null;
        if (line.nextWordChar() == '"') {
            received = instant(line.consumeQuoted());
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

    /// `17-Jul-1996 02:44:25 -0700`. James's own method gives it in the zone of this machine, where an hour of the
    /// clock
    /// may come twice.
    // RFC 3501 §9 (date-time)
    private static Instant instant(String text) throws DecodingException {
        if (text.length() < DATE_TIME_LENGTH) {
            throw Words.illegal("no date");
        }
        int zone = DecoderUtils.decodeZone(
                text.charAt(21), text.charAt(22), text.charAt(23), text.charAt(24), text.charAt(25));
        int month = DecoderUtils.decodeMonth(text.charAt(3), text.charAt(4), text.charAt(5));
        int year = DecoderUtils.decodeYear(text.charAt(7), text.charAt(8), text.charAt(9), text.charAt(10));
        return LocalDateTime.of(year, month + 1, 1, 0, 0)
                .plusDays(DecoderUtils.decodeFixedDay(text.charAt(0), text.charAt(1)) - 1L)
                .plusHours(DecoderUtils.decodeNumber(text.charAt(12), text.charAt(13)) - zone / 100)
                .plusMinutes(DecoderUtils.decodeNumber(text.charAt(15), text.charAt(16)) - zone % 100)
                .plusSeconds(DecoderUtils.decodeNumber(text.charAt(18), text.charAt(19)))
                .toInstant(ZoneOffset.UTC);
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
