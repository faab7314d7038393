// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.Locale;
import org.satchel.model.text.Charsets;
import org.satchel.model.text.TransferEncoding;

/// The text of an object's body as search sees it: of what the user sent, every part that is text or XML, decoded.
///
/// A scan and an index read the same parts through this class, so that they find the same.
public final class BodyText {
    private BodyText() {}

    public static boolean isText(ContentPart part) {
        var type = part.contentType().toLowerCase(Locale.ROOT).strip();
        int end = type.indexOf(';');
        var mediaType = (end < 0 ? type : type.substring(0, end)).strip();
        return mediaType.startsWith("text/")
                || mediaType.startsWith("message/")
                || mediaType.endsWith("+xml")
                || mediaType.endsWith("/xml")
                || mediaType.startsWith("application/x-cpm-");
    }

    /// The decoded characters of a part; what is not legal in its charset becomes U+FFFD.
    public static Reader open(ContentPart part, Payload payload) throws IOException {
        var extent = part.extent();
        var bytes = payload.open(extent.bodyStart(), extent.bodyBytes());
        return new InputStreamReader(
                TransferEncoding.named(part.encoding()).decode(bytes), Charsets.ofContentType(part.contentType()));
    }
}
