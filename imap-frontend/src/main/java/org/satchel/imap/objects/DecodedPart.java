// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.objects;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.satchel.model.BodyPart;
import org.satchel.model.Payload;
import org.satchel.model.Summary;
import org.satchel.model.text.TransferEncoding;

/// One part of an object with its transfer encoding undone. It is decoded while it is written, in pieces of a few
/// kilobytes; its size is known from the summary, or counted without holding it.
///
/// A multipart and a message within the message have no encoding of their own, and neither has the object as a whole:
/// they are given as they are stored.
///
/// @param start first byte of the encoded part in the payload
/// @param length of the encoded part, in bytes
/// @param decodedBytes -1 = must be counted
// RFC 3516 §4.2
public record DecodedPart(long start, long length, TransferEncoding encoding, long decodedBytes) {
    private static final int PIECE_BYTES = 8 * 1024;
    private static final Set<String> KNOWN = Set.of("7bit", "8bit", "binary", "base64", "quoted-printable");

    /// @param path numbers of the part; empty = the whole object
    /// @return empty when there is no such part
    public static Optional<DecodedPart> find(Summary summary, Payload payload, int[] path) {
        if (path.length == 0) {
            return Optional.of(new DecodedPart(0, payload.size(), TransferEncoding.IDENTITY, payload.size()));
        }
        var part = Parts.find(summary.body(), path);
        if (part == null) {
            return Optional.empty();
        }
        var extent = part.extent();
        var encoding = part instanceof BodyPart.Leaf
                ? TransferEncoding.named(part.head().encoding())
                : TransferEncoding.IDENTITY;
        long bytes = encoding == TransferEncoding.IDENTITY ? extent.bodyBytes() : known(summary, extent);
        return Optional.of(new DecodedPart(extent.bodyStart(), extent.bodyBytes(), encoding, bytes));
    }

    /// True when the part is encoded in a way that nobody here knows.
    public static boolean isUnknown(Summary summary, int[] path) {
        return path.length > 0
                && Parts.find(summary.body(), path) instanceof BodyPart.Leaf leaf
                && !KNOWN.contains(leaf.head().encoding().strip().toLowerCase(Locale.ROOT));
    }

    /// The size after decoding.
    public long size(Payload payload) throws IOException {
        if (decodedBytes >= 0) {
            return decodedBytes;
        }
        var decoder = encoding.decoder();
        var piece = new byte[PIECE_BYTES];
        try (var in = payload.open(start, length)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                decoder.count(piece, 0, count);
            }
        }
        return decoder.counted();
    }

    /// Writes decoded bytes.
    ///
    /// @param offset in the decoded part
    /// @param count as many as are there from `offset` on, or fewer
    public void writeTo(OutputStream out, Payload payload, long offset, long count) throws IOException {
        if (encoding == TransferEncoding.IDENTITY) {
            payload.writeTo(out, start + offset, count);
            return;
        }
        var piece = new byte[PIECE_BYTES];
        try (var in = encoding.decode(payload.open(start, length))) {
            in.skipNBytes(offset);
            long left = count;
            while (left > 0) {
                int read = in.read(piece, 0, (int) Math.min(left, piece.length));
                if (read < 0) {
                    throw new EOFException("a part is shorter than its summary says");
                }
                out.write(piece, 0, read);
                left -= read;
            }
        }
    }

    /// What the pass at deposit counted for a leaf at this place.
    private static long known(Summary summary, BodyPart.Extent extent) {
        for (var content : summary.contents()) {
            if (content.extent().equals(extent)) {
                return content.decodedBytes();
            }
        }
        return -1;
    }
}
