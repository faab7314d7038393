// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Place of a folder in its box: names joined by `/`, no leading
/// or trailing delimiter. `INBOX` is one name in any case.
// RFC 3501 §5.1
public record FolderPath(String text) implements Comparable<FolderPath> {
    public static final char DELIMITER = '/';
    public static final int NAME_BYTES_MAX = 255;
    public static final int DEPTH_MAX = 16;
    public static final FolderPath INBOX = new FolderPath("INBOX");

    public FolderPath {
        text = canonical(text);
        int depth = 0;
        int from = 0;
        while (from >= 0) {
            if (++depth > DEPTH_MAX) {
                throw new IllegalArgumentException("folder path is deeper than " + DEPTH_MAX + ": '" + text + "'");
            }
            int cut = text.indexOf(DELIMITER, from);
            checkName(text.substring(from, cut < 0 ? text.length() : cut), text);
            from = cut < 0 ? -1 : cut + 1;
        }
    }

    public List<String> names() {
        return List.of(text.split("/", -1));
    }

    public String name() {
        return text.substring(text.lastIndexOf(DELIMITER) + 1);
    }

    public Optional<FolderPath> parent() {
        int cut = text.lastIndexOf(DELIMITER);
        return cut < 0 ? Optional.empty() : Optional.of(new FolderPath(text.substring(0, cut)));
    }

    /// @param name one name, without delimiter
    public FolderPath child(String name) {
        checkName(name, name);
        return new FolderPath(text + DELIMITER + name);
    }

    /// True for the folder itself and for everything below it.
    public boolean isWithin(FolderPath ancestor) {
        return text.equals(ancestor.text)
                || (text.length() > ancestor.text.length()
                        && text.startsWith(ancestor.text)
                        && text.charAt(ancestor.text.length()) == DELIMITER);
    }

    /// This path after `from`, an ancestor or itself, was renamed to `to`.
    public FolderPath moved(FolderPath from, FolderPath to) {
        if (!isWithin(from)) {
            throw new IllegalArgumentException("'" + text + "' is not within '" + from.text + "'");
        }
        return new FolderPath(to.text + text.substring(from.text.length()));
    }

    @Override
    public int compareTo(FolderPath other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static String canonical(String text) {
        boolean inbox =
                text.regionMatches(true, 0, "INBOX", 0, 5) && (text.length() == 5 || text.charAt(5) == DELIMITER);
        return inbox ? "INBOX" + text.substring(5) : text;
    }

    private static void checkName(String name, String whole) {
        if (name.isEmpty() || name.indexOf(DELIMITER) >= 0) {
            throw new IllegalArgumentException("folder path has an empty or divided name: '" + whole + "'");
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < ' ' || name.charAt(i) == 0x7f) {
                throw new IllegalArgumentException("folder name holds a control character");
            }
        }
        boolean mayBeLong = name.length() > NAME_BYTES_MAX / 3; // a character takes at most three bytes, a pair four
        if (mayBeLong && name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
            throw new IllegalArgumentException("folder name is longer than " + NAME_BYTES_MAX + " bytes");
        }
    }
}
