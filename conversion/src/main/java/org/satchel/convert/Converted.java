// SPDX-License-Identifier: Apache-2.0
package org.satchel.convert;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.satchel.model.BodyPart;

/// What came of a conversion: its size is known, its bytes are written when they are asked for.
public sealed interface Converted {
    long size();

    /// Media type with parameters.
    String contentType();

    /// Differs from that of any other conversion of the same content.
    String mark();

    /// What BODYSTRUCTURE would say about it.
    BodyPart structure();

    void writeTo(OutputStream out) throws Refused, IOException;

    /// A picture, in memory: it is small.
    final class Picture implements Converted {
        private static final int MARK_BYTES = 12;

        private final ImageHeader.Format format;
        private final byte[] bytes;

        Picture(ImageHeader.Format format, byte[] bytes) {
            this.format = format;
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public String contentType() {
            return "image/" + format.name().toLowerCase(Locale.ROOT);
        }

        /// Of the bytes, so that it holds when another version of the server makes others.
        @Override
        public String mark() {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                return HexFormat.of().formatHex(digest, 0, MARK_BYTES);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public BodyPart structure() {
            return leaf("image", format.name().toLowerCase(Locale.ROOT), List.of(), bytes.length, 0);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    /// Text, converted anew each time it is written.
    ///
    /// @param type media type in small letters
    /// @param charset as the client named it
    /// @param measure how large it will be
    record Text(
            String type, TextRecoding recoding, ImageScaler.Source source, String charset, TextRecoding.Measure measure)
            implements Converted {
        @Override
        public long size() {
            return measure.bytes();
        }

        @Override
        public String contentType() {
            return type + "; charset=" + charset;
        }

        @Override
        public String mark() {
            return recoding.to().name();
        }

        @Override
        public BodyPart structure() {
            var parameters = List.of(new BodyPart.Parameter("charset", charset));
            int slash = type.indexOf('/');
            return leaf(
                    type.substring(0, slash), type.substring(slash + 1), parameters, measure.bytes(), measure.lines());
        }

        @Override
        public void writeTo(OutputStream out) throws Refused, IOException {
            try (var in = source.open()) {
                recoding.write(in, out);
            }
        }
    }

    private static BodyPart leaf(
            String type, String subtype, List<BodyPart.Parameter> parameters, long bytes, long lines) {
        var head = new BodyPart.Head(
                type, subtype, parameters, null, null, "binary", null, null, List.of(), List.of(), null);
        return new BodyPart.Leaf(head, new BodyPart.Extent(0, 0, bytes), lines);
    }
}
