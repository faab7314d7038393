// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/// Asks a SIP port what it can do, over a connection of its own, as a stranger would: whoever answers that is alive.
/// RFC 3261 §11
final class Probe {
    private static final int LINE_CHARS_MAX = 1000;

    private Probe() {}

    /// @return true when it answered within the time, if only that it is busy
    static boolean answers(InetSocketAddress port, Duration patience) {
        var address = port.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : port.getAddress();
        int millis = Math.toIntExact(patience.toMillis());
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port.getPort()), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(options(socket).getBytes(StandardCharsets.US_ASCII));
            var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
            return line(new BufferedReader(in, 100)).startsWith("SIP/2.0 ");
        } catch (IOException e) {
            return false;
        }
    }

    private static String options(Socket socket) {
        var here = host(socket.getLocalAddress()) + ":" + socket.getLocalPort();
        var there = host(socket.getInetAddress()) + ":" + socket.getPort();
        var id = UUID.randomUUID();
        return "OPTIONS sip:" + there + ";transport=tcp SIP/2.0\r\nVia: SIP/2.0/TCP " + here + ";branch=z9hG4bK" + id
                + "\r\nMax-Forwards: 0\r\nFrom: <sip:watchdog@" + here + ">;tag=w\r\nTo: <sip:" + there
                + ">\r\nCall-ID: "
                + id + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
    }

    private static String host(InetAddress address) {
        var literal = address.getHostAddress();
        int zone = literal.indexOf('%');
        var bare = zone < 0 ? literal : literal.substring(0, zone);
        return bare.indexOf(':') < 0 ? bare : "[" + bare + "]";
    }

    private static String line(BufferedReader in) throws IOException {
        var line = new StringBuilder();
        int c = in.read();
        while (c >= 0 && c != '\r' && c != '\n' && line.length() < LINE_CHARS_MAX) {
            line.append((char) c);
            c = in.read();
        }
        return line.toString();
    }
}
