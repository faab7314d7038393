// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Envelope.Mailbox;

/// Addresses of a From, To or similar header field: mail addresses, groups, and the bare `tel:` and `sip:` URIs of CPM.
///
/// Names keep their encoded words. A `tel:` URI has its number in `mailbox` and an empty host, because a null host
/// means a group to IMAP.
// RFC 5322 §3.4, RFC 3501 §7.4.2, CPM-MSG §5.1
public final class AddressList {
    /// Addresses of one field; more are passed over.
    public static final int ADDRESSES_MAX = 1000;

    private static final List<String> SCHEMES = List.of("tel", "sip", "sips", "mailto", "im", "pres", "urn");

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final String text;
    private final List<Mailbox> found = new ArrayList<>(2);
    private int at;
    private boolean inGroup;

    /// What stands outside angle brackets since the last comma, with quotes and escapes undone.
    private final StringBuilder words = new StringBuilder();

    private boolean quoted;
    private @Nullable String angle;
    private @Nullable String comment;

    private AddressList(String text) {
        this.text = text;
    }

    public static List<Mailbox> parse(String text) {
        return new AddressList(text).parse();
    }

    /// The bare address, without display name: `tel:+1555…`, `ann@example.net`; null for the marks of a group.
    public static @Nullable String bare(Mailbox mailbox) {
        if (mailbox.mailbox() == null || mailbox.host() == null) {
            return null;
        }
        return mailbox.host().isEmpty() ? mailbox.mailbox() : mailbox.mailbox() + "@" + mailbox.host();
    }

    private List<Mailbox> parse() {
        while (at < text.length() && found.size() < ADDRESSES_MAX) {
            char c = text.charAt(at);
            switch (c) {
                case '"' -> quoted();
                case '(' -> comment();
                case '<' -> angle();
                case ',' -> endAddress();
                case ';' -> semicolon();
                case ':' -> colon();
                default -> {
                    words.append(c);
                    at++;
                }
            }
        }
        flush();
        if (inGroup) {
            found.add(new Mailbox(null, null, null, null));
        }
        return found;
    }

    private void endAddress() {
        at++;
        flush();
    }

    /// Ends a group; within a bare URI it begins a parameter; else it is taken for a comma, as some mailers write it.
    private void semicolon() {
        if (!inGroup && isUri(words) && angle == null) {
            words.append(';');
            at++;
            return;
        }
        endAddress();
        if (inGroup) {
            found.add(new Mailbox(null, null, null, null));
            inGroup = false;
        }
    }

    private void colon() {
        at++;
        var name = words.toString().strip();
        boolean startsGroup = !inGroup
                && angle == null
                && !name.isEmpty()
                && (quoted
                        || (name.indexOf('@') < 0
                                && !SCHEMES.contains(name.toLowerCase(Locale.ROOT))
                                && !isUri(words)));
        if (!startsGroup) {
            words.append(':');
            return;
        }
        found.add(new Mailbox(null, null, name, null));
        inGroup = true;
        reset();
    }

    private static boolean isUri(CharSequence words) {
        var text = words.toString().strip();
        int colon = text.indexOf(':');
        return colon > 0 && SCHEMES.contains(text.substring(0, colon).toLowerCase(Locale.ROOT));
    }

    private void quoted() {
        quoted = true;
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return;
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                c = text.charAt(at);
            }
            words.append(c);
        }
    }

    private void comment() {
        int from = at + 1;
        int depth = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                comment = text.substring(from, at).strip();
                at++;
                return;
            }
        }
        at = text.length();
    }

    private void angle() {
        int close = text.indexOf('>', at);
        int end = close < 0 ? text.length() : close;
        angle = text.substring(at + 1, end).strip();
        at = Math.min(end + 1, text.length());
    }

    private void flush() {
        var outside = words.toString().strip();
        if (angle != null) {
            found.add(address(outside.isEmpty() ? null : BLANKS.matcher(outside).replaceAll(" "), angle));
        } else if (!outside.isEmpty()) {
            found.add(address(comment == null || comment.isEmpty() ? null : comment, outside));
        }
        reset();
    }

    private void reset() {
        words.setLength(0);
        quoted = false;
        angle = null;
        comment = null;
    }

    private static Mailbox address(@Nullable String name, String spec) {
        var rest = spec;
        String route = null;
        int routeEnd = spec.startsWith("@") ? spec.indexOf(':') : -1;
        if (routeEnd > 0) {
            route = spec.substring(0, routeEnd);
            rest = spec.substring(routeEnd + 1);
        }
        if (rest.regionMatches(true, 0, "tel:", 0, 4)) {
            return new Mailbox(name, route, rest, "");
        }
        int sign = rest.lastIndexOf('@');
        if (sign < 0) {
            return new Mailbox(name, route, rest, "");
        }
        return new Mailbox(name, route, rest.substring(0, sign), rest.substring(sign + 1));
    }
}
