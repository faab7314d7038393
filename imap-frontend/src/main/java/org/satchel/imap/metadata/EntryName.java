// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.metadata;

import java.util.Locale;
import java.util.Optional;

/// Name of a metadata entry: `/private/…` is the reader's own, `/shared/…` is everybody's. Compared without regard to
/// case.
///
/// @param text as the client spelt it
// RFC 5464 §3.1
public record EntryName(String text) {
    /// Longest name, in characters.
    public static final int LENGTH_MAX = 255;

    private static final String PRIVATE = "/private";
    private static final String SHARED = "/shared";

    /// @return empty for what can be no entry's name
    public static Optional<EntryName> parse(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        boolean rooted = isAtOrBelow(lower, PRIVATE) || isAtOrBelow(lower, SHARED);
        boolean legal = rooted
                && text.length() <= LENGTH_MAX
                && !text.endsWith("/")
                && !text.contains("//")
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '*' && c != '%');
        return legal ? Optional.of(new EntryName(text)) : Optional.empty();
    }

    /// True for the two roots, which hold entries and are none.
    public boolean isRoot() {
        return text.equalsIgnoreCase(PRIVATE) || text.equalsIgnoreCase(SHARED);
    }

    public boolean isPrivate() {
        return isAtOrBelow(key(), PRIVATE);
    }

    /// What is equal for names that are the same.
    public String key() {
        return text.toLowerCase(Locale.ROOT);
    }

    /// True for the entry itself, and for those below it as deep as asked.
    public boolean covers(EntryName other, Depth depth) {
        var mine = key();
        var its = other.key();
        if (mine.equals(its)) {
            return true;
        }
        if (depth == Depth.NONE || !isAtOrBelow(its, mine)) {
            return false;
        }
        return depth == Depth.ALL || its.indexOf('/', mine.length() + 1) < 0;
    }

    /// How far below an entry a request reaches.
    // RFC 5464 §4.2.2
    public enum Depth {
        NONE,
        CHILDREN,
        ALL
    }

    private static boolean isAtOrBelow(String name, String above) {
        return name.startsWith(above) && (name.length() == above.length() || name.charAt(above.length()) == '/');
    }
}
