// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Envelope.Mailbox;
import org.satchel.model.text.EncodedWords;
import org.satchel.model.text.Needle;

/// What a search in a header field means, and how far the summary can answer it.
///
/// - From, To, Cc and Bcc are their addresses, each written `name <address>` with the name decoded, joined by commas.
/// - Fields that may stand only once, those of ENVELOPE and of CPM, are the first of their name.
/// - Any other field is each of its name. Encoded words are decoded.
// RFC 3501 §6.4.4
final class HeaderMeaning {
    private static final Set<String> ENVELOPE =
            Set.of("from", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to");

    /// Fields that became attributes of the same name. An attribute may come from elsewhere when the field is absent:
    /// the summary denies, the
    /// payload confirms.
    private static final Set<String> ATTRIBUTES = Set.of(
            "conversation-id",
            "contribution-id",
            "inreplyto-contribution-id",
            "imdn-message-id",
            "p-asserted-service",
            "message-correlator",
            "message-context");

    /// An attribute of this length may have been cut.
    private static final int ATTRIBUTE_CHARS_MAX = 8000;

    private HeaderMeaning() {}

    static boolean isInSummary(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return ENVELOPE.contains(lower) || ATTRIBUTES.contains(lower);
    }

    static boolean matches(Query.Candidate candidate, String name, Needle needle) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (ENVELOPE.contains(lower)) {
            var value = envelope(candidate.summary().envelope(), lower);
            return value != null && needle.isIn(value);
        }
        if (!ATTRIBUTES.contains(lower)) {
            return PayloadText.header(candidate).all(name).stream().anyMatch(value -> isIn(needle, value));
        }
        var attribute = candidate.summary().attribute(name);
        if (attribute.isEmpty()) {
            return false;
        }
        if (attribute.get().length() < ATTRIBUTE_CHARS_MAX && !isIn(needle, attribute.get())) {
            return false;
        }
        return PayloadText.header(candidate)
                .first(name)
                .filter(value -> isIn(needle, value))
                .isPresent();
    }

    private static boolean isIn(Needle needle, String value) {
        return needle.isIn(EncodedWords.decode(value));
    }

    private static @Nullable String envelope(Envelope envelope, String lower) {
        return switch (lower) {
            case "from" -> text(envelope.from());
            case "to" -> text(envelope.to());
            case "cc" -> text(envelope.cc());
            case "bcc" -> text(envelope.bcc());
            case "subject" -> decoded(envelope.subject());
            case "date" -> envelope.date();
            case "message-id" -> envelope.messageId();
            case "in-reply-to" -> envelope.inReplyTo();
            default -> null;
        };
    }

    private static @Nullable String text(List<Mailbox> mailboxes) {
        if (mailboxes.isEmpty()) {
            return null;
        }
        var text = new StringBuilder();
        for (var mailbox : mailboxes) {
            if (!text.isEmpty()) {
                text.append(", ");
            }
            append(text, mailbox);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Mailbox mailbox) {
        if (mailbox.host() == null) {
            text.append(mailbox.mailbox() == null ? ";" : decoded(mailbox.mailbox()) + ":");
            return;
        }
        var address = mailbox.host().isEmpty() ? mailbox.mailbox() : mailbox.mailbox() + "@" + mailbox.host();
        if (mailbox.name() == null) {
            text.append(address);
        } else {
            text.append(decoded(mailbox.name())).append(" <").append(address).append('>');
        }
    }

    private static @Nullable String decoded(@Nullable String value) {
        return value == null ? null : EncodedWords.decode(value);
    }
}
