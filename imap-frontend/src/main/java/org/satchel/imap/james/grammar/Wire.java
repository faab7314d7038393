// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.grammar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.ImapOutput;
import org.satchel.model.Envelope;

/// Values of FETCH in the grammar of the answer: strings, dates, envelopes, body structures.
// RFC 3501 §7.4.2, §9
public final class Wire {
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final long DAY_MILLIS = 86_400_000L;

    private Wire() {}

    /// `"…"`, or a literal where quotes would not do; NIL for null.
    public static void string(ImapOutput out, @Nullable String text) throws IOException {
        if (text == null) {
            out.ascii("NIL");
            return;
        }
        if (out.quoted(text)) {
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x7f || (c < ' ' && c != '\t')) {
                literal(out, text);
                return;
            }
        }
        out.write('"');
        out.ascii(text.replace("\\", "\\\\").replace("\"", "\\\""));
        out.write('"');
    }

    /// `"17-Jul-1996 02:44:25 +0000"`, always in UTC.
    public static void internalDate(ImapOutput out, long epochMillis) throws IOException {
        long day = Math.floorDiv(epochMillis, DAY_MILLIS);
        int second = (int) (Math.floorMod(epochMillis, DAY_MILLIS) / 1000);
        // days since 0000-03-01, in eras of 400 years: no leap day but at the end of a cycle
        long shifted = day + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int dayOfEra = (int) (shifted - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 2 : monthFromMarch - 10;
        long year = yearOfEra + era * 400 + (month <= 1 ? 1 : 0);
        out.write('"');
        twoDigits(out, dayOfMonth);
        out.write('-');
        out.ascii(MONTHS[month]);
        out.write('-');
        out.number(Math.max(0, year));
        out.write(' ');
        twoDigits(out, second / 3600);
        out.write(':');
        twoDigits(out, second / 60 % 60);
        out.write(':');
        twoDigits(out, second % 60);
        out.ascii(" +0000\"");
    }

    public static void envelope(ImapOutput out, Envelope envelope) throws IOException {
        out.write('(');
        string(out, envelope.date());
        out.write(' ');
        string(out, envelope.subject());
        out.write(' ');
        mailboxes(out, envelope.from());
        out.write(' ');
        // an absent sender or reply-to is the from
        mailboxes(out, envelope.sender().isEmpty() ? envelope.from() : envelope.sender());
        out.write(' ');
        mailboxes(out, envelope.replyTo().isEmpty() ? envelope.from() : envelope.replyTo());
        out.write(' ');
        mailboxes(out, envelope.to());
        out.write(' ');
        mailboxes(out, envelope.cc());
        out.write(' ');
        mailboxes(out, envelope.bcc());
        out.write(' ');
        string(out, envelope.inReplyTo());
        out.write(' ');
        string(out, envelope.messageId());
        out.write(')');
    }

    private static void mailboxes(ImapOutput out, List<Envelope.Mailbox> mailboxes) throws IOException {
        if (mailboxes.isEmpty()) {
            out.ascii("NIL");
            return;
        }
        out.write('(');
        for (var mailbox : mailboxes) {
            out.write('(');
            string(out, mailbox.name());
            out.write(' ');
            string(out, mailbox.route());
            out.write(' ');
            string(out, mailbox.mailbox());
            out.write(' ');
            string(out, mailbox.host());
            out.write(')');
        }
        out.write(')');
    }

    private static void literal(ImapOutput out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.ascii("{").number(bytes.length).ascii("}").crlf();
        out.write(bytes);
    }

    private static void twoDigits(ImapOutput out, int value) throws IOException {
        out.write('0' + value / 10);
        out.write('0' + value % 10);
    }
}
