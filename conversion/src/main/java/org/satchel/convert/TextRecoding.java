// SPDX-License-Identifier: Apache-2.0
package org.satchel.convert;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/// Text in another charset, as a stream. What is not legal in the first becomes U+FFFD; what the second cannot say is
/// refused.
public record TextRecoding(Charset from, Charset to) {
    private static final int CHUNK_CHARS = 8 * 1024;

    /// How large the result is.
    ///
    /// @param lines ends of lines, which is what they have in every charset that contains ASCII
    public record Measure(long bytes, long lines) {}

    public Measure measure(InputStream text) throws Refused, IOException {
        var counter = new Counter();
        write(text, counter);
        return new Measure(counter.bytes, counter.lines);
    }

    public void write(InputStream text, OutputStream target) throws Refused, IOException {
        if (!to.canEncode()) {
            throw Refused.forGood("charset cannot be written");
        }
        var decoder = from.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        var encoder = to.newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var reader = new InputStreamReader(text, decoder);
        var writer = new OutputStreamWriter(target, encoder);
        var chunk = new char[CHUNK_CHARS];
        try {
            for (int count = reader.read(chunk); count >= 0; count = reader.read(chunk)) {
                writer.write(chunk, 0, count);
            }
            writer.flush();
        } catch (CharacterCodingException unsayable) {
            throw Refused.forGood("text has characters that the charset has not");
        }
    }

    private static final class Counter extends OutputStream {
        private long bytes;
        private long lines;

        @Override
        public void write(int value) {
            bytes++;
            lines += value == '\n' ? 1 : 0;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                write(source[i]);
            }
        }
    }
}
