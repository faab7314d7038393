// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.fetch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.ImapOutput;
import org.satchel.imap.james.grammar.Wire;
import org.satchel.model.BodyPart;

/// Writes BODY and BODYSTRUCTURE from the stored tree.
// RFC 3501 §7.4.2
final class Structure {
    private static final BodyPart.Parameter US_ASCII = new BodyPart.Parameter("charset", "us-ascii");

    private final ImapOutput out;
    private final boolean sorted;

    /// @param sorted parameters by their names, as James has them, rather than as written
    Structure(ImapOutput out, boolean sorted) {
        this.out = out;
        this.sorted = sorted;
    }

    /// @param extended BODYSTRUCTURE rather than BODY
    void write(BodyPart part, boolean extended) throws IOException {
        out.write('(');
        switch (part) {
            case BodyPart.Multipart(var head, var _, var parts) -> {
                for (var inner : parts) {
                    write(inner, extended);
                }
                out.write(' ');
                upper(head.subtype());
                if (extended) {
                    out.write(' ');
                    parameters(head.parameters());
                    extensions(head);
                }
            }
            case BodyPart.Leaf(var head, var extent, long lines) -> {
                fields(head, extent.bodyBytes());
                if (head.type().equalsIgnoreCase("text")) {
                    out.ascii(" ").number(lines);
                }
                single(head, extended);
            }
            case BodyPart.Nested(var head, var extent, long lines, var envelope, var body) -> {
                fields(head, extent.bodyBytes());
                out.write(' ');
                Wire.envelope(out, envelope);
                out.write(' ');
                write(body, extended);
                out.ascii(" ").number(lines);
                single(head, extended);
            }
        }
        out.write(')');
    }

    private void fields(BodyPart.Head head, long bytes) throws IOException {
        upper(head.type());
        out.write(' ');
        upper(head.subtype());
        out.write(' ');
        parameters(head.type().equalsIgnoreCase("text") ? withCharset(head.parameters()) : head.parameters());
        out.write(' ');
        Wire.string(out, head.id());
        out.write(' ');
        Wire.string(out, head.description());
        out.write(' ');
        upper(head.encoding());
        out.ascii(" ").number(bytes);
    }

    private void single(BodyPart.Head head, boolean extended) throws IOException {
        if (extended) {
            out.write(' ');
            Wire.string(out, head.md5());
            extensions(head);
        }
    }

    private void extensions(BodyPart.Head head) throws IOException {
        out.write(' ');
        var disposition = head.disposition();
        if (disposition == null) {
            out.ascii("NIL");
        } else {
            out.write('(');
            Wire.string(out, disposition);
            out.write(' ');
            parameters(head.dispositionParameters());
            out.write(')');
        }
        out.write(' ');
        strings(head.languages());
        out.write(' ');
        Wire.string(out, bare(head.location()));
    }

    private void parameters(List<BodyPart.Parameter> given) throws IOException {
        if (given.isEmpty()) {
            out.ascii("NIL");
            return;
        }
        var parameters = given;
        if (sorted && given.size() > 1) {
            parameters = new ArrayList<>(given);
            parameters.sort(Comparator.comparing(parameter -> parameter.name().toLowerCase(Locale.ROOT)));
        }
        char before = '(';
        for (var parameter : parameters) {
            out.write(before);
            Wire.string(out, lower(parameter.name()));
            out.write(' ');
            Wire.string(out, parameter.value());
            before = ' ';
        }
        out.write(')');
    }

    private void strings(List<String> values) throws IOException {
        if (values.isEmpty()) {
            out.ascii("NIL");
            return;
        }
        char before = '(';
        for (var value : values) {
            out.write(before);
            Wire.string(out, value);
            before = ' ';
        }
        out.write(')');
    }

    /// What text is in when it does not say. RFC 2046 §4.1.2
    private static List<BodyPart.Parameter> withCharset(List<BodyPart.Parameter> parameters) {
        for (var parameter : parameters) {
            if (parameter.name().equalsIgnoreCase("charset")) {
                return parameters;
            }
        }
        var all = new ArrayList<BodyPart.Parameter>(parameters.size() + 1);
        all.add(US_ASCII);
        all.addAll(parameters);
        return all;
    }

    /// A location without the quotes and comments that some put around it.
    private static @Nullable String bare(@Nullable String location) {
        if (location == null || location.isEmpty() || "(\"<".indexOf(location.charAt(0)) < 0) {
            return location;
        }
        return location.replaceAll("\\([^()]*\\)", "").strip().replaceAll("^[\"<]|[\">]$", "");
    }

    private static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return name;
    }

    /// A media type or an encoding: in capitals, as most servers write them.
    private void upper(String text) throws IOException {
        if (!out.quotedCapitals(text)) {
            Wire.string(out, text.toUpperCase(Locale.ROOT));
        }
    }
}
