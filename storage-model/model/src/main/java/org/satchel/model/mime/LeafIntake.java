// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.satchel.model.text.TransferDecoder;
import org.satchel.model.text.TransferEncoding;

/// Takes in the body of one leaf as it streams by: counts what decoding would give, and keeps the head of what may hold
/// text.
final class LeafIntake {
    private final TransferEncoding encoding;
    private final TransferDecoder decoder;
    private final int headMax;
    private byte[] head = new byte[0];
    private int headLength;
    /// More came than the head holds: from then on the decoder counts.
    private boolean counting;

    private byte @Nullable [] decodedHead;
    private @Nullable String text;

    /// @param headMax how many bytes to keep, encoded
    LeafIntake(TransferEncoding encoding, int headMax) {
        this.encoding = encoding;
        this.decoder = encoding.decoder();
        this.headMax = headMax;
    }

    void take(byte[] bytes, int offset, int length) {
        int count = Math.min(length, headMax - headLength);
        if (!counting && count < length) {
            counting = true;
            decoder.count(head, 0, headLength);
        }
        if (counting) {
            decoder.count(bytes, offset, length);
        }
        if (count > 0) {
            if (headLength + count > head.length) {
                head = Arrays.copyOf(head, Math.min(headMax, Math.max(headLength + count, head.length * 2)));
            }
            System.arraycopy(bytes, offset, head, headLength, count);
            headLength += count;
        }
    }

    /// @param encodedBytes size of the body
    long decodedBytes(long encodedBytes) {
        if (encoding == TransferEncoding.IDENTITY) {
            return encodedBytes;
        }
        return counting ? decoder.counted() : decodedHead().length;
    }

    int headLength() {
        return headLength;
    }

    /// The first characters of the leaf. To be asked when all bytes were taken, always with the same charset.
    String text(Charset charset) {
        if (text == null) {
            text = new String(decodedHead(), charset);
        }
        return text;
    }

    private byte[] decodedHead() {
        if (decodedHead == null) {
            decodedHead = encoding.decode(head, headLength);
        }
        return decodedHead;
    }
}
