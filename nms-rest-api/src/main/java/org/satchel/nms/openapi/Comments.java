// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The comments of records. A compiler drops them, so the sources of [org.satchel.nms.type] stand beside its
/// classes.
final class Comments {
    private static final String MARK = "///";
    private static final Pattern RECORD = Pattern.compile("public record (\\w+).*");

    private final Map<String, Map<String, Comment>> files = new HashMap<>();

    /// @param component a component of the record, or empty for the record as a whole
    /// @return empty when nothing is said
    String of(Class<?> type, String component) {
        var file = type.getNestHost();
        var comment =
                files.computeIfAbsent(file.getSimpleName(), _ -> read(file)).get(type.getSimpleName());
        if (comment == null) {
            return "";
        }
        return component.isEmpty() ? comment.text : comment.components.getOrDefault(component, "");
    }

    private static Map<String, Comment> read(Class<?> file) {
        try (var in = file.getResourceAsStream(file.getSimpleName() + ".java")) {
            if (in == null) {
                throw new IllegalStateException("the source of " + file + " is not beside its class");
            }
            var comments = new HashMap<String, Comment>();
            var text = new StringBuilder();
            for (var line : new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .map(String::strip)
                    .toList()) {
                var record = RECORD.matcher(line);
                if (line.startsWith(MARK)) {
                    text.append(line.substring(MARK.length())).append('\n');
                } else if (record.matches()) {
                    comments.put(record.group(1), Comment.parse(text.toString()));
                }
                if (!line.startsWith(MARK) && !line.startsWith("@")) {
                    text.setLength(0);
                }
            }
            return comments;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param components what is said of each, by name
    private record Comment(String text, Map<String, String> components) {
        static Comment parse(String comment) {
            var parts = comment.split("@param ");
            var components = new HashMap<String, String>();
            for (int i = 1; i < parts.length; i++) {
                var words = flowing(parts[i]).split(" ", 2);
                components.put(words[0], words[1]);
            }
            return new Comment(flowing(parts[0]), components);
        }

        /// On the wire nothing is null.
        private static String flowing(String text) {
            return text.strip().replaceAll("\\s+", " ").replaceAll("\\bnull\\b", "absent");
        }
    }
}
