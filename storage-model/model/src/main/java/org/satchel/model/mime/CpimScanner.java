// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BodyPart;
import org.satchel.model.text.HeaderBlock;
import org.satchel.model.text.TransferDecoder;
import org.satchel.model.text.TransferEncoding;

/// Looks inside `message/cpim`: its message headers, then the MIME entity that it carries.
// RFC 3862 §2
final class CpimScanner {
    private byte[] header = new byte[512];
    private int headerLength;
    private long headerStart = -1;
    private long lineBytes;
    private byte lastByte;
    private CpimHeaders headers = CpimHeaders.NONE;
    private @Nullable EntityScanner entity;
    private @Nullable BodyPart content;
    private @Nullable TransferDecoder decoder;
    private long decodedBytes;

    /// Takes a piece of the body of an entity, if that is `message/cpim`.
    ///
    /// @param position of the first of these bytes in the payload
    void takeBody(BodyPart.Head head, byte[] bytes, int offset, int length, long position) {
        if (!head.isType("message", "cpim")) {
            return;
        }
        if (PartHead.isIdentity(head)) {
            take(bytes, offset, length, position);
        } else {
            takeEncoded(TransferEncoding.named(head.encoding()), bytes, offset, length);
        }
    }

    private void take(byte[] bytes, int offset, int length, long position) {
        int at = offset;
        int end = offset + length;
        while (at < end && entity == null) {
            if (headerStart < 0) {
                headerStart = position + (at - offset);
            }
            at = headerLine(bytes, at, end, position - offset);
        }
        if (entity != null && at < end) {
            entity.take(bytes, at, end - at);
        }
    }

    /// Takes bytes that are transfer-encoded as a whole. What is found then has no place in the payload.
    private void takeEncoded(TransferEncoding encoding, byte[] bytes, int offset, int length) {
        if (decoder == null) {
            decoder = encoding.decoder();
        }
        var decoded = new byte[length + TransferDecoder.SURPLUS_BYTES];
        takeDecoded(decoded, decoder.decode(bytes, offset, length, decoded, 0));
    }

    private void takeDecoded(byte[] decoded, int length) {
        take(decoded, 0, length, decodedBytes);
        decodedBytes += length;
    }

    void finish() {
        if (decoder != null) {
            var rest = new byte[TransferDecoder.SURPLUS_BYTES];
            takeDecoded(rest, decoder.finish(rest, 0));
        }
        if (entity == null && headerLength > 0) {
            endHeaders(headerStart + headerLength);
        }
        if (entity != null) {
            content = entity.finish();
        }
    }

    CpimHeaders headers() {
        return headers;
    }

    /// The MIME fields of what is carried.
    HeaderBlock contentBlock() {
        return entity == null ? HeaderBlock.EMPTY : entity.rootBlock();
    }

    /// Root of what is carried; null when there is nothing.
    @Nullable
    BodyPart content() {
        return content;
    }

    /// False when the whole was transfer-encoded.
    boolean isInPlace() {
        return decoder == null;
    }

    List<FoundLeaf> leaves() {
        return entity == null ? List.of() : entity.leaves();
    }

    private int headerLine(byte[] bytes, int from, int end, long origin) {
        int at = from;
        while (at < end) {
            byte b = bytes[at++];
            keep(b);
            lineBytes++;
            if (b == '\n') {
                boolean empty = lineBytes == 1 || (lineBytes == 2 && lastByte == '\r');
                lineBytes = 0;
                lastByte = b;
                if (empty) {
                    endHeaders(origin + at);
                    return at;
                }
            }
            lastByte = b;
        }
        return at;
    }

    private void endHeaders(long next) {
        var block = HeaderBlock.parse(header, 0, headerLength);
        int length = headerLength;
        headerLength = 0;
        if (block.fields().isEmpty()) {
            headerStart = next; // empty lines before the headers
            return;
        }
        var type = block.firstOr("Content-Type", null);
        if (type == null) {
            headers = CpimHeaders.of(block);
            entity = new EntityScanner(next, null);
        } else if (StructuredField.parse(type).value().equalsIgnoreCase("message/cpim")) {
            headerStart = next; // the MIME fields of the CPIM itself, as the examples of RFC 3862 §5 print them
        } else {
            headers = CpimHeaders.of(
                    block); // a sender that forgot the empty line between message headers and MIME fields
            entity = new EntityScanner(headerStart, null);
            entity.take(header, 0, length);
        }
    }

    private void keep(byte b) {
        if (headerLength == HeaderBlock.BYTES_MAX) {
            return;
        }
        if (headerLength == header.length) {
            header = Arrays.copyOf(header, Math.min(HeaderBlock.BYTES_MAX, header.length * 2));
        }
        header[headerLength++] = b;
    }
}
