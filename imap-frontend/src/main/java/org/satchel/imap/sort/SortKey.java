// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sort;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Entry;
import org.satchel.model.Envelope;
import org.satchel.model.Summary;
import org.satchel.model.text.EncodedWords;
import org.satchel.model.text.WrittenDate;

/// What objects are sorted by.
// RFC 5256 §3 (SORT), RFC 5957 §3
public enum SortKey {
    /// When it came into the store.
    ARRIVAL(false, false),
    /// Mailbox of the first address in Cc.
    CC(true, true),
    /// When it was sent: the Date field; without one, when it came into the store.
    DATE(false, true),
    /// Name of the first address in From; without one, the address.
    DISPLAYFROM(true, true),
    /// Name of the first address in To; without one, the address.
    DISPLAYTO(true, true),
    /// Mailbox of the first address in From.
    FROM(true, true),
    SIZE(false, false),
    /// Base subject.
    SUBJECT(true, true),
    /// Mailbox of the first address in To.
    TO(true, true);

    private final boolean text;
    private final boolean inSummary;

    SortKey(boolean text, boolean inSummary) {
        this.text = text;
        this.inSummary = inSummary;
    }

    boolean isText() {
        return text;
    }

    boolean isInSummary() {
        return inSummary;
    }

    /// When an object was sent, in milliseconds.
    public static long sent(Entry entry, Summary summary) {
        var date = summary.envelope().date();
        return date == null
                ? entry.received().toEpochMilli()
                : WrittenDate.parse(date)
                        .map(it -> it.toInstant().toEpochMilli())
                        .orElseGet(() -> entry.received().toEpochMilli());
    }

    String text(Summary summary) {
        var envelope = summary.envelope();
        return switch (this) {
            case CC -> mailbox(envelope.cc());
            case FROM -> mailbox(envelope.from());
            case TO -> mailbox(envelope.to());
            case DISPLAYFROM -> display(envelope.from());
            case DISPLAYTO -> display(envelope.to());
            case SUBJECT -> PlainSubject.of(envelope.subject()).text();
            case ARRIVAL, DATE, SIZE -> throw new IllegalStateException(this + " is no text");
        };
    }

    long number(Entry entry, @Nullable Summary summary) {
        return switch (this) {
            case ARRIVAL -> entry.received().toEpochMilli();
            case DATE -> summary == null ? entry.received().toEpochMilli() : sent(entry, summary);
            case SIZE -> entry.size();
            case CC, DISPLAYFROM, DISPLAYTO, FROM, SUBJECT, TO -> throw new IllegalStateException(this + " is a text");
        };
    }

    private static String mailbox(List<Envelope.Mailbox> addresses) {
        var mailbox = addresses.isEmpty() ? null : addresses.getFirst().mailbox();
        return mailbox == null ? "" : mailbox;
    }

    private static String display(List<Envelope.Mailbox> addresses) {
        if (addresses.isEmpty()) {
            return "";
        }
        var first = addresses.getFirst();
        if (first.name() != null && !first.name().isEmpty()) {
            return EncodedWords.decode(first.name());
        }
        boolean whole = first.host() != null && !first.host().isEmpty();
        return whole ? first.mailbox() + "@" + first.host() : mailbox(addresses);
    }
}
