// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.convert;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.satchel.model.BodyPart;

/// What came of a conversion: its size is known, its bytes are written when they are asked for.
public sealed interface Converted {
    long size();

    /// What BODYSTRUCTURE would say about it.
    BodyPart structure();

    void writeTo(OutputStream out) throws Refused, IOException;

    /// A picture, in memory: it is small.
    final class Picture implements Converted {
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
    /// @param charset as the client named it
    /// @param measure how large it will be
    record Text(
            BodyPart.Head head,
            TextRecoding recoding,
            ImageScaler.Source source,
            String charset,
            TextRecoding.Measure measure)
            implements Converted {
        @Override
        public long size() {
            return measure.bytes();
        }

        @Override
        public BodyPart structure() {
            var parameters = List.of(new BodyPart.Parameter("charset", charset));
            return leaf(head.type(), head.subtype(), parameters, measure.bytes(), measure.lines());
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
