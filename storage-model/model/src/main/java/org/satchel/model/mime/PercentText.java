// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.satchel.model.text.Charsets;

/// Extended parameter values, `utf-8'de'Gr%C3%BC%C3%9Fe`.
// RFC 2231 §4
final class PercentText {
    private static final String PLAIN = "!#$&+-.^_`{}~";

    private PercentText() {}

    static String decodeExtended(String value) {
        int first = value.indexOf('\'');
        int second = value.indexOf('\'', first + 1);
        if (first < 0 || second < 0) {
            return new String(decode(value), StandardCharsets.UTF_8);
        }
        return new String(decode(value.substring(second + 1)), Charsets.named(value.substring(0, first)));
    }

    static String encode(String text) {
        var out = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && (Character.isLetterOrDigit(b) || PLAIN.indexOf(b) >= 0)) {
                out.append((char) b);
            } else {
                out.append('%').append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
            }
        }
        return out.toString();
    }

    private static byte[] decode(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toByteArray();
    }
}
