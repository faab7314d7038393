// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One SIP connection in the rawest form: bytes out, messages in. Knows nothing of the stack under test.
final class SipWire implements AutoCloseable {
    static final int TIMEOUT_MILLIS = 120_000;

    private final Socket socket;
    private final InputStream in;

    SipWire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static SipWire connect(InetSocketAddress address) throws IOException {
        return new SipWire(new Socket(address.getAddress(), address.getPort()));
    }

    int localPort() {
        return socket.getLocalPort();
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// How long a read waits from now on.
    void patience(Duration duration) throws IOException {
        socket.setSoTimeout((int) duration.toMillis());
    }

    /// Our side will send nothing more.
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// The next message, whole.
    ///
    /// @throws EOFException when the peer has closed
    Received read() throws IOException {
        var first = line();
        while (first.isEmpty()) {
            first = line();
        }
        List<String> headers = new ArrayList<>();
        int length = 0;
        for (var line = line(); !line.isEmpty(); line = line()) {
            headers.add(line);
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        var body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("message ends in its body");
        }
        return new Received(first, headers, Octets.of(body));
    }

    /// True when the peer closes without sending anything more.
    boolean isClosedByPeer() {
        try {
            int next = in.read();
            // line ends between messages mean nothing. RFC 3261 §7.5
            while (next == '\r' || next == '\n') {
                next = in.read();
            }
            return next < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        int b = in.read();
        while (b >= 0 && b != '\n') {
            line.write(b);
            b = in.read();
        }
        if (b < 0) {
            throw new EOFException("connection closed");
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /// A message as it came.
    record Received(String first, List<String> headers, Octets body) {
        int status() {
            return Integer.parseInt(first.split(" ")[1]);
        }

        String header(String name) {
            return all(name).stream().findFirst().orElse("");
        }

        List<String> all(String name) {
            return headers.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }
    }
}
