// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Reads one answer of HTTP/1.1 from a stranger. Its body is passed over: up to a limit, so that the connection is
/// of use again, and else not at all.
// RFC 9112 §4, §6, §7.1
final class AnswerReader {
    static final int HEAD_BYTES_MAX = 16 * 1024;
    static final int BODY_BYTES_MAX = 64 * 1024;
    private static final int INTERIM_MAX = 8;

    private final InputStream in;
    private int headBytes;

    private AnswerReader(InputStream in) {
        this.in = in;
    }

    /// @param in buffered
    /// @throws IOException when it is no answer, or its head is longer than the limit
    static Answer read(InputStream in) throws IOException {
        return new AnswerReader(in).read();
    }

    private Answer read() throws IOException {
        for (int interim = 0; interim <= INTERIM_MAX; interim++) {
            var first = line();
            int status = status(first);
            var fields = fields();
            if (status >= 200) {
                boolean persistent = first.startsWith("HTTP/1.1")
                        && !fields.getOrDefault("connection", "")
                                .toLowerCase(Locale.ROOT)
                                .contains("close");
                return new Answer(status, fields, persistent && isDrained(status, fields));
            }
        }
        throw new IOException("more than " + INTERIM_MAX + " interim answers");
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
            throw new IOException("no answer of HTTP/1.1");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private Map<String, String> fields() throws IOException {
        var fields = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("a header line without a name");
            }
            fields.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (first, other) -> first);
        }
        return fields;
    }

    /// The status is known: whatever is wrong from here on only ends the connection.
    private boolean isDrained(int status, Map<String, String> fields) {
        try {
            if (status == 204 || status == 304) {
                return true;
            }
            if (fields.containsKey("transfer-encoding")) {
                return fields.get("transfer-encoding").equalsIgnoreCase("chunked") && areChunksSkipped();
            }
            var length = fields.getOrDefault("content-length", "");
            return length.matches("[0-9]{1,9}") && isSkipped(Integer.parseInt(length));
        } catch (IOException broken) {
            return false;
        }
    }

    private boolean areChunksSkipped() throws IOException {
        int total = 0;
        while (total <= BODY_BYTES_MAX) {
            var size = line().split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,7}")) {
                return false;
            }
            int bytes = Integer.parseInt(size, 16);
            if (bytes == 0) {
                fields();
                return true;
            }
            total += bytes;
            if (!isSkipped(bytes) || !line().isEmpty()) {
                return false;
            }
        }
        return false;
    }

    private boolean isSkipped(int bytes) throws IOException {
        if (bytes > BODY_BYTES_MAX) {
            return false;
        }
        in.skipNBytes(bytes);
        return true;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the connection ended within an answer");
            }
            headBytes++;
            if (headBytes > HEAD_BYTES_MAX) {
                throw new IOException("the head of an answer is longer than " + HEAD_BYTES_MAX + " bytes");
            }
            line.write(octet);
        }
        var text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
