// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.payload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.satchel.convert.Converted;
import org.satchel.convert.Refused;
import org.satchel.model.Payload;
import org.satchel.model.text.TransferEncoding;

/// Bytes of known length that can be written from anywhere to anywhere.
sealed interface Content {
    long size();

    /// Writes `length` bytes from `offset`.
    void writeTo(OutputStream out, long offset, long length) throws IOException;

    /// Bytes made here.
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    record Made(byte[] bytes) implements Content {
        static Made of(String text) {
            return new Made(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void writeTo(OutputStream out, long offset, long length) throws IOException {
            out.write(bytes, Math.toIntExact(offset), Math.toIntExact(length));
        }
    }

    /// Stored bytes as they are.
    record Stored(Payload payload, long start, long size) implements Content {
        @Override
        public void writeTo(OutputStream out, long offset, long length) throws IOException {
            payload.writeTo(out, start + offset, length);
        }
    }

    /// Stored bytes without their transfer encoding. A range is decoded from the start: there is no other way through
    /// quoted-printable, and
    /// base64 may hold line ends anywhere.
    record Decoded(Stored stored, TransferEncoding encoding, long size) implements Content {
        @Override
        public void writeTo(OutputStream out, long offset, long length) throws IOException {
            try (var in = encoding.decode(stored.payload().open(stored.start(), stored.size()))) {
                in.skipNBytes(offset);
                copy(in, out, length);
            }
        }

        private static void copy(InputStream in, OutputStream out, long length) throws IOException {
            var buffer = new byte[8 * 1024];
            long left = length;
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new IOException("decoded part is shorter than was counted");
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
    }

    /// One after the other.
    record Joined(List<Content> pieces, long size) implements Content {
        static Joined of(List<Content> pieces) {
            return new Joined(
                    List.copyOf(pieces),
                    pieces.stream().mapToLong(Content::size).sum());
        }

        @Override
        public void writeTo(OutputStream out, long offset, long length) throws IOException {
            long from = offset;
            long left = length;
            for (var piece : pieces) {
                if (left == 0) {
                    return;
                }
                if (from >= piece.size()) {
                    from -= piece.size();
                    continue;
                }
                long count = Math.min(left, piece.size() - from);
                piece.writeTo(out, from, count);
                left -= count;
                from = 0;
            }
        }
    }

    /// Stored bytes in another form. A range is made from the start, too.
    record Altered(Converted converted) implements Content {
        @Override
        public long size() {
            return converted.size();
        }

        @Override
        public void writeTo(OutputStream out, long offset, long length) throws IOException {
            try {
                converted.writeTo(new Window(out, offset, length));
            } catch (Refused impossible) {
                throw new IOException("a conversion went well and then did not", impossible);
            }
        }
    }

    /// Lets some of what is written through.
    final class Window extends OutputStream {
        private final OutputStream out;
        private long before;
        private long left;

        private Window(OutputStream out, long offset, long length) {
            this.out = out;
            before = offset;
            left = length;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int skipped = (int) Math.min(before, length);
            int count = (int) Math.min(left, length - skipped);
            before -= skipped;
            left -= count;
            if (count > 0) {
                out.write(bytes, offset + skipped, count);
            }
        }
    }
}
