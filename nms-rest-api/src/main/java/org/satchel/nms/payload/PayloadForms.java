// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.payload;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.satchel.convert.Converted;
import org.satchel.convert.Converter;
import org.satchel.model.ContentPart;
import org.satchel.model.Payload;
import org.satchel.model.StoredObject;
import org.satchel.model.text.TransferEncoding;
import org.satchel.nms.box.Secret;

/// The forms in which the bytes of an object are handed out.
public final class PayloadForms {
    private final Secret secret;

    /// @param secret contents cannot be written to hold a boundary made with it
    PayloadForms(Secret secret) {
        this.secret = secret;
    }

    /// True when there is anything but an empty text.
    public static boolean hasContent(StoredObject object) {
        for (var part : object.summary().contents()) {
            if (part.decodedBytes() > 0) {
                return true;
            }
        }
        return false;
    }

    String boundary(StoredObject object) {
        return "=_nms_" + secret.name("boundary " + object.entry().content().number());
    }

    /// `multipart/related` when there is a presentation that ties the parts together. OMA NMS §13.41
    static String subtype(StoredObject object) {
        boolean presented = object.summary().contents().stream()
                .anyMatch(part -> part.contentType().toLowerCase(Locale.ROOT).startsWith("application/smil"));
        return presented ? "related" : "mixed";
    }

    /// All parts in one multipart, with their transfer encoding. The first byte is that of the boundary line. OMA NMS
    /// §6.3
    Content whole(StoredObject object, Payload payload) {
        var boundary = boundary(object);
        var pieces = new ArrayList<Content>();
        var before = "--";
        for (var part : object.summary().contents()) {
            pieces.add(Content.Made.of(before + boundary + "\r\n" + head(part)));
            pieces.add(stored(part, payload));
            before = "\r\n--";
        }
        pieces.add(Content.Made.of(before + boundary + "--\r\n"));
        return Content.Joined.of(pieces);
    }

    /// The same, written at once, each part as it is wanted if it can become that, else as it is stored. One converted
    /// part is held at a time.
    void writeConverted(
            StoredObject object, Payload payload, Converter.Target target, Conversions conversions, OutputStream out)
            throws IOException {
        var boundary = boundary(object);
        var before = "--";
        for (var part : object.summary().contents()) {
            var converted = conversions.ifPossible(part, payload, target);
            var shown = converted.map(it -> retold(part, it)).orElse(part);
            write(Content.Made.of(before + boundary + "\r\n" + head(shown)), out);
            write(converted.<Content>map(Content.Altered::new).orElseGet(() -> stored(part, payload)), out);
            before = "\r\n--";
        }
        write(Content.Made.of(before + boundary + "--\r\n"), out);
    }

    private static void write(Content content, OutputStream out) throws IOException {
        content.writeTo(out, 0, content.size());
    }

    private static ContentPart retold(ContentPart part, Converted converted) {
        return new ContentPart(
                converted.contentType(),
                "binary",
                part.contentId(),
                part.disposition(),
                part.location(),
                part.extent(),
                converted.size());
    }

    /// The bytes of one part, decoded.
    static Content part(ContentPart part, Payload payload) {
        var stored = stored(part, payload);
        var encoding = TransferEncoding.named(part.encoding());
        return encoding == TransferEncoding.IDENTITY
                ? stored
                : new Content.Decoded(stored, encoding, part.decodedBytes());
    }

    private static Content.Stored stored(ContentPart part, Payload payload) {
        return new Content.Stored(
                payload, part.extent().bodyStart(), part.extent().bodyBytes());
    }

    private static String head(ContentPart part) {
        var head = new StringBuilder();
        line(head, "Content-Type", part.contentType());
        line(head, "Content-ID", part.contentId());
        line(head, "Content-Location", part.location());
        line(head, "Content-Disposition", part.disposition());
        line(head, "Content-Transfer-Encoding", part.encoding());
        return head.append("\r\n").toString();
    }

    private static void line(StringBuilder head, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            head.append(name)
                    .append(": ")
                    .append(value.replaceAll("[\\r\\n]+", " "))
                    .append("\r\n");
        }
    }
}
