// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.demo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Bodies as a handset writes them.
// RFC 3862, RFC 5438
public final class Cpim {
    private static final String ANONYMOUS = "<sip:anonymous@anonymous.invalid>";

    private Cpim() {}

    public static byte[] text(String messageId, Instant at, String text) {
        var content = text.getBytes(StandardCharsets.UTF_8);
        return join("""
                From: %s
                To: %s
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: %s
                DateTime: %s
                imdn.Disposition-Notification: positive-delivery, display

                Content-Type: text/plain; charset=utf-8
                Content-Length: %d

                """.formatted(ANONYMOUS, ANONYMOUS, messageId, at, content.length), content);
    }

    public static byte[] displayed(String messageId, String about, Instant at) {
        var content = """
                <?xml version="1.0" encoding="UTF-8"?>
                <imdn xmlns="urn:ietf:params:xml:ns:imdn">
                <message-id>%s</message-id>
                <datetime>%s</datetime>
                <display-notification><status><displayed/></status></display-notification>
                </imdn>
                """.formatted(about, at).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return join("""
                From: %s
                To: %s
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: %s
                DateTime: %s
                Content-Disposition: notification

                Content-Type: message/imdn+xml
                Content-Length: %d

                """.formatted(ANONYMOUS, ANONYMOUS, messageId, at, content.length), content);
    }

    private static byte[] join(String head, byte[] content) {
        var bytes = head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        var whole = new byte[bytes.length + content.length];
        System.arraycopy(bytes, 0, whole, 0, bytes.length);
        System.arraycopy(content, 0, whole, bytes.length, content.length);
        return whole;
    }
}
