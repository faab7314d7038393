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
// RFC 3501 §6.3.11, RFC 3502, RFC 4469
record Upload(Deposit how, RequestReader.@Nullable ObjectLiteral literal) {
    private static final String CATENATE = "CATENATE";

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
        if (next != 'C' && next != 'c') {
            return new Upload(how, line.objectLiteral());
        }
        var word = new StringBuilder();
        while (word.length() < CATENATE.length()) {
            word.append(line.consume());
        }
        if (!word.toString().toUpperCase(Locale.ROOT).equals(CATENATE)) {
            throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "no object");
        }
        line.nextWordChar();
        line.consumeChar('(');
        return new Upload(how, null);
    }
}
