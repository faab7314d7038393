// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Encoded words of header fields, `=?utf-8?B?R3LDvMOfZQ==?=`. What is not well formed stays as it is written.
// RFC 2047, RFC 2231 §5
public final class EncodedWords {
    private EncodedWords() {}

    /// The text with its encoded words decoded; blanks between two of them vanish, a character split over two of them
    /// is joined.
    public static String decode(String text) {
        if (!text.contains("=?")) {
            return text;
        }
        var out = new StringBuilder(text.length());
        var bytes = new ByteArrayOutputStream();
        Charset pending = null;
        int done = 0;
        int at = text.indexOf("=?");
        while (at >= 0) {
            var word = wordAt(text, at);
            if (word == null) {
                at = text.indexOf("=?", at + 2);
                continue;
            }
            boolean adjacent = pending != null && isBlank(text, done, at);
            if (!adjacent || !word.charset.equals(pending)) {
                flush(bytes, pending, out);
            }
            if (!adjacent) {
                out.append(text, done, at);
            }
            bytes.writeBytes(word.decoded());
            pending = word.charset;
            done = word.end;
            at = text.indexOf("=?", done);
        }
        flush(bytes, pending, out);
        return out.append(text, done, text.length()).toString();
    }

    /// The whole text as one encoded word in UTF-8 and base64, however long.
    public static String encode(String text) {
        return "=?utf-8?b?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private static void flush(ByteArrayOutputStream bytes, @Nullable Charset charset, StringBuilder out) {
        if (charset != null) {
            out.append(bytes.toString(charset));
            bytes.reset();
        }
    }

    private static boolean isBlank(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) > ' ') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Word wordAt(String text, int at) {
        int charsetEnd = text.indexOf('?', at + 2);
        if (charsetEnd < 0 || charsetEnd + 2 >= text.length() || text.charAt(charsetEnd + 2) != '?') {
            return null;
        }
        int close = text.indexOf("?=", charsetEnd + 3);
        if (close < 0) {
            return null;
        }
        var name = text.substring(at + 2, charsetEnd);
        int language = name.indexOf('*');
        var charset = Charsets.find(language < 0 ? name : name.substring(0, language));
        if (charset.isEmpty()) {
            return null;
        }
        var content = text.substring(charsetEnd + 3, close);
        return switch (text.charAt(charsetEnd + 1)) {
            case 'b', 'B' -> new Word(charset.get(), TransferEncoding.BASE64, content, close + 2);
            case 'q', 'Q' ->
                new Word(charset.get(), TransferEncoding.QUOTED_PRINTABLE, content.replace('_', ' '), close + 2);
            default -> null;
        };
    }

    /// @param end where the text goes on behind the word
    private record Word(Charset charset, TransferEncoding encoding, String content, int end) {
        byte[] decoded() {
            return encoding.decode(content.getBytes(StandardCharsets.UTF_8));
        }
    }
}
