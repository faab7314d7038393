// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

/// A name pattern of LIST: `*` stands for anything, `%` for anything but the delimiter.
///
/// Matches step by step, so that no pattern costs more than its length times that of the name.
// RFC 3501 §6.3.8
record NamePattern(String pattern, char delimiter) {
    boolean matches(String name) {
        boolean inbox = pattern.regionMatches(true, 0, "INBOX", 0, 5) && name.regionMatches(true, 0, "INBOX", 0, 5);
        return inbox ? matches("INBOX" + pattern.substring(5), name) : matches(pattern, name);
    }

    /// Whether it can match this name, or one below it.
    boolean mayMatchBelow(String name) {
        int wildcard = 0;
        while (wildcard < pattern.length() && "*%".indexOf(pattern.charAt(wildcard)) < 0) {
            wildcard++;
        }
        var fixed = pattern.substring(0, wildcard);
        return fixed.startsWith(name) || name.startsWith(fixed);
    }

    private boolean matches(String wanted, String name) {
        var reachable = new boolean[name.length() + 1];
        reachable[0] = true;
        for (int i = 0; i < wanted.length(); i++) {
            char c = wanted.charAt(i);
            var next = new boolean[name.length() + 1];
            if (c == '*' || c == '%') {
                boolean open = false;
                for (int at = 0; at <= name.length(); at++) {
                    open |= reachable[at];
                    next[at] = open;
                    boolean stops = c == '%' && at < name.length() && name.charAt(at) == delimiter;
                    open &= !stops;
                }
            } else {
                for (int at = 0; at < name.length(); at++) {
                    next[at + 1] = reachable[at] && name.charAt(at) == c;
                }
            }
            reachable = next;
        }
        return reachable[name.length()];
    }
}
