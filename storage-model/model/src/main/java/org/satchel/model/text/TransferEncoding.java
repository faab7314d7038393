// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How the bytes of a part are written. Decoding is lenient: what is no legal code is passed over (base64) or taken as
/// it is.
// RFC 2045 §6
public enum TransferEncoding {
    /// `7bit`, `8bit`, `binary`, and every name that is unknown.
    IDENTITY,
    BASE64,
    QUOTED_PRINTABLE;

    public static TransferEncoding named(@Nullable String name) {
        return switch (name == null ? "" : name.strip().toLowerCase(Locale.ROOT)) {
            case "base64" -> BASE64;
            case "quoted-printable" -> QUOTED_PRINTABLE;
            default -> IDENTITY;
        };
    }

    public byte[] decode(byte[] encoded) {
        if (this == IDENTITY) {
            return encoded;
        }
        return decode(encoded, encoded.length);
    }

    /// The first bytes of an array, decoded.
    public byte[] decode(byte[] encoded, int length) {
        if (this == IDENTITY) {
            return encoded.length == length ? encoded : Arrays.copyOf(encoded, length);
        }
        var decoder = decoder();
        var decoded = new byte[length + TransferDecoder.SURPLUS_BYTES];
        return Arrays.copyOf(decoded, decoder.finish(decoded, decoder.decode(encoded, 0, length, decoded, 0)));
    }

    /// A stream of the decoded bytes; closing it closes `encoded`.
    public InputStream decode(InputStream encoded) {
        return this == IDENTITY ? encoded : new Decoding(encoded, decoder());
    }

    /// A fresh decoder that takes bytes as they come.
    public TransferDecoder decoder() {
        return switch (this) {
            case IDENTITY -> new TransferDecoder.Identity();
            case BASE64 -> new TransferDecoder.Base64();
            case QUOTED_PRINTABLE -> new TransferDecoder.QuotedPrintable();
        };
    }

    private static final class Decoding extends FilterInputStream {
        private static final int CHUNK_BYTES = 8 * 1024;

        private final TransferDecoder decoder;
        private final byte[] encoded = new byte[CHUNK_BYTES];
        private final byte[] decoded = new byte[CHUNK_BYTES + TransferDecoder.SURPLUS_BYTES];
        private int at;
        private int end;
        private boolean atEnd;

        Decoding(InputStream in, TransferDecoder decoder) {
            super(in);
            this.decoder = decoder;
        }

        @Override
        public int read() throws IOException {
            return fill() ? decoded[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, end - at);
            System.arraycopy(decoded, at, target, offset, count);
            at += count;
            return count;
        }

        @Override
        public long skip(long wanted) throws IOException {
            if (wanted <= 0 || !fill()) {
                return 0;
            }
            int count = (int) Math.min(wanted, end - at);
            at += count;
            return count;
        }

        @Override
        public int available() {
            return end - at;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private boolean fill() throws IOException {
            while (at == end && !atEnd) {
                int count = in.read(encoded);
                at = 0;
                atEnd = count < 0;
                end = atEnd ? decoder.finish(decoded, 0) : decoder.decode(encoded, 0, count, decoded, 0);
            }
            return at < end;
        }
    }
}
