// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/// A WebSocket client that reads frames and says nothing by itself, not even a pong: the line behind it may be dead.
// RFC 6455 §1.3, §5.2
final class SilentSocket implements AutoCloseable {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;

    private static final int FINAL = 0x80;
    private static final int MILLIS_MAX = 120_000;

    final String head;
    private final Socket socket;
    private final DataInputStream in;

    SilentSocket(String url) throws IOException {
        var place = URI.create(url);
        socket = new Socket(place.getHost(), place.getPort());
        socket.setSoTimeout(MILLIS_MAX);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream()
                .write(("GET " + place.getRawPath()
                                + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
                        .getBytes(US_ASCII));
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            text.append((char) in.readUnsignedByte());
        }
        head = text.toString();
    }

    /// The next frame.
    ///
    /// @throws java.io.EOFException when the server has closed
    Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        return new Frame(first & 0x0f, in.readNBytes(length));
    }

    /// Sends a frame with a mask of zeros.
    void send(int operation, byte[] payload) throws IOException {
        if (payload.length > 125) {
            throw new IllegalArgumentException("only short frames");
        }
        var bytes = new byte[6 + payload.length];
        bytes[0] = (byte) (FINAL | operation);
        bytes[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, bytes, 6, payload.length);
        socket.getOutputStream().write(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(int operation, byte[] payload) {
        String text() {
            return new String(payload, UTF_8);
        }

        /// Why it is closed.
        int code() {
            return (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        }
    }
}
