// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BodyPart.Parameter;
import org.satchel.model.text.EncodedWords;

/// A header field of the form `value; name=value; …`: Content-Type, Content-Disposition.
///
/// Continuations (`name*0`, `name*1`) are joined. A value in extended form keeps its star in the name and its percent
/// signs, because that is
/// what IMAP clients expect to decode; [#decoded] is for our own use.
///
/// @param value what stands before the first semicolon, without comments
// RFC 2045 §5.1, RFC 2231
public record StructuredField(String value, List<Parameter> parameters) {
    /// Parameters of one field; more are passed over.
    public static final int PARAMETERS_MAX = 64;

    private static final int SECTIONS_MAX = 100;

    public StructuredField {
        parameters = List.copyOf(parameters);
    }

    public static StructuredField parse(String text) {
        var scan = new Scan(text);
        var value = scan.until(";").strip();
        var written = new ArrayList<Parameter>(2);
        boolean continued = false;
        while (scan.more() && written.size() < PARAMETERS_MAX) {
            scan.skip();
            var name = scan.until("=;").strip();
            boolean hasValue = scan.last() == '=';
            if (hasValue && !name.isEmpty()) {
                written.add(new Parameter(name, scan.value()));
                continued |= name.indexOf('*') > 0;
            } else if (hasValue) {
                scan.value();
            }
        }
        return new StructuredField(value, continued ? joined(written) : written);
    }

    /// Value of a parameter as written.
    public @Nullable String parameter(String name) {
        return find(parameters, name);
    }

    /// The value of a parameter in plain text: its extended form if there is one, else with encoded words decoded.
    // RFC 2231 §4; encoded words are not allowed here, but common
    public static Optional<String> decoded(List<Parameter> parameters, String name) {
        var extended = find(parameters, name + "*");
        if (extended != null) {
            return Optional.of(PercentText.decodeExtended(extended));
        }
        return Optional.ofNullable(find(parameters, name)).map(EncodedWords::decode);
    }

    private static @Nullable String find(List<Parameter> parameters, String name) {
        for (var parameter : parameters) {
            if (parameter.name().equalsIgnoreCase(name)) {
                return parameter.value();
            }
        }
        return null;
    }

    private static List<Parameter> joined(List<Parameter> written) {
        var plain = new ArrayList<Parameter>();
        var groups = new LinkedHashMap<String, TreeMap<Integer, Parameter>>();
        for (var parameter : written) {
            int star = parameter.name().indexOf('*');
            int section = star <= 0 ? -1 : section(parameter.name(), star + 1);
            if (section < 0) {
                plain.add(parameter);
            } else {
                groups.computeIfAbsent(
                                parameter.name().substring(0, star).toLowerCase(Locale.ROOT), n -> new TreeMap<>())
                        .putIfAbsent(section, parameter);
            }
        }
        groups.values().forEach(sections -> plain.add(joined(sections)));
        return plain;
    }

    private static Parameter joined(TreeMap<Integer, Parameter> sections) {
        boolean extended = sections.values().stream().anyMatch(StructuredField::isExtended);
        var text = new StringBuilder();
        for (int i = 0; sections.containsKey(i); i++) {
            var section = sections.get(i);
            if (extended && i == 0 && !isExtended(section)) {
                text.append("utf-8''");
            }
            text.append(extended && !isExtended(section) ? PercentText.encode(section.value()) : section.value());
        }
        var first = sections.firstEntry().getValue().name();
        return new Parameter(first.substring(0, first.indexOf('*')) + (extended ? "*" : ""), text.toString());
    }

    private static boolean isExtended(Parameter section) {
        return section.name().endsWith("*");
    }

    private static int section(String name, int from) {
        int to = name.endsWith("*") ? name.length() - 1 : name.length();
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9' || number > SECTIONS_MAX) {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return from < to && number < SECTIONS_MAX ? number : -1;
    }

    /// Reads a field from left to right, over comments and quoted strings.
    private static final class Scan {
        private final String text;
        private int at;
        private char last;

        Scan(String text) {
            this.text = text;
        }

        boolean more() {
            return at < text.length();
        }

        char last() {
            return last;
        }

        void skip() {
            while (more() && (text.charAt(at) <= ' ' || text.charAt(at) == ';')) {
                at++;
            }
        }

        /// The text up to one of `stops`, which is consumed; comments are left out.
        String until(String stops) {
            int from = at;
            StringBuilder cut = null;
            last = 0;
            while (more()) {
                char c = text.charAt(at);
                if (stops.indexOf(c) >= 0) {
                    last = c;
                    at++;
                    return cut == null ? text.substring(from, at - 1) : cut.toString();
                }
                if (c == '(') {
                    cut = cut == null ? new StringBuilder(text.substring(from, at)) : cut;
                    comment();
                    continue;
                }
                if (cut != null) {
                    cut.append(c);
                }
                at++;
            }
            return cut == null ? text.substring(from) : cut.toString();
        }

        String value() {
            while (more() && text.charAt(at) <= ' ') {
                at++;
            }
            if (!more() || text.charAt(at) != '"') {
                return until(";").strip();
            }
            var quoted = quoted();
            until(";");
            return quoted;
        }

        private String quoted() {
            var out = new StringBuilder();
            for (at++; more(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    break;
                }
                if (c == '\\' && at + 1 < text.length()) {
                    at++;
                    c = text.charAt(at);
                }
                out.append(c);
            }
            return out.toString();
        }

        private void comment() {
            int depth = 0;
            for (; more(); at++) {
                char c = text.charAt(at);
                if (c == '\\') {
                    at++;
                } else if (c == '(') {
                    depth++;
                } else if (c == ')' && --depth == 0) {
                    at++;
                    return;
                }
            }
            at = text.length();
        }
    }
}
