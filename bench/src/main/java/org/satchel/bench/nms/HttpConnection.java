// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One kept HTTP/1.1 connection: a request, then its answer.
final class HttpConnection implements AutoCloseable {
    private static final int SILENCE_MILLIS_MAX = 120_000;
    private static final int CONNECT_MILLIS_MAX = 10_000;
    private static final int BODY_BYTES_MAX = 64 * 1024 * 1024;
    private static final int LINE_BYTES_MAX = 16 * 1024;
    private static final int INPUT_BYTES = 64 * 1024;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private final String common;
    /// Made when something comes, so that thousands may wait.
    private byte[] input = new byte[0];
    private int at;
    private int end;

    /// @param authorization value of the header field of that name
    HttpConnection(InetSocketAddress server, String authorization) throws IOException {
        this(server, authorization, new InetSocketAddress(0));
    }

    /// @param from where it comes from: an address has no more than some 28,000 ports
    HttpConnection(InetSocketAddress server, String authorization, InetSocketAddress from) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            if (from.getPort() != 0 || !from.getAddress().isAnyLocalAddress()) {
                socket.bind(from);
            }
            socket.connect(server, CONNECT_MILLIS_MAX);
            socket.setSoTimeout(SILENCE_MILLIS_MAX);
            in = socket.getInputStream();
            out = socket.getOutputStream();
        } catch (IOException failure) {
            socket.close();
            throw new IOException("HTTP at " + server + ": " + failure.getMessage(), failure);
        }
        common = " HTTP/1.1\r\nHost: " + server.getHostString() + ":" + server.getPort() + "\r\nAuthorization: "
                + authorization + "\r\nAccept: application/json\r\n";
    }

    /// What came back.
    record Answer(int status, String body) {}

    Answer get(String path) throws IOException {
        out.write(("GET " + path + common + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return answer();
    }

    Answer post(String path, String contentType, byte[] body) throws IOException {
        send(path, contentType, body);
        return answer();
    }

    /// Sends a request by POST, and leaves the answer to [#answer].
    void send(String path, String contentType, byte[] body) throws IOException {
        var head = "POST " + path + common + "Content-Type: " + contentType + "\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        var request = new ByteArrayOutputStream(head.length() + body.length);
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        request.writeTo(out);
    }

    /// How long the other side may be silent from now on.
    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    // RFC 9110 §6, RFC 7230 §3.3.3
    Answer answer() throws IOException {
        var status = line().split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
            throw new IOException("no HTTP/1 answer");
        }
        int code = Integer.parseInt(status[1]);
        long length = code == 204 ? 0 : -1;
        boolean chunked = false;
        for (var field = line(); !field.isEmpty(); field = line()) {
            var lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            }
        }
        var body = new ByteArrayOutputStream();
        if (chunked) {
            chunks(body);
        } else if (length >= 0) {
            copy(length, body);
        } else {
            throw new IOException("an answer without length");
        }
        return new Answer(code, body.toString(StandardCharsets.UTF_8));
    }

    private void chunks(ByteArrayOutputStream body) throws IOException {
        long length = Long.parseLong(line().split(";", 2)[0].strip(), 16);
        while (length > 0) {
            copy(length, body);
            line();
            length = Long.parseLong(line().split(";", 2)[0].strip(), 16);
        }
        String trailer;
        do {
            trailer = line();
        } while (!trailer.isEmpty());
    }

    private void copy(long length, ByteArrayOutputStream body) throws IOException {
        if (body.size() + length > BODY_BYTES_MAX) {
            throw new IOException("a body of more than " + BODY_BYTES_MAX + " bytes");
        }
        long left = length;
        while (left > 0) {
            fill();
            int part = (int) Math.min(left, end - at);
            body.write(input, at, part);
            at += part;
            left -= part;
        }
    }

    private String line() throws IOException {
        var text = new StringBuilder();
        while (true) {
            fill();
            while (at < end) {
                byte one = input[at++];
                if (one == '\n') {
                    return text.toString();
                }
                if (one != '\r') {
                    text.append((char) one);
                }
            }
            if (text.length() > LINE_BYTES_MAX) {
                throw new IOException("a header line of more than " + LINE_BYTES_MAX + " bytes");
            }
        }
    }

    private void fill() throws IOException {
        if (at < end) {
            return;
        }
        if (input.length == 0) {
            input = new byte[INPUT_BYTES];
        }
        at = 0;
        end = Math.max(0, in.read(input));
        if (end == 0) {
            throw new EOFException("the server closed the connection");
        }
    }
}
