// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.deposit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.satchel.model.Address;
import org.satchel.model.text.WrittenDate;

/// Builds header blocks out of values that came from a client.
///
/// A value never ends its line: control characters become blanks, and what is not ASCII becomes encoded words.
final class HeaderText {
    private static final DateTimeFormatter MAIL_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT);
    /// Bytes of text in one encoded word: 60 characters of base64 and the frame stay within 75. RFC 2047 §2
    private static final int WORD_BYTES_MAX = 45;

    private final StringBuilder text = new StringBuilder(512);

    HeaderText line(String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    /// A line with a value that a client gave.
    HeaderText given(String name, String value) {
        return line(name, safe(value));
    }

    HeaderText given(String name, Optional<String> value) {
        value.ifPresent(present -> given(name, present));
        return this;
    }

    HeaderText end() {
        text.append("\r\n");
        return this;
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// An address in its canonical form, or as it was given.
    static String address(String given) {
        return Address.parse(given).map(Address::uri).orElseGet(() -> safe(given));
    }

    /// An address for a CPIM header. RFC 3862 §4.1
    static String cpimAddress(Optional<String> given) {
        return given.flatMap(Address::parse)
                .map(address -> "<" + address.uri() + ">")
                .orElse("<sip:anonymous@anonymous.invalid>");
    }

    static String mailDate(Instant at) {
        return MAIL_DATE.format(at.atOffset(ZoneOffset.UTC));
    }

    /// Reads any of the forms that clients send. OMA NMS §4.1
    static Optional<Instant> readDate(String given) {
        return WrittenDate.parse(given.strip()).map(OffsetDateTime::toInstant);
    }

    /// One line of ASCII that says the same.
    static String safe(String value) {
        return isSafe(value) ? value.strip() : made(value);
    }

    private static boolean isSafe(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c >= 0x7f || (c == '=' && value.startsWith("=?", i))) {
                return false;
            }
        }
        return true;
    }

    private static String made(String value) {
        var flat = new StringBuilder(value.length());
        value.chars().forEach(c -> flat.append(c < ' ' || c == 0x7f ? ' ' : (char) c));
        var line = flat.toString().strip();
        return isSafe(line) ? line : encodedWords(line);
    }

    // RFC 2047 §4.1: base64 of UTF-8, cut between characters
    private static String encodedWords(String line) {
        var words = new StringBuilder();
        var word = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < line.length(); ) {
            int codePoint = line.codePointAt(i);
            var character = Character.toString(codePoint);
            int length = character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + length > WORD_BYTES_MAX) {
                append(words, word);
                word.setLength(0);
                bytes = 0;
            }
            word.append(character);
            bytes += length;
            i += Character.charCount(codePoint);
        }
        append(words, word);
        return words.toString();
    }

    private static void append(StringBuilder words, CharSequence word) {
        if (!words.isEmpty()) {
            words.append("\r\n ");
        }
        var base64 = Base64.getEncoder().encodeToString(word.toString().getBytes(StandardCharsets.UTF_8));
        words.append("=?utf-8?b?").append(base64).append("?=");
    }
}
