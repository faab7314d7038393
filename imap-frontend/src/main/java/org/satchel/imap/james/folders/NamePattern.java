// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.folders;

/// A name pattern of LIST: `*` stands for anything, `%` for anything but the delimiter.
///
/// Matches step by step. Wildcards side by side are one, and a pattern with more characters than the name is not tried,
/// so that no pattern, however long, costs more than the square of the name's length.
// RFC 3501 §6.3.8
final class NamePattern {
    private static final String INBOX = "INBOX";

    private final String pattern;
    private final char delimiter;

    /// Characters that every name which matches has at least.
    private final int least;

    NamePattern(String text, char delimiter) {
        this.pattern = joined(text);
        this.delimiter = delimiter;
        this.least = (int) pattern.chars().filter(c -> !isWildcard((char) c)).count();
    }

    boolean matches(String name) {
        if (least > name.length()) {
            return false;
        }
        boolean inbox = pattern.regionMatches(true, 0, INBOX, 0, INBOX.length())
                && name.regionMatches(true, 0, INBOX, 0, INBOX.length());
        return inbox ? matches(INBOX + pattern.substring(INBOX.length()), name) : matches(pattern, name);
    }

    /// Whether it can match this name, or one below it.
    boolean mayMatchBelow(String name) {
        int wildcard = 0;
        while (wildcard < pattern.length() && !isWildcard(pattern.charAt(wildcard))) {
            wildcard++;
        }
        var fixed = pattern.substring(0, wildcard);
        return fixed.startsWith(name) || name.startsWith(fixed);
    }

    private static String joined(String text) {
        var joined = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char last = joined.isEmpty() ? 0 : joined.charAt(joined.length() - 1);
            if (!isWildcard(c) || !isWildcard(last)) {
                joined.append(c);
            } else if (c == '*') {
                joined.setCharAt(joined.length() - 1, c);
            }
        }
        return joined.toString();
    }

    private static boolean isWildcard(char c) {
        return c == '*' || c == '%';
    }

    private boolean matches(String wanted, String name) {
        var reachable = new boolean[name.length() + 1];
        reachable[0] = true;
        for (int i = 0; i < wanted.length(); i++) {
            char c = wanted.charAt(i);
            var next = new boolean[name.length() + 1];
            boolean any = false;
            if (isWildcard(c)) {
                boolean open = false;
                for (int at = 0; at <= name.length(); at++) {
                    open |= reachable[at];
                    next[at] = open;
                    boolean stops = c == '%' && at < name.length() && name.charAt(at) == delimiter;
                    open &= !stops;
                }
                any = true;
            } else {
                for (int at = 0; at < name.length(); at++) {
                    next[at + 1] = reachable[at] && name.charAt(at) == c;
                    any |= next[at + 1];
                }
            }
            if (!any) {
                return false;
            }
            reachable = next;
        }
        return reachable[name.length()];
    }
}
