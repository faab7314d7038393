// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.corpus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// An endless row of numbered CPM message objects of [#BYTES] bytes, cheap to write: each is a prepared one with its
/// number put in.
///
/// Immutable, so any number of threads may use it.
public final class Messages {
    public static final int BYTES = 1024;

    private static final int PREPARED = 4096;
    private static final int DIGITS = 10;
    private static final String NUMBER = "#".repeat(DIGITS);
    private static final int PARTIES = 1000;

    private final List<byte[]> prepared;
    private final int firstNumberAt;
    private final int secondNumberAt;
    /// Of each prepared message: the fields before it are not all of one length.
    private final int[] thirdNumberAt = new int[PREPARED];

    public Messages(Texts texts) {
        prepared = new ArrayList<>();
        for (int i = 0; i < PREPARED; i++) {
            prepared.add(prepare(texts.texts(), i));
        }
        var sample = new String(prepared.getFirst(), StandardCharsets.ISO_8859_1);
        firstNumberAt = sample.indexOf(NUMBER);
        secondNumberAt = sample.indexOf(NUMBER, firstNumberAt + DIGITS);
        for (int i = 0; i < PREPARED; i++) {
            var text = new String(prepared.get(i), StandardCharsets.ISO_8859_1);
            thirdNumberAt[i] = text.indexOf(NUMBER, secondNumberAt + DIGITS);
        }
    }

    /// Writes message `number` to `bytes` from `at` on.
    ///
    /// @param number 0 to 9,999,999,999
    public void write(long number, byte[] bytes, int at) {
        int index = (int) (number % PREPARED);
        System.arraycopy(prepared.get(index), 0, bytes, at, BYTES);
        putNumber(number, bytes, at + firstNumberAt);
        putNumber(number, bytes, at + secondNumberAt);
        putNumber(number, bytes, at + thirdNumberAt[index]);
    }

    public byte[] message(long number) {
        var bytes = new byte[BYTES];
        write(number, bytes, 0);
        return bytes;
    }

    /// Which message this is; empty unless every byte is as it was written.
    public OptionalLong recognise(byte[] bytes) {
        if (bytes.length != BYTES) {
            return OptionalLong.empty();
        }
        long number = 0;
        for (int i = firstNumberAt; i < firstNumberAt + DIGITS; i++) {
            number = number * 10 + Math.floorMod(bytes[i] - '0', 10);
        }
        return Arrays.equals(bytes, message(number)) ? OptionalLong.of(number) : OptionalLong.empty();
    }

    // CPM-MSG §5.2: header fields of the object, then the CPIM message as its body.
    private static byte[] prepare(List<String> texts, int index) {
        var time = "2026-03-%02dT%02d:%02d:%02d".formatted(1 + index % 28, index % 24, index % 60, index * 7 % 60);
        var date = "%s, %02d Mar 2026 %02d:%02d:%02d +0100"
                .formatted(dayOfMarch(1 + index % 28), 1 + index % 28, index % 24, index % 60, index * 7 % 60);
        var head = """
                Date: %s
                From: tel:+1555010%04d
                To: tel:+1555020%04d
                Message-ID: <s%s@bench.example.net>
                MIME-Version: 1.0
                Content-Type: message/cpim
                Content-Transfer-Encoding: 8bit
                Conversation-ID: c-%08x
                Contribution-ID: k-%08x
                IMDN-Message-ID: M%s
                Message-Direction: %s

                From: <sip:anonymous@anonymous.invalid>
                To: <sip:anonymous@anonymous.invalid>
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: M%s
                DateTime: %s+01:00
                imdn.Disposition-Notification: positive-delivery, display

                Content-Type: text/plain; charset=utf-8
                """.formatted(
                        date,
                        index % PARTIES,
                        index * 31 % PARTIES,
                        NUMBER,
                        index % PARTIES * 2_654_435_761L & 0xffff_ffffL,
                        index * 40_503L + 7,
                        NUMBER,
                        index % 2 == 0 ? "received" : "sent",
                        NUMBER,
                        time)
                .replace("\n", "\r\n");
        int left = BYTES - head.length() - "Content-Length: 000\r\n\r\n".length();
        var message = new byte[BYTES];
        Arrays.fill(message, (byte) '.');
        var front = (head + "Content-Length: %03d\r\n\r\n".formatted(left)).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(front, 0, message, 0, front.length);
        fill(message, front.length, texts, index);
        return message;
    }

    /// Texts one behind the other, as many as fit whole; the rest stays dots.
    private static void fill(byte[] message, int from, List<String> texts, int index) {
        int at = from;
        for (int i = index; i < index + 20; i++) {
            var text = (texts.get(i % texts.size()) + " ").getBytes(StandardCharsets.UTF_8);
            if (text.length < message.length - at) {
                System.arraycopy(text, 0, message, at, text.length);
                at += text.length;
            }
        }
    }

    private static String dayOfMarch(int day) {
        return List.of("Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri").get(day % 7);
    }

    private static void putNumber(long number, byte[] bytes, int at) {
        long rest = number;
        for (int i = at + DIGITS - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
