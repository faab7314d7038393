// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.satchel.model.text.WrittenDate;

/// Writes the object of a message, once: header fields in the order of CPM-MSG §5.1, then the body exactly as it was
/// received.
final class ObjectRenderer {
    // CPM-MSG §5.1
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.ENGLISH);
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");
    private static final int LINE_CHARS_MAX = 900;
    private static final int ENCODED_WORD_BYTES_MAX = 42;

    private final String domain;
    private final InstantSource clock;

    /// @param domain right side of the Message-ID that the store gives
    ObjectRenderer(String domain, InstantSource clock) {
        this.domain = domain;
        this.clock = clock;
    }

    Octets render(Item item) {
        var head = new StringBuilder(700);
        var request = item.request();
        field(head, "From", item.parties().sender().uri());
        field(head, "To", item.parties().recipient().uri());
        field(head, "Date", DATE.format(date(item)));
        subject(item).ifPresent(subject -> field(head, "Subject", encoded(subject)));
        service(item).ifPresent(service -> field(head, "P-Asserted-Service", service));
        field(head, Ids.CONVERSATION, item.ids().conversation());
        field(head, Ids.CONTRIBUTION, item.ids().contribution());
        request.headers()
                .first("InReplyTo-Contribution-ID")
                .ifPresent(id -> field(head, "InReplyTo-Contribution-ID", id));
        for (var tags : request.headers().all("Accept-Contact")) {
            field(head, "Accept-Contact", tags);
        }
        field(head, Ids.IMDN, item.ids().imdn());
        field(head, "Message-Direction", item.parties().direction().word());
        field(head, "Message-ID", messageId(item));
        field(head, "MIME-Version", "1.0");
        field(head, "Content-Type", contentType(item));
        field(head, "Content-Transfer-Encoding", isBinary(request.body()) ? "binary" : "8bit");
        return Octets.of(head.append("\r\n").toString()).plus(request.body());
    }

    /// When the sender says he wrote it, else now. CPM-MSG §16.10
    private OffsetDateTime date(Item item) {
        return item.content()
                .wrapping()
                .flatMap(cpim -> cpim.core("DateTime"))
                .or(() -> item.request().headers().first("Date"))
                .flatMap(WrittenDate::parse)
                .filter(date -> date.getYear() >= 1970 && date.getYear() <= 9999)
                .orElseGet(() -> clock.instant().atOffset(ZoneOffset.UTC));
    }

    private static Optional<String> subject(Item item) {
        return item.request()
                .headers()
                .first("Subject")
                .or(() -> item.content().wrapping().flatMap(cpim -> cpim.core("Subject")))
                .map(subject ->
                        CONTROLS.matcher(subject).replaceAll(" ").strip()) // CPIM can escape them: RFC 3862 §2.3.2
                .filter(subject -> !subject.isEmpty());
    }

    /// A message whose sender named no service is a pager-mode message all the same: it came in a MESSAGE, in CPIM.
    private static Optional<String> service(Item item) {
        var asserted = item.request().headers().first("P-Asserted-Service");
        return item.content() instanceof Content.Wrapped
                ? asserted.or(() -> Optional.of(CpmFeature.PAGER_ICSI))
                : asserted;
    }

    /// The same each time this item is rendered, and different in each box.
    private String messageId(Item item) {
        return "<" + Digest.of(item.parties().box().text(), item.name()) + "@" + domain + ">";
    }

    private static String contentType(Item item) {
        return switch (item.content()) {
            case Content.Wrapped wrapped -> Content.CPIM;
            case Content.Notification notification -> Content.CPIM;
            case Content.Bare bare -> item.request().header("Content-Type");
            case Content.Composing composing -> throw new IllegalArgumentException("is not recorded");
        };
    }

    /// RFC 2045 §2.8: only a binary body may hold a NUL.
    private static boolean isBinary(Octets body) {
        for (int i = 0; i < body.size(); i++) {
            if (body.at(i) == 0) {
                return true;
            }
        }
        return false;
    }

    private static void field(StringBuilder head, String name, String value) {
        if (value.length() > LINE_CHARS_MAX) {
            foldedField(head, name, value);
        } else {
            head.append(name).append(": ").append(value).append("\r\n");
        }
    }

    /// A line longer than RFC 5322 §2.1.1 permits is folded at its blanks; one that cannot be is left out.
    private static void foldedField(StringBuilder head, String name, String value) {
        var lines = new StringBuilder(name).append(':');
        int line = lines.length();
        for (var word : value.split(" ", -1)) {
            if (word.length() > LINE_CHARS_MAX) {
                return;
            }
            if (line + word.length() >= LINE_CHARS_MAX) {
                lines.append("\r\n");
                line = 0;
            }
            lines.append(' ').append(word);
            line += word.length() + 1;
        }
        head.append(lines).append("\r\n");
    }

    /// Text that is not ASCII becomes encoded words. RFC 2047 §2: 75 characters each at most, whole characters.
    private static String encoded(String text) {
        if (text.chars().allMatch(c -> c < 0x7f)) {
            return text;
        }
        var out = new StringBuilder();
        var piece = new StringBuilder();
        text.codePoints().forEach(point -> {
            var character = Character.toString(point);
            int bytes = (piece + character).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > ENCODED_WORD_BYTES_MAX) {
                word(out, piece);
            }
            piece.append(character);
        });
        word(out, piece);
        return out.toString();
    }

    private static void word(StringBuilder out, StringBuilder piece) {
        var base64 = Base64.getEncoder().encodeToString(piece.toString().getBytes(StandardCharsets.UTF_8));
        out.append(out.isEmpty() ? "" : " ").append("=?utf-8?B?").append(base64).append("?=");
        piece.setLength(0);
    }
}
