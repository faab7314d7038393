// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.satchel.conformance.wire.SipWire;

/// A message whose every byte follows from its name, so that it can be recognised and compared.
///
/// @param writer who deposits it
public record Sample(String writer, int number) {
    /// Larger than what travels with its metadata, so that some payloads are files.
    private static final int LARGE_BYTES = 40_000;

    private static final int SMALL_BYTES_MAX = 2_500;
    private static final Pattern SUBJECT = Pattern.compile("\r\nSubject: (\\S+) (\\d+)\r\n");
    private static final Pattern IMDN_ID = Pattern.compile("\r\nIMDN-Message-ID: (\\S+)\\.(\\d+)\r\n");

    /// As deposited over IMAP and NMS.
    public byte[] message() {
        var random = new Random(hashCode());
        var head = """
                From: <tel:+15550100042>
                To: <tel:+15550100001>
                Date: Sun, 01 Mar 2026 10:00:00 +0000
                Subject: %s %d
                Message-ID: <%s.%d@kill.invalid>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                """.formatted(writer, number, writer, number);
        int length =
                random.nextInt(10) == 0 ? LARGE_BYTES + random.nextInt(LARGE_BYTES) : random.nextInt(SMALL_BYTES_MAX);
        return (head.replace("\n", "\r\n") + text(random, length)).getBytes(UTF_8);
    }

    /// As sent over SIP.
    public byte[] cpim() {
        var random = new Random(hashCode());
        return SipWire.cpim(writer + "." + number, text(random, random.nextInt(1_000)));
    }

    /// Which one an object in a box claims to be.
    public static Optional<Sample> claimed(byte[] object) {
        var text = new String(object, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        var head = end < 0 ? text : text.substring(0, end + 2);
        var subject = SUBJECT.matcher(head);
        if (subject.find()) {
            return Optional.of(new Sample(subject.group(1), Integer.parseInt(subject.group(2))));
        }
        var id = IMDN_ID.matcher(head);
        return id.find() ? Optional.of(new Sample(id.group(1), Integer.parseInt(id.group(2)))) : Optional.empty();
    }

    @Override
    public String toString() {
        return writer + "." + number;
    }

    private static String text(Random random, int length) {
        var text = new StringBuilder(length + 80);
        while (text.length() < length) {
            random.ints(random.nextInt(1, 70), ' ', 0x17f)
                    .filter(c -> c < 0x7f || c >= 0xa0)
                    .forEach(text::appendCodePoint);
            text.append("\r\n");
        }
        return text.toString();
    }
}
