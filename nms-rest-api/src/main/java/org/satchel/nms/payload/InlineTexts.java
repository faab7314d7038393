// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.payload;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.satchel.model.ContentPart;
import org.satchel.model.Payload;
import org.satchel.model.StoreFailure;
import org.satchel.model.text.Charsets;
import org.satchel.model.text.TransferEncoding;

/// The texts of one object that are told with it, so that nobody has to fetch them.
// OMA NMS §5.1
public final class InlineTexts {
    /// How much longer a text may be as it is stored than decoded: quoted-printable says each byte in three, and lines
    /// end.
    private static final int STORED_BYTES_PER_BYTE = 4;

    private final Supplier<Payload> payload;
    private int bytesLeft;

    /// @param bytesMax decoded bytes of all texts of this object; 0 = none is told
    /// @param payload asked when a text is small enough
    public InlineTexts(int bytesMax, Supplier<Payload> payload) {
        this.bytesLeft = bytesMax;
        this.payload = payload;
    }

    /// @return null when it is no text, or too long, or cannot be read now: then it is to be fetched
    public @Nullable String of(ContentPart part) {
        long bytes = part.decodedBytes();
        long stored = part.extent().bodyBytes();
        if (bytes <= 0 || bytes > bytesLeft || stored > STORED_BYTES_PER_BYTE * bytes || !isText(part)) {
            return null;
        }
        var encoding = TransferEncoding.named(part.encoding());
        try (var in = encoding.decode(payload.get().open(part.extent().bodyStart(), stored))) {
            var decoded = in.readNBytes((int) bytes);
            bytesLeft -= decoded.length;
            return new String(decoded, Charsets.ofContentType(part.contentType()));
        } catch (IOException | StoreFailure.NotFound | StoreFailure.Unavailable unreadable) {
            return null;
        }
    }

    private static boolean isText(ContentPart part) {
        return part.contentType().strip().toLowerCase(Locale.ROOT).startsWith("text/");
    }
}
