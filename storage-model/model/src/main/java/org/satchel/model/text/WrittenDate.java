// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.text;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Dates as messages write them: `Tue, 03 Mar 2026 09:14:07 +0100` in header fields, `2026-03-03T09:14:07+01:00` in
/// CPIM.
public final class WrittenDate {
    private static final int LENGTH_MAX = 100;
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private WrittenDate() {}

    /// Reads either form, whatever the field: real senders mix them up. Day names and comments are passed over; the
    /// zone may be absent.
    // RFC 5322 §3.3 and §4.3, RFC 3339 §5.6
    public static Optional<OffsetDateTime> parse(String text) {
        if (text.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            var trimmed = text.strip();
            boolean iso = trimmed.length() > 10 && trimmed.charAt(4) == '-' && trimmed.charAt(7) == '-';
            return Optional.of(iso ? iso(trimmed) : mail(trimmed));
        } catch (DateTimeException | IllegalArgumentException notADate) {
            return Optional.empty();
        }
    }

    private static OffsetDateTime iso(String text) {
        int at = 19;
        if (text.length() < at
                || "Tt ".indexOf(text.charAt(10)) < 0
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            throw new IllegalArgumentException("not a date");
        }
        int nanos = 0;
        if (text.length() > at && text.charAt(at) == '.') {
            int scale = 100_000_000;
            for (at++; at < text.length() && digit(text.charAt(at)); at++) {
                nanos += (text.charAt(at) - '0') * scale;
                scale /= 10;
            }
        }
        return OffsetDateTime.of(
                number(text, 0, 4),
                number(text, 5, 7),
                number(text, 8, 10),
                number(text, 11, 13),
                number(text, 14, 16),
                Math.min(59, number(text, 17, 19)), // a leap second is kept as the second before it
                nanos,
                zone(text.substring(at).strip()));
    }

    private static OffsetDateTime mail(String text) {
        var words = words(text);
        int at = !words.isEmpty() && !digit(words.getFirst().charAt(0)) ? 1 : 0;
        if (words.size() < at + 4) {
            throw new IllegalArgumentException("not a date");
        }
        var day = words.get(at);
        var month = words.get(at + 1);
        var year = words.get(at + 2);
        var time = words.get(at + 3).split(":", -1);
        if (month.length() < 3 || time.length < 2 || time.length > 3) {
            throw new IllegalArgumentException("not a date");
        }
        return OffsetDateTime.of(
                year(number(year, 0, year.length()), year.length()),
                MONTHS.indexOf(month.substring(0, 3)) + 1,
                number(day, 0, day.length()),
                number(time[0], 0, time[0].length()),
                number(time[1], 0, time[1].length()),
                time.length == 3 ? Math.min(59, number(time[2], 0, time[2].length())) : 0,
                0,
                zone(words.size() > at + 4 ? words.get(at + 4) : ""));
    }

    /// The words outside comments, in lower case.
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        int depth = 0;
        for (char c : (text + " ").toLowerCase(Locale.ROOT).toCharArray()) {
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth = Math.max(0, depth - 1);
            } else if (depth == 0 && c > ' ' && c != ',') {
                word.append(c);
            } else if (depth == 0 && !word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        return words;
    }

    // RFC 5322 §4.3
    private static int year(int written, int digits) {
        if (digits >= 4) {
            return written;
        }
        return digits == 2 && written < 50 ? 2000 + written : 1900 + written;
    }

    private static ZoneOffset zone(String text) {
        if (text.isEmpty()) {
            return ZoneOffset.UTC;
        }
        char sign = text.charAt(0);
        var digits = text.substring(1).replace(":", "");
        if ((sign == '+' || sign == '-') && digits.length() == 4) {
            int seconds = (number(digits, 0, 2) * 60 + number(digits, 2, 4)) * 60;
            return ZoneOffset.ofTotalSeconds(sign == '-' ? -seconds : seconds);
        }
        return switch (text) {
            case "est" -> ZoneOffset.ofHours(-5);
            case "edt" -> ZoneOffset.ofHours(-4);
            case "cst" -> ZoneOffset.ofHours(-6);
            case "cdt" -> ZoneOffset.ofHours(-5);
            case "mst" -> ZoneOffset.ofHours(-7);
            case "mdt" -> ZoneOffset.ofHours(-6);
            case "pst" -> ZoneOffset.ofHours(-8);
            case "pdt" -> ZoneOffset.ofHours(-7);
            default -> ZoneOffset.UTC;
        };
    }

    private static int number(String text, int from, int to) {
        if (from == to || to - from > 9) {
            throw new IllegalArgumentException("not a number");
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!digit(text.charAt(i))) {
                throw new IllegalArgumentException("not a number");
            }
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
