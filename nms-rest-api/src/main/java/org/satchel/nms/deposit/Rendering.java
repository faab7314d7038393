// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.deposit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.satchel.model.mime.Correlation;
import org.satchel.nms.deposit.Contents.Content;
import org.satchel.nms.multipart.PartHeaders;

/// One uploaded object on its way to become a message. One use, one thread.
///
/// A message of its own is taken byte for byte. Everything else gets the outer header of CPM from the attributes;
/// messages of CPM and of the
/// cellular network are wrapped in CPIM, what is none (voicemail, fax, call log, media) is plain MIME.
// CPM-MSG §5.1, §10 "mapping the other way"
final class Rendering {
    private static final String SERVICE = "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.";
    private static final List<String> RFC_3458_CONTEXTS = List.of(
            "pager-message",
            "multimedia-message",
            "voice-message",
            "fax-message",
            "video-message",
            "text-message",
            "none");

    private final Attributes attributes;
    private final Contents contents;
    private final String correlationId;
    private final String owner;
    private final RandomGenerator random;
    private final String context;
    private final boolean cpim;
    private final Instant date;
    private final List<String> fileIcons = new ArrayList<>();
    private @Nullable String freshId;

    /// @param correlationId as uploaded, may be empty
    /// @param owner id of the box
    Rendering(
            Attributes attributes,
            Contents contents,
            String correlationId,
            String owner,
            Instant now,
            RandomGenerator random) {
        this.attributes = attributes;
        this.contents = contents;
        this.correlationId = correlationId;
        this.owner = owner;
        this.random = random;
        context = attributes.first("Message-Context").orElse("").toLowerCase(Locale.ROOT);
        cpim = isCpim(attributes, context);
        date = attributes.first("Date").flatMap(HeaderText::readDate).orElse(now);
    }

    /// True when the upload is a message of its own, so that its bytes say everything that attributes could.
    boolean isVerbatim() {
        return contents.single()
                .filter(it -> it.headers().mediaType().equals("message/rfc822"))
                .isPresent();
    }

    /// The message, to be read once, to its end.
    InputStream message() throws IOException {
        var single = contents.single();
        if (single.isEmpty() || !single.get().isMessage()) {
            return rendered(single);
        }
        var content = contents.next().orElseThrow();
        var bytes = decoded(content);
        if (content.headers().mediaType().equals("message/rfc822")) {
            return bytes;
        }
        var head = outer().line("Content-Type", "message/cpim")
                .line("Content-Transfer-Encoding", "8bit")
                .end();
        return joined(head.bytes(), bytes);
    }

    /// One value for each content in order, after the message was read: its icon, or nothing.
    List<String> fileIcons() {
        return fileIcons;
    }

    private InputStream rendered(Optional<Content> single) throws IOException {
        if (!cpim) {
            return body(single, outer());
        }
        var outer = outer().line("Content-Type", "message/cpim")
                .line("Content-Transfer-Encoding", "8bit")
                .end();
        return joined(outer.bytes(), body(single, cpim()));
    }

    /// The contents behind the header block that is begun, whose last fields they need.
    private InputStream body(Optional<Content> single, HeaderText head) throws IOException {
        if (contents.isEmpty()) {
            var made = madeContent();
            var utf8 = made.text().getBytes(UTF_8);
            boolean plain = Encodings.isPlain(utf8);
            head.given("Content-Type", made.type());
            head.line("Content-Transfer-Encoding", plain ? "8bit" : "base64").end();
            return joined(head.bytes(), new ByteArrayInputStream(plain ? utf8 : Encodings.base64(utf8)));
        }
        if (single.isPresent()) {
            var content = contents.next().orElseThrow();
            var encoded = encoded(content, head);
            return joined(head.end().bytes(), encoded);
        }
        // "=_" stands in no base64 and in no quoted-printable text. RFC 2045 §6.7
        var boundary = "=_satchel_" + freshId();
        head.line("Content-Type", "multipart/" + contents.subtype() + "; boundary=\"" + boundary + "\"")
                .end();
        return joined(head.bytes(), new Encodings.Chain(new Parts(boundary)::next));
    }

