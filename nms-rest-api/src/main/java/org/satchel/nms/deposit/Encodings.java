// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.deposit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.satchel.model.FirstBytes;
import org.satchel.nms.multipart.MalformedMultipart;

/// Transfer encodings of contents: what may travel as it is, and what goes into base64.
// RFC 2045 §6
final class Encodings {
    private static final int LINE_BYTES_MAX = 998;
    /// A multiple of 57, so that lines come out full: 57 bytes make 76 characters.
    private static final int CHUNK_BYTES = 57 * 140;

    private Encodings() {}

    /// True for bytes that every mail reader takes as 8bit: CRLF line ends only, no NUL, no long lines.
    static boolean isPlain(byte[] bytes) {
        int line = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            boolean end = b == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n';
            if (end) {
                line = 0;
                i++;
            } else if (b == 0 || b == '\r' || b == '\n' || ++line > LINE_BYTES_MAX) {
                return false;
            }
        }
        return true;
    }

    /// The bytes of `plain` in base64, in lines of 76 characters.
    static byte[] base64(byte[] plain) {
        return Base64Lines.ENCODER.encode(plain);
    }

    /// The same, as they come.
    static InputStream base64(InputStream plain) {
        return new Base64Lines(plain);
    }

    /// The same bytes, which must be base64.
    ///
    /// Fails with [MalformedMultipart] at the first that is not.
    static InputStream checkedBase64(InputStream encoded) {
        return new CheckedBase64(encoded);
    }

    private static final class Base64Lines extends InputStream {
        private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'});

        private final InputStream plain;
        private byte[] ready = new byte[0];
        private int at;
        private boolean started;
        private boolean ended;

        Base64Lines(InputStream plain) {
            this.plain = plain;
        }

        @Override
        public int read() throws IOException {
            return prepare() ? ready[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] out, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!prepare()) {
                return -1;
            }
            int count = Math.min(length, ready.length - at);
            System.arraycopy(ready, at, out, offset, count);
            at += count;
            return count;
        }

        private boolean prepare() throws IOException {
            if (at < ready.length) {
                return true;
            }
            if (ended) {
                return false;
            }
            var chunk = FirstBytes.of(plain, CHUNK_BYTES);
            ended = chunk.length < CHUNK_BYTES;
            var encoded = ENCODER.encode(chunk);
            ready = started && encoded.length > 0 ? afterLineEnd(encoded) : encoded;
            started = true;
            at = 0;
            return ready.length > 0;
        }

        private static byte[] afterLineEnd(byte[] encoded) {
            var joined = new byte[encoded.length + 2];
            joined[0] = '\r';
            joined[1] = '\n';
            System.arraycopy(encoded, 0, joined, 2, encoded.length);
            return joined;
        }
    }

    private static final class CheckedBase64 extends InputStream {
        private final InputStream encoded;
        private long digits;
        private int padding;

        CheckedBase64(InputStream encoded) {
            this.encoded = encoded;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] out, int offset, int length) throws IOException {
            int count = encoded.read(out, offset, length);
            if (count < 0 && (digits + padding) % 4 != 0) {
                throw new MalformedMultipart("base64 ends in the middle");
            }
            for (int i = offset; i < offset + count; i++) {
                check(out[i]);
            }
            return count;
        }

        private void check(byte b) throws MalformedMultipart {
            boolean digit =
                    (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '+' || b == '/';
            if (digit && padding == 0) {
                digits++;
            } else if (b == '=' && padding < 2) {
                padding++;
            } else if (b != '\r' && b != '\n') {
                throw new MalformedMultipart("content is not base64 as its header says");
            }
        }
    }

    /// Streams one after the other, each made when its turn comes.
    static final class Chain extends InputStream {
        private final Source source;
        private @Nullable InputStream present;

        /// Makes the streams of a [Chain].
        @FunctionalInterface
        interface Source {
            /// @return null when there are no more
            @Nullable
            InputStream next() throws IOException;
        }

        Chain(Source source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] out, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (present == null) {
                present = source.next();
            }
            while (present != null) {
                int count = present.read(out, offset, length);
                if (count >= 0) {
                    return count;
                }
                present = source.next();
            }
            return -1;
        }
    }
}
