// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.append;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.decode.DecodingException;
import org.satchel.imap.james.command.RequestReader;
import org.satchel.model.StoreFailure;

/// The bytes of an object that is composed on the line: literals as they come in, and what URLs name, one part after
/// the other. Nothing is held; the grammar is read while the object is stored, so what is wrong with it ends the read.
// RFC 4469 §3
final class Composition extends InputStream {
    private static final int WORD_MAX = 4;

    private final RequestReader line;
    private final NamedParts parts;
    private final long bytesMax;
    private InputStream part = InputStream.nullInputStream();
    private long bytes;
    private boolean begun;
    private boolean ended;
    private boolean wrapped;

    /// @param line behind the opening parenthesis
    Composition(RequestReader line, NamedParts parts, long bytesMax) {
        this.line = line;
        this.parts = parts;
        this.bytesMax = bytesMax;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int count = part.read(target, offset, length);
            if (count > 0) {
                bytes += count;
                return count;
            }
            next();
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        part.close();
    }

    private void next() throws IOException {
        part.close();
        part = InputStream.nullInputStream();
        if (wrapped) {
            line.nextWordChar();
            line.consumeChar(')');
            wrapped = false;
        }
        if (begun && line.nextNonSpaceChar() == ')') {
            line.consumeChar(')');
            ended = true;
            return;
        }
        begun = true;
        switch (word()) {
            case "TEXT" -> part = open(line.objectLiteral());
            case "UTF8" -> {
                // RFC 6855 §4
                line.nextWordChar();
                line.consumeChar('(');
                part = open(Upload.utf8(line));
                wrapped = true;
            }
            case "URL" -> part = parts.open(line.astring());
            default -> throw illegal();
        }
    }

    private InputStream open(RequestReader.ObjectLiteral literal) throws IOException {
        if (literal.size() > bytesMax - bytes) {
            throw new StoreFailure.TooLarge("composed object of more than " + bytesMax + " bytes");
        }
        return literal.open();
    }

    private String word() throws DecodingException {
        var word = new StringBuilder();
        line.nextWordChar();
        while (line.nextChar() != ' ') {
            word.append(line.consume());
            if (word.length() > WORD_MAX) {
                throw illegal();
            }
        }
        return word.toString().toUpperCase(Locale.ROOT);
    }

    private static DecodingException illegal() {
        return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "part of a composition");
    }
}