    private HeaderText outer() {
        var head = new HeaderText();
        addresses(head, "From");
        addresses(head, "To");
        addresses(head, "Cc");
        addresses(head, "Bcc");
        head.line("Date", HeaderText.mailDate(date));
        head.given("Subject", attributes.first("Subject"));
        head.line("Message-ID", "<" + freshId() + "@satchel.invalid>");
        head.line("MIME-Version", "1.0");
        head.given(
                "Conversation-ID",
                attributes.first("Conversation-ID").or(() -> cpim ? Optional.of(freshId()) : Optional.empty()));
        head.given(
                "Contribution-ID",
                attributes.first("Contribution-ID").or(() -> cpim ? Optional.of(freshId()) : Optional.empty()));
        head.given("InReplyTo-Contribution-ID", attributes.first("InReplyTo-Contribution-ID"));
        head.given("P-Asserted-Service", service());
        head.line("IMDN-Message-ID", imdnMessageId());
        head.line("Message-Direction", isSent() ? "sent" : "received");
        if (RFC_3458_CONTEXTS.contains(context)) {
            head.line("Message-Context", context);
        }
        correlator().ifPresent(text -> head.line("Message-Correlator", text));
        return head;
    }

    private HeaderText cpim() {
        var head = new HeaderText()
                .line("From", HeaderText.cpimAddress(attributes.first("From")))
                .line("To", HeaderText.cpimAddress(attributes.first("To")))
                .line("NS", "imdn <urn:ietf:params:imdn>")
                .line("imdn.Message-ID", imdnMessageId())
                .line("DateTime", date.toString());
        attributes.first("ReportRequested").ifPresent(it -> head.given("imdn.Disposition-Notification", it));
        if (isImdn()) {
            head.line("Content-Disposition", "notification");
        }
        return head.end();
    }

    private void addresses(HeaderText head, String name) {
        var joined = new StringJoiner(", ").setEmptyValue("");
        for (var value : attributes.values(name)) {
            if (!value.isBlank()) {
                joined.add(HeaderText.address(value.strip()));
            }
        }
        if (joined.length() > 0) {
            head.line(name, joined.toString());
        }
    }

    /// Writes the header fields of a content, and answers with its bytes as they will be stored.
    private InputStream encoded(Content content, HeaderText head) {
        var headers = content.headers();
        head.given(
                "Content-Type",
                headers.first("Content-Type")
                        .or(() -> attributes.first("Content-Type"))
                        .orElse("text/plain; charset=utf-8"));
        head.given("Content-ID", headers.first("Content-ID"));
        head.given("Content-Location", headers.first("Content-Location"));
        head.given("Content-Disposition", headers.first("Content-Disposition").flatMap(Rendering::disposition));
        head.given("File-Icon", headers.first("File-Icon"));
        fileIcons.add(headers.first("File-Icon").orElse(""));
        return switch (transferEncoding(headers)) {
            case "base64" -> {
                head.line("Content-Transfer-Encoding", "base64");
                yield Encodings.checkedBase64(content.stream());
            }
            case "quoted-printable" -> {
                head.line("Content-Transfer-Encoding", "quoted-printable");
                yield content.stream();
            }
            default -> {
                var small = content.small();
                boolean plain = small != null && Encodings.isPlain(small);
                head.line("Content-Transfer-Encoding", plain ? "8bit" : "base64");
                yield plain
                        ? content.stream()
                        : small != null
                                ? new ByteArrayInputStream(Encodings.base64(small))
                                : Encodings.base64(content.stream());
            }
        };
    }

    private static InputStream decoded(Content content) {
        return transferEncoding(content.headers()).equals("base64")
                ? Base64.getMimeDecoder().wrap(Encodings.checkedBase64(content.stream()))
                : content.stream();
    }

    private static String transferEncoding(PartHeaders headers) {
        return headers.first("Content-Transfer-Encoding").map(PartHeaders::head).orElse("binary");
    }

