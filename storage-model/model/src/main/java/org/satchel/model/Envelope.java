// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The header fields of IMAP ENVELOPE, verbatim: encoded words are
/// not decoded. A field that is absent is null, or an empty list.
// RFC 3501 §7.4.2
public record Envelope(
        @Nullable String date,
        @Nullable String subject,
        List<Mailbox> from,
        List<Mailbox> sender,
        List<Mailbox> replyTo,
        List<Mailbox> to,
        List<Mailbox> cc,
        List<Mailbox> bcc,
        @Nullable String inReplyTo,
        @Nullable String messageId) {
    public Envelope {
        from = List.copyOf(from);
        sender = List.copyOf(sender);
        replyTo = List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
    }

    /// One address. Start of a group: host null and the group's name in `mailbox`; its end: both null.
    public record Mailbox(
            @Nullable String name,
            @Nullable String route,
            @Nullable String mailbox,
            @Nullable String host) {}
}
