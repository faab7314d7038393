// SPDX-License-Identifier: Apache-2.0
package org.satchel.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.satchel.model.BodyPart;
import org.satchel.model.ContentPart;
import org.satchel.model.Payload;
import org.satchel.model.text.Charsets;
import org.satchel.model.text.TransferEncoding;

/// Stored content that a conversion begins with.
///
/// @param type media type in small letters, without parameters
/// @param charset of its text, if it is one
/// @param source its bytes, without their transfer encoding
public record Original(String type, Charset charset, ImageScaler.Source source) {
    /// A part as IMAP numbers them.
    ///
    /// @param payload the object that the part is in
    public static Original of(BodyPart.Leaf part, Payload payload) {
        var head = part.head();
        var charset = head.parameters().stream()
                .filter(parameter -> parameter.name().equalsIgnoreCase("charset"))
                .findFirst()
                .map(parameter -> Charsets.named(parameter.value()))
                .orElse(StandardCharsets.UTF_8);
        return new Original(typeOf(head), charset, () -> open(part.extent(), head.encoding(), payload));
    }

    /// A payload part as NMS numbers them.
    ///
    /// @param payload the object that the part is in
    public static Original of(ContentPart part, Payload payload) {
        var type = part.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        var charset = Charsets.ofContentType(part.contentType());
        return new Original(type, charset, () -> open(part.extent(), part.encoding(), payload));
    }

    private static String typeOf(BodyPart.Head head) {
        return (head.type() + '/' + head.subtype()).toLowerCase(Locale.ROOT);
    }

    private static InputStream open(BodyPart.Extent extent, String encoding, Payload payload) throws IOException {
        return TransferEncoding.named(encoding).decode(payload.open(extent.bodyStart(), extent.bodyBytes()));
    }
}