    /// `form-data` is how it travelled; `attachment` is what it is.
    private static Optional<String> disposition(String value) {
        if (!PartHeaders.head(value).equals("form-data")) {
            return Optional.of(value);
        }
        return PartHeaders.parameterOf(value, "filename")
                .map(name ->
                        "attachment; filename=\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }

    private MadeContent madeContent() {
        var text = attributes.first("TextContent");
        if (text.isEmpty() && isImdn()) {
            var xml = ImdnText.of(attributes, originalMessageId(), date);
            return new MadeContent("message/imdn+xml", xml);
        }
        var type = attributes.first("Content-Type").orElse("");
        boolean own = !type.isEmpty()
                && !type.toLowerCase(Locale.ROOT).startsWith("multipart/")
                && !type.equalsIgnoreCase("message/cpim");
        return new MadeContent(
                own && text.isPresent() ? type : "text/plain; charset=utf-8",
                String.join("\r\n", attributes.values("TextContent")));
    }

    private static boolean isCpim(Attributes attributes, String context) {
        var type = attributes.first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (type.contains("x-cpm-session")
                || type.contains("group-state-object")
                || type.contains("x-cpm-file-transfer")) {
            return false;
        }
        return switch (context) {
            case "pager-message",
                    "multimedia-message",
                    "chat-message",
                    "file-message",
                    "standalone-message",
                    "imdn-message" -> true;
            case "x-rcs-chat", "x-rcs-ft", "x-rcs-pm", "x-rcs-lm", "x-rcs-imdn" -> true;
            case "" -> attributes.first("Conversation-ID").isPresent();
            default -> false;
        };
    }

    private boolean isImdn() {
        return context.equals("imdn-message") || context.equals("x-rcs-imdn");
    }

    private Optional<String> service() {
        return attributes.first("P-Asserted-Service").or(() -> switch (context) {
            case "standalone-message", "x-rcs-pm" -> Optional.of(SERVICE + "msg");
            case "x-rcs-lm" -> Optional.of(SERVICE + "largemsg");
            case "chat-message", "x-rcs-chat" -> Optional.of(SERVICE + "session");
            default -> Optional.empty();
        });
    }

    private boolean isSent() {
        if (attributes.first("Direction").isPresent()) {
            return attributes.is("Direction", "Out");
        }
        return attributes
                .first("From")
                .map(HeaderText::address)
                .filter(owner::equals)
                .isPresent();
    }

    /// Of the object itself: the original's id in a notification is not it. CPM-MSG §5.1
    private String imdnMessageId() {
        var given = attributes.first("IMDN-Message-ID");
        if (given.isPresent()) {
            return HeaderText.safe(given.get());
        }
        if (!correlationId.isEmpty() && !isImdn() && !context.equals("multimedia-message")) {
            return HeaderText.safe(correlationId);
        }
        return freshId();
    }

    private String originalMessageId() {
        return attributes.first("DispositionOriginalMessageID").orElse(correlationId);
    }

    // CPM-MSG §5.9
    private Optional<String> correlator() {
        return switch (context) {
            case "multimedia-message" ->
                attributes
                        .first("Message-Id")
                        .or(() -> Optional.of(correlationId).filter(id -> !id.isEmpty()))
                        .map(HeaderText::safe);
            case "pager-message" -> Optional.of(textCorrelator());
            default -> Optional.empty();
        };
    }

    private String textCorrelator() {
        var text = String.join("\r\n", attributes.values("TextContent"));
        var small = contents.single().map(Content::small).orElse(null);
        if (small != null) {
            text = new String(small, UTF_8);
        }
        return Correlation.correlator(text);
    }

    /// For whatever this message is not given an id for: none of them is compared with one of another kind.
    private String freshId() {
        if (freshId == null) {
            var bytes = new byte[16];
            random.nextBytes(bytes);
            freshId = HexFormat.of().formatHex(bytes);
        }
        return freshId;
    }

    private static InputStream joined(byte[] head, InputStream rest) {
        if (rest instanceof ByteArrayInputStream small) {
            var whole = Arrays.copyOf(head, head.length + small.available());
            small.readNBytes(whole, head.length, small.available());
            return new ByteArrayInputStream(whole);
        }
        return new SequenceInputStream(new ByteArrayInputStream(head), rest);
    }

    /// What stands in for contents that were not uploaded.
    private record MadeContent(String type, String text) {}

    /// The contents as parts of a multipart: a delimiter with headers, then the bytes, and so on, then the close
    /// delimiter.
    private final class Parts {
        private final String boundary;
        private boolean begun;
        private boolean closed;
        private @Nullable InputStream bytes;

        Parts(String boundary) {
            this.boundary = boundary;
        }

        @Nullable
        InputStream next() throws IOException {
            if (bytes != null) {
                var present = bytes;
                bytes = null;
                return present;
            }
            if (closed) {
                return null;
            }
            var before = begun ? "\r\n--" : "--";
            begun = true;
            var content = contents.next();
            if (content.isEmpty()) {
                closed = true;
                return new ByteArrayInputStream((before + boundary + "--\r\n").getBytes(UTF_8));
            }
            var head = new HeaderText();
            bytes = encoded(content.get(), head);
            return joined(
                    (before + boundary + "\r\n").getBytes(UTF_8),
                    new ByteArrayInputStream(head.end().bytes()));
        }
    }
}
