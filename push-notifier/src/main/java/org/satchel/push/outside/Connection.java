// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Map;

/// A connection to an address that was looked at. Used by one thread at a time.
final class Connection implements AutoCloseable {
    private static final String USER_AGENT = "Satchel";

    private final Socket socket;
    private final InputStream in;

    Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /// @throws IOException when there is no answer
    Answer post(Place place, Map<String, String> headers, byte[] body) throws IOException {
        var out = socket.getOutputStream();
        out.write(request(place, headers, body));
        out.flush();
        return AnswerReader.read(in);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // RFC 9112 §3, §6.2
    private static byte[] request(Place place, Map<String, String> headers, byte[] body) {
        var head = new StringBuilder("POST ")
                .append(place.target())
                .append(" HTTP/1.1\r\nHost: ")
                .append(place.authority())
                .append("\r\nUser-Agent: " + USER_AGENT + "\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n");
        headers.forEach((name, value) ->
                head.append(name).append(": ").append(printable(value)).append("\r\n"));
        var request = new ByteArrayOutputStream(head.length() + 2 + body.length);
        request.writeBytes(head.append("\r\n").toString().getBytes(US_ASCII));
        request.writeBytes(body);
        return request.toByteArray();
    }

    /// A line break in a value would begin another header field.
    private static String printable(String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("a header value is not one line of ASCII");
        }
        return value;
    }
}
