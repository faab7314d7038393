// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Charsets as mail names them.
public final class Charsets {
    private static final int NAME_LENGTH_MAX = 40;

    private Charsets() {}

    /// The charset that a `charset` parameter names; UTF-8 when it is absent, unknown or ASCII, because senders forget
    /// to say.
    public static Charset named(@Nullable String name) {
        return name == null ? StandardCharsets.UTF_8 : find(name).orElse(StandardCharsets.UTF_8);
    }

    /// The charset of a Content-Type value such as `text/plain; charset="iso-8859-1"`.
    public static Charset ofContentType(String contentType) {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at < 0) {
            return StandardCharsets.UTF_8;
        }
        var rest = contentType.substring(at + "charset=".length()).strip();
        boolean quoted = rest.startsWith("\"");
        var name = rest.substring(quoted ? 1 : 0).split(quoted ? "\"" : "[;\\s(]", 2)[0];
        return named(name.strip());
    }

    /// ASCII is answered as UTF-8, which contains it.
    public static Optional<Charset> find(String name) {
        if (name.equalsIgnoreCase("utf-8") || name.equalsIgnoreCase("us-ascii")) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            var charset = Charset.forName(name);
            return Optional.of(charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }

    /// Bytes of unknown charset: UTF-8 if they are legal UTF-8, else Latin-1.
    public static String lenient(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0) {
                return lenientAboveAscii(bytes, offset, length);
            }
        }
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    private static String lenientAboveAscii(byte[] bytes, int offset, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, length))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        }
    }
}
