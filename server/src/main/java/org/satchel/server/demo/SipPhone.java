// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/// A handset that sends pager-mode messages over one TCP connection.
// RFC 3428
public final class SipPhone implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int LINE_BYTES_MAX = 8_192;

    private final Socket socket;
    private final InputStream in;
    private final String user;
    private int sequence;

    /// @param user own address, `tel:…`
    public SipPhone(InetSocketAddress server, String user) throws IOException {
        this.user = user;
        socket = new Socket();
        socket.connect(server, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// Sends and waits for the final answer.
    ///
    /// @return the status code
    public int send(String to, String conversation, String contribution, byte[] cpim) throws IOException {
        sequence++;
        var local = socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
        var head = """
                MESSAGE %s SIP/2.0
                Via: SIP/2.0/TCP %s;branch=z9hG4bK%s;alias
                Max-Forwards: 70
                From: <%s>;tag=%s
                To: <%s>
                Call-ID: %s
                CSeq: %d MESSAGE
                P-Asserted-Identity: <%s>
                P-Served-User: <%s>;sescase=orig;regstate=reg
                P-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg
                Accept-Contact: *;+g.3gpp.icsi-ref="urn%%3Aurn-7%%3A3gpp-service.ims.icsi.oma.cpm.msg"
                Conversation-ID: %s
                Contribution-ID: %s
                Content-Type: message/cpim
                Content-Length: %d

                """.formatted(
                        to,
                        local,
                        UUID.randomUUID(),
                        user,
                        sequence,
                        to,
                        UUID.randomUUID(),
                        sequence,
                        user,
                        user,
                        conversation,
                        contribution,
                        cpim.length);
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(cpim);
        socket.getOutputStream().write(bytes.toByteArray());
        int status;
        do {
            status = answer();
        } while (status < 200);
        return status;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private int answer() throws IOException {
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

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0 || line.size() > LINE_BYTES_MAX) {
                throw new IOException("the SIP connection ended within an answer");
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
