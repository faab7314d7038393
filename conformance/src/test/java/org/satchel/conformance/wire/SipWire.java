// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.UUID;

/// A handset that sends pager-mode messages over one TCP connection.
// RFC 3428
public final class SipWire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 120_000;

    private final Socket socket;
    private final InputStream in;
    private final String user;
    private int sequence;

    /// @param user own address, `tel:…`
    public SipWire(InetSocketAddress server, String user) throws IOException {
        this.user = user;
        socket = new Socket();
        socket.connect(server, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// A message as a handset writes it.
    // RFC 3862, RFC 5438
    public static byte[] cpim(String messageId, String text) {
        var content = text.getBytes(UTF_8);
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(
                """
                From: <sip:anonymous@anonymous.invalid>
                To: <sip:anonymous@anonymous.invalid>
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: %s
                DateTime: 2026-03-01T10:00:00Z
                imdn.Disposition-Notification: positive-delivery, display

                Content-Type: text/plain; charset=utf-8
                Content-Length: %d

                """.formatted(messageId, content.length).replace("\n", "\r\n").getBytes(UTF_8));
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }

    /// Sends and waits for the final answer.
    ///
    /// @return the status code
    public int message(String to, byte[] cpim) throws IOException {
        sequence++;
        var head = """
                MESSAGE %s SIP/2.0
                Via: SIP/2.0/TCP 127.0.0.1:%d;branch=z9hG4bK%s;alias
                Max-Forwards: 70
                From: <%s>;tag=t%d
                To: <%s>
                Call-ID: %s
                CSeq: %d MESSAGE
                P-Asserted-Identity: <%s>
                P-Served-User: <%s>;sescase=orig;regstate=reg
                P-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg
                Conversation-ID: conv-1
                Contribution-ID: %s
                Content-Type: message/cpim
                Content-Length: %d

                """.formatted(
                        to,
                        socket.getLocalPort(),
                        UUID.randomUUID(),
                        user,
                        sequence,
                        to,
                        UUID.randomUUID(),
                        sequence,
                        user,
                        user,
                        UUID.randomUUID(),
                        cpim.length);
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.replace("\n", "\r\n").getBytes(UTF_8));
        bytes.writeBytes(cpim);
        write(bytes.toByteArray());
        int status;
        do {
            status = answer();
        } while (status < 200);
        return status;
    }

    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// Reads one answer.
    ///
    /// @return its status code
    /// @throws EOFException when the server has closed the connection
    public int answer() throws IOException {
        var line = line();
        while (line.isEmpty()) {
            line = line();
        }
        int status = Integer.parseInt(line.split(" ", 3)[1]);
        int length = 0;
        for (var header = line(); !header.isEmpty(); header = line()) {
            var lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:") || lower.startsWith("l:")) {
                length = Integer.parseInt(
                        header.substring(header.indexOf(':') + 1).strip());
            }
        }
        in.skipNBytes(length);
        return status;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the SIP connection ended");
            }
            line.write(octet);
        }
        return line.toString(UTF_8).strip();
    }
}
