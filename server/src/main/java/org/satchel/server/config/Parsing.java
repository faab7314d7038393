// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// How the text of a value becomes a value. Each refuses with a reason.
final class Parsing {
    private Parsing() {}

    static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    static Function<String, Integer> integer(int least, int most) {
        return text -> Math.toIntExact(number(text, least, most));
    }

    /// Bytes, with an optional suffix `K`, `M` or `G` (powers of 1,024).
    static long bytes(String text) {
        var upper = text.toUpperCase(Locale.ROOT);
        int shift = upper.endsWith("K") ? 10 : upper.endsWith("M") ? 20 : upper.endsWith("G") ? 30 : 0;
        var digits = shift == 0 ? text : text.substring(0, text.length() - 1).strip();
        return number(digits, 0, Long.MAX_VALUE >> shift) << shift;
    }

    static int bytes(String text, int most) {
        long bytes = bytes(text);
        if (bytes > most) {
            throw new IllegalArgumentException(text + " is more than " + most + " bytes");
        }
        return (int) bytes;
    }

    static Duration duration(String text, Duration least, Duration most) {
        var time = duration(text);
        if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
            throw new IllegalArgumentException(text + " is not between " + least + " and " + most);
        }
        return time;
    }

    /// `never` and `0` are zero.
    static Duration termOrNever(String text) {
        return text.equalsIgnoreCase("never") || text.equals("0") ? Duration.ZERO : term(text);
    }

    /// A duration of at least an hour.
    static Duration term(String text) {
        return duration(text, Duration.ofHours(1), Duration.ofDays(36_500));
    }

    /// A number with a unit: `250ms`, `30s`, `5m`, `2h`, `90d`.
    static Duration duration(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
            digits++;
        }
        long amount = number(lower.substring(0, digits), 0, 1_000_000_000);
        return switch (lower.substring(digits).strip()) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default ->
                throw new IllegalArgumentException("'" + text + "' is no duration such as 250ms, 30s, 5m, 2h, 90d");
        };
    }

    /// Items separated by blanks or commas.
    static List<String> words(String text) {
        return Arrays.stream(text.split("[,\\s]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /// At least one place.
    static List<HostPort> places(String text) {
        var places = words(text).stream().map(HostPort::parse).toList();
        if (places.isEmpty()) {
            throw new IllegalArgumentException("no HOST:PORT is given");
        }
        return places;
    }

    static String like(String text, String pattern) {
        if (!text.matches(pattern)) {
            throw new IllegalArgumentException("'" + text + "' is not of the form " + pattern);
        }
        return text;
    }

    static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of "
                        + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)));
    }

    static String word(String text, String... legal) {
        if (!List.of(legal).contains(text)) {
            throw new IllegalArgumentException("'" + text + "' is none of " + List.of(legal));
        }
        return text;
    }

    static URI httpUri(String text) {
        var uri = URI.create(text);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("'" + text + "' is no http or https URL");
        }
        return uri;
    }

    private static long number(String text, long least, long most) {
        long number;
        try {
            number = Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number", e);
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException(text + " is not between " + least + " and " + most);
        }
        return number;
    }
}
