// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.IOException;
import java.util.Arrays;

/// Cuts a server's byte stream into responses, however the bytes are cut on the way. Holds at most one unfinished
/// line.
// RFC 3501 §9: response = *(continue-req / response-data) response-done
public final class ResponseScanner {
    private static final int LINE_BYTES_MAX = 1 << 24;

    /// An unfinished line of earlier calls.
    private byte[] held = new byte[0];

    private int heldBytes;
    private long literalLeft;
    private boolean opens = true;
    private boolean literalsAllowed;

    /// Takes the next bytes of the stream.
    public void feed(byte[] bytes, int from, int to, Responses sink) throws IOException {
        int at = from;
        while (at < to) {
            if (literalLeft > 0) {
                int part = (int) Math.min(literalLeft, to - at);
                literalLeft -= part;
                sink.literal(bytes, at, at + part, literalLeft);
                at += part;
                continue;
            }
            int end = lineFeed(bytes, at, to);
            if (end < 0) {
                hold(bytes, at, to);
                return;
            }
            if (heldBytes == 0) {
                line(bytes, at, end, sink);
            } else {
                hold(bytes, at, end);
                int length = heldBytes;
                heldBytes = 0;
                line(held, 0, length, sink);
            }
            at = end + 1;
        }
    }

    private void line(byte[] bytes, int from, int lineFeed, Responses sink) throws IOException {
        if (lineFeed == from || bytes[lineFeed - 1] != '\r') {
            throw new IOException("a line does not end in CR LF");
        }
        int to = lineFeed - 1;
        if (opens) {
            literalsAllowed = isData(bytes, from, to);
        }
        long announced = literalsAllowed ? announcedLiteral(bytes, from, to) : -1;
        sink.text(bytes, from, to, opens);
        if (announced < 0) {
            opens = true;
            sink.end();
        } else {
            opens = false;
            literalLeft = announced;
        }
    }

    /// Human text of status responses may end like an announcement, but never is one.
    private static boolean isData(byte[] bytes, int from, int to) {
        if (to - from < 3 || bytes[from] != '*' || bytes[from + 1] != ' ') {
            return false;
        }
        return !(startsWith(bytes, from + 2, to, "OK ")
                || startsWith(bytes, from + 2, to, "NO ")
                || startsWith(bytes, from + 2, to, "BAD ")
                || startsWith(bytes, from + 2, to, "BYE ")
                || startsWith(bytes, from + 2, to, "PREAUTH "));
    }

    /// Size in a trailing `{size}`, or -1.
    private static long announcedLiteral(byte[] bytes, int from, int to) throws IOException {
        if (to - from < 3 || bytes[to - 1] != '}') {
            return -1;
        }
        long size = 0;
        long place = 1;
        int at = to - 2;
        while (at >= from && bytes[at] >= '0' && bytes[at] <= '9') {
            if (place > Integer.MAX_VALUE) {
                throw new IOException("a literal is announced with too many digits");
            }
            size += (bytes[at] - '0') * place;
            place *= 10;
            at--;
        }
        return at >= from && at < to - 2 && bytes[at] == '{' ? size : -1;
    }

    static boolean startsWith(byte[] bytes, int from, int to, String text) {
        if (to - from < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int lineFeed(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void hold(byte[] bytes, int from, int to) throws IOException {
        int length = to - from;
        if (heldBytes + length > LINE_BYTES_MAX) {
            throw new IOException("a line is longer than " + LINE_BYTES_MAX + " bytes");
        }
        if (heldBytes + length > held.length) {
            held = Arrays.copyOf(held, Math.max(heldBytes + length, held.length * 2));
        }
        System.arraycopy(bytes, from, held, heldBytes, length);
        heldBytes += length;
    }
}
