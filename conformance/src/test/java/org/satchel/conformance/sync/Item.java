// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.sync;

import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// One message as both sides must see it.
///
/// @param flags Maildir letters in order: D draft, F flagged, R answered, S seen, T deleted
/// @param content one character per byte, line ends `\n`, without the line that mbsync adds to what it copies
record Item(String flags, String content) implements Comparable<Item> {
    /// mbsync marks what it copies, and it stores with the line ends of the system.
    private static final Pattern MARK = Pattern.compile("(?m)^X-TUID: \\S+\n");

    static Item of(String flags, byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        return new Item(sorted(flags), MARK.matcher(text).replaceFirst(""));
    }

    @Override
    public int compareTo(Item other) {
        int order = content.compareTo(other.content);
        return order != 0 ? order : flags.compareTo(other.flags);
    }

    private static String sorted(String flags) {
        var letters = new TreeSet<Integer>();
        flags.chars().forEach(letters::add);
        var text = new StringBuilder();
        letters.forEach(text::appendCodePoint);
        return text.toString();
    }
}
