// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// JSON in UTF-8, written from left to right. Commas come by themselves; that brackets match is for the caller to see
/// to.
// RFC 8259
final class JsonText {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    // Eight times the same byte.
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;
    private static final long BLANKS = 0x2020_2020_2020_2020L;
    private static final long QUOTES = 0x2222_2222_2222_2222L;
    private static final long BACKSLASHES = 0x5c5c_5c5c_5c5c_5c5cL;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(ISO_8859_1);
    /// What follows the backslash of a control character that has a letter.
    private static final byte[] LETTERS = letters();

    private byte[] bytes;
    private int length;

    JsonText(int bytesExpected) {
        bytes = new byte[bytesExpected];
    }

    /// As it stands in JSON, with quotation marks and colon.
    static byte[] name(String name) {
        return ("\"" + name + "\":").getBytes(UTF_8);
    }

    JsonText begin(char bracket) {
        separate();
        return put(bracket);
    }

    JsonText end(char bracket) {
        return put(bracket);
    }

    /// @param name made by [#name]
    JsonText member(byte[] name) {
        separate();
        append(name, 0, name.length);
        return this;
    }

    /// A half of a surrogate pair alone becomes a question mark: it has no form in UTF-8.
    JsonText string(String text) {
        separate();
        var utf8 = text.getBytes(UTF_8);
        put('"');
        int from = 0;
        for (int at = special(utf8, 0); at < utf8.length; at = special(utf8, from)) {
            append(utf8, from, at);
            escape(utf8[at]);
            from = at + 1;
        }
        append(utf8, from, utf8.length);
        return put('"');
    }

    JsonText number(long number) {
        separate();
        var digits = Long.toString(number).getBytes(ISO_8859_1);
        append(digits, 0, digits.length);
        return this;
    }

    /// What was written, without a copy.
    ByteBuffer written() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /// A comma, unless what follows is the first in its brackets, or the value of a member.
    private void separate() {
        byte last = length == 0 ? (byte) '{' : bytes[length - 1];
        if (last != '{' && last != '[' && last != ':') {
            put(',');
        }
    }

    /// Where the next byte is that cannot stand for itself.
    private static int special(byte[] utf8, int from) {
        int at = from;
        while (at + Long.BYTES <= utf8.length && !hasSpecial((long) EIGHT.get(utf8, at))) {
            at += Long.BYTES;
        }
        while (at < utf8.length && !isSpecial(utf8[at])) {
            at++;
        }
        return at;
    }

    /// Whether any of eight bytes is: of bytes below 0x80, taking away what is more sets the highest bit.
    private static boolean hasSpecial(long eight) {
        long quote = eight ^ QUOTES;
        long backslash = eight ^ BACKSLASHES;
        long found = ((eight - BLANKS) & ~eight) | ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash);
        return (found & HIGHEST_BITS) != 0;
    }

    private static boolean isSpecial(byte b) {
        return (b >= 0 && b < ' ') || b == '"' || b == '\\';
    }

    private void escape(byte b) {
        put('\\');
        if (b >= ' ') {
            put((char) b);
        } else if (LETTERS[b] != 0) {
            put((char) LETTERS[b]);
        } else {
            put('u').put('0').put('0').put((char) HEX[b >> 4]).put((char) HEX[b & 15]);
        }
    }

    private JsonText put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    private void append(byte[] more, int from, int to) {
        reserve(to - from);
        System.arraycopy(more, from, bytes, length, to - from);
        length += to - from;
    }

    private void reserve(int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
    }

    private static byte[] letters() {
        var letters = new byte[' '];
        letters['\b'] = 'b';
        letters['\t'] = 't';
        letters['\n'] = 'n';
        letters['\f'] = 'f';
        letters['\r'] = 'r';
        return letters;
    }
}
