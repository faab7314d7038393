// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.multipart;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The header fields of a part, in order, unfolded.
public record PartHeaders(List<Field> fields) {
    public PartHeaders {
        fields = List.copyOf(fields);
    }

    public record Field(String name, String value) {}

    public Optional<String> first(String name) {
        for (var field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /// Lower-case media type without parameters; empty when there is no `Content-Type`.
    public String mediaType() {
        return first("Content-Type").map(PartHeaders::head).orElse("");
    }

    /// A parameter of a structured field, unquoted.
    public Optional<String> parameter(String field, String parameter) {
        return first(field).flatMap(value -> parameterOf(value, parameter));
    }

    /// What stands before the first semicolon, in lower case.
    public static String head(String value) {
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /// Finds a parameter, with quotes or without, with or without a blank after the semicolon. NMS §6.1
    public static Optional<String> parameterOf(String value, String name) {
        int at = value.indexOf(';');
        while (at >= 0 && at < value.length()) {
            int equals = value.indexOf('=', at);
            if (equals < 0) {
                return Optional.empty();
            }
            var found = value.substring(at + 1, equals).strip();
            var text = new StringBuilder();
            at = copyValue(value, equals + 1, text);
            if (found.equalsIgnoreCase(name)) {
                return Optional.of(text.toString());
            }
        }
        return Optional.empty();
    }

    /// Appends the value that begins at `from`; returns where its semicolon is, or the end.
    private static int copyValue(String value, int from, StringBuilder out) {
        int at = from;
        while (at < value.length() && value.charAt(at) == ' ') {
            at++;
        }
        if (at >= value.length() || value.charAt(at) != '"') {
            int end = value.indexOf(';', at);
            int stop = end < 0 ? value.length() : end;
            out.append(value.substring(at, stop).strip());
            return end < 0 ? value.length() : end;
        }
        for (at++; at < value.length() && value.charAt(at) != '"'; at++) {
            boolean escaped = value.charAt(at) == '\\' && at + 1 < value.length() && isSpecial(value.charAt(at + 1));
            out.append(value.charAt(escaped ? ++at : at));
        }
        int end = value.indexOf(';', at);
        return end < 0 ? value.length() : end;
    }

    private static boolean isSpecial(char c) {
        return c == '"' || c == '\\';
    }
}
