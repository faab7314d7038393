// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.url;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// UTF-8 text between plain and percent-encoded.
// RFC 3986 §2.1, RFC 5092 §11 (achar, bchar)
final class PercentText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String USER = "-._~!$'()*+,&=";
    private static final String PATH = USER + ":@/";

    private PercentText() {}

    /// True for what may stand in the name of a user without being encoded.
    static boolean isUser(char c) {
        return isAlphanumeric(c) || USER.indexOf(c) >= 0;
    }

    /// True for what may stand in the name of a folder or a section without being encoded.
    static boolean isPath(char c) {
        return isAlphanumeric(c) || PATH.indexOf(c) >= 0;
    }

    static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    static String user(String text) {
        return encoded(text, false);
    }

    static String path(String text) {
        return encoded(text, true);
    }

    /// @throws IllegalArgumentException when an escape is broken, the bytes are not UTF-8, or one of them is 0
    static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var bytes = new ByteArrayOutputStream(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            if (at + 2 >= text.length()) {
                throw new IllegalArgumentException("percent-encoding ends early");
            }
            int value = HexFormat.fromHexDigits(text, at + 1, at + 3);
            if (value == 0) {
                throw new IllegalArgumentException("percent-encoding of nothing");
            }
            bytes.write(value);
            at += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("percent-encoding is not UTF-8", malformed);
        }
    }

    private static String encoded(String text, boolean path) {
        var encoded = new StringBuilder(text.length() + 16);
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (next & 0xff);
            if (path ? isPath(c) : isUser(c)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.toHexDigits(next));
            }
        }
        return encoded.toString();
    }
}
