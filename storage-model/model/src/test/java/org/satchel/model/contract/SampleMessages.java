// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/// Stored objects as they come in over the wire, with CRLF line ends.
public final class SampleMessages {
    private SampleMessages() {}

    /// An ordinary mail.
    public static byte[] mail(String subject, String text) {
        return wire("""
                Date: Tue, 03 Mar 2026 09:14:07 +0100
                From: Ann <ann@example.net>
                To: Bob <bob@example.net>
                Subject: %s
                Message-ID: <%08x@example.net>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                %s
                """.formatted(subject, subject.hashCode(), text));
    }

    /// A chat message of a one-to-one conversation.
    // CPM-MSG §5.2
    public static byte[] chat(String from, String to, String conversation, String messageId, String text) {
        return wire("""
                Date: Tue, 03 Mar 2026 09:14:07 +0100
                From: %s
                To: %s
                Message-ID: <%s@pf.example.net>
                MIME-Version: 1.0
                Content-Type: message/cpim
                Content-Transfer-Encoding: 8bit
                Conversation-ID: %s
                Contribution-ID: k-%s
                IMDN-Message-ID: %s
                Message-Direction: received

                From: <sip:anonymous@anonymous.invalid>
                To: <sip:anonymous@anonymous.invalid>
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: %s
                DateTime: 2026-03-03T09:14:07+01:00
                imdn.Disposition-Notification: positive-delivery, display

                Content-Type: text/plain; charset=utf-8

                %s
                """.formatted(from, to, messageId, conversation, conversation, messageId, messageId, text));
    }

    /// A mail with a picture of `size` bytes, always the same for the same seed.
    public static byte[] picture(int size, long seed) {
        var picture = new byte[size];
        new Random(seed).nextBytes(picture);
        return wire(
                """
                Date: Tue, 03 Mar 2026 09:14:07 +0100
                From: tel:+15550100042
                To: tel:+15550100001
                Subject: picture %d
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="b-%d"

                --b-%d
                Content-Type: text/plain; charset=utf-8

                Look
                --b-%d
                Content-Type: image/png
                Content-Transfer-Encoding: base64
                Content-Disposition: attachment; filename=picture.png

                %s
                --b-%d--
                """.formatted(seed, seed, seed, seed, Base64.getMimeEncoder().encodeToString(picture), seed));
    }

    /// Bytes that are no message at all.
    public static byte[] noise(int size, long seed) {
        var noise = new byte[size];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    private static byte[] wire(String text) {
        return text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
