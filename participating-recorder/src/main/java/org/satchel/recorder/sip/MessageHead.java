// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Start line and header lines of a message off the wire, read just far enough to frame it and to refuse it properly.
///
/// @param fields unfolded header lines
record MessageHead(String start, List<String> fields) {
    private static final Pattern REQUEST =
            Pattern.compile("[A-Za-z0-9.!%*_+`'~-]{1,40} [^ \\t]{1,2000} (SIP/[0-9.]{1,9})");
    private static final Pattern RESPONSE = Pattern.compile("SIP/2\\.0 [1-6][0-9][0-9]( .*)?");
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");
    private static final Pattern CSEQ = Pattern.compile("[0-9]{1,10}[ \\t]+([^ \\t]+)");

    /// Each with its compact form. RFC 3261 §7.3.3
    private static final List<List<String>> MANDATORY = List.of(
            List.of("Via", "v"), List.of("From", "f"), List.of("To", "t"), List.of("Call-ID", "i"), List.of("CSeq"));

    private static final List<String> TO = MANDATORY.get(2);
    private static final List<String> CSEQ_NAMES = MANDATORY.get(4);
    private static final List<String> CONTENT_LENGTH = List.of("Content-Length", "l");
    private static final List<String> CONTENT_TYPE = List.of("Content-Type", "c");

    MessageHead {
        fields = List.copyOf(fields);
    }

    /// @param bytes up to and including the empty line
    static MessageHead parse(byte[] bytes, int length) {
        var lines = new String(bytes, 0, length, StandardCharsets.UTF_8).split("\r?\n");
        List<String> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            boolean folded = lines[i].startsWith(" ") || lines[i].startsWith("\t");
            if (folded && !fields.isEmpty()) {
                fields.set(fields.size() - 1, fields.getLast() + " " + lines[i].strip());
            } else if (!lines[i].isEmpty()) {
                fields.add(lines[i]);
            }
        }
        return new MessageHead(lines.length == 0 ? "" : lines[0], fields);
    }

    boolean isResponse() {
        return RESPONSE.matcher(start).matches();
    }

    boolean isRequest() {
        return REQUEST.matcher(start).matches();
    }

    /// Status and reason with which this request is refused before anybody looks at its meaning; empty when it is
    /// sound.
    String fault() {
        var line = REQUEST.matcher(start);
        if (!line.matches()) {
            return "400 Malformed Request Line";
        }
        if (!line.group(1).equals("SIP/2.0")) {
            return "505 Version Not Supported";
        }
        if (fields.stream().anyMatch(MessageHead::holdsControls)) {
            return "400 Control Character In Header";
        }
        for (var names : MANDATORY) {
            var values = values(names);
            if (values.isEmpty() || values.getFirst().isEmpty()) {
                return "400 Missing " + names.getFirst() + " Header"; // RFC 3261 §8.1.1
            }
        }
        var cseq = CSEQ.matcher(values(CSEQ_NAMES).getFirst());
        if (!cseq.matches() || !start.startsWith(cseq.group(1) + " ")) {
            return "400 Malformed CSeq Header"; // RFC 3261 §8.1.1.5
        }
        return "";
    }

    /// Length of the body; -1 when it is not said, -2 when it is not said plainly: no number, too large for one, or two
    /// of them.
    long contentLength() {
        var values = values(CONTENT_LENGTH);
        if (values.isEmpty()) {
            return -1;
        }
        var value = values.getFirst();
        boolean plain = value.matches("[0-9]{1,15}") && values.stream().allMatch(value::equals);
        return plain ? Long.parseLong(value) : -2;
    }

    boolean hasContentType() {
        return !values(CONTENT_TYPE).isEmpty();
    }

    /// An answer to this request, with what ties it to it as far as it is there. RFC 3261 §8.2.6.2
    String answer(String statusAndReason) {
        var text = new StringBuilder("SIP/2.0 ").append(statusAndReason).append("\r\n");
        for (var names : MANDATORY) {
            for (var field : fields) {
                if (isNamed(field, names)) {
                    boolean untagged =
                            names.equals(TO) && !field.toLowerCase(Locale.ROOT).contains(";tag=");
                    text.append(CONTROLS.matcher(field).replaceAll(" "))
                            .append(untagged ? ";tag=refused" : "")
                            .append("\r\n");
                }
            }
        }
        return text.append("Content-Length: 0\r\n\r\n").toString();
    }

    private List<String> values(List<String> names) {
        return fields.stream()
                .filter(field -> isNamed(field, names))
                .map(field -> field.substring(field.indexOf(':') + 1).strip())
                .toList();
    }

    private static boolean isNamed(String field, List<String> names) {
        int colon = field.indexOf(':');
        var name = colon < 0 ? "" : field.substring(0, colon).strip();
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    private static boolean holdsControls(String field) {
        return field.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
    }
}
