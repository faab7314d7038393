// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.text;

import java.io.IOException;
import java.io.Reader;

/// A text that is looked for without regard to case, character by character, in any script.
///
/// The case of a character is folded alone, so that no text changes its length: `ß` is not `ss`.
public final class Needle {
    private static final int CHUNK_CHARS = 8 * 1024;

    private final String folded;

    public Needle(String text) {
        this.folded = fold(text);
    }

    /// The text as it is compared: of characters that differ only in case all become the same one.
    public static String fold(String text) {
        var chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            chars[i] = fold(chars[i]);
        }
        return new String(chars);
    }

    public boolean isIn(String text) {
        return find(text, 0) >= 0;
    }

    /// True when it stands in the text with no letter, digit or mark directly before or behind it. The empty text is no
    /// word.
    public boolean isWordIn(String text) {
        if (folded.isEmpty()) {
            return false;
        }
        for (int at = find(text, 0); at >= 0; at = find(text, at + 1)) {
            int end = at + folded.length();
            boolean begins = at == 0 || !Character.isUnicodeIdentifierPart(text.codePointBefore(at));
            boolean ends = end == text.length() || !Character.isUnicodeIdentifierPart(text.codePointAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    /// Reads until it is found, or to the end; holds no more than a few kilobytes of the text.
    public boolean isIn(Reader text) throws IOException {
        if (folded.isEmpty()) {
            return true;
        }
        var fallback = fallback();
        var chunk = new char[CHUNK_CHARS];
        int matched = 0;
        for (int count = text.read(chunk); count >= 0; count = text.read(chunk)) {
            for (int i = 0; i < count; i++) {
                char c = fold(chunk[i]);
                while (matched > 0 && folded.charAt(matched) != c) {
                    matched = fallback[matched - 1];
                }
                if (folded.charAt(matched) == c && ++matched == folded.length()) {
                    return true;
                }
            }
        }
        return false;
    }

    private int find(String text, int from) {
        int last = text.length() - folded.length();
        for (int at = from; at <= last; at++) {
            if (matchesAt(text, at)) {
                return at;
            }
        }
        return -1;
    }

    private boolean matchesAt(String text, int at) {
        for (int i = 0; i < folded.length(); i++) {
            char c = text.charAt(at + i);
            if (c != folded.charAt(i) && fold(c) != folded.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// How much of the needle still matches when the character behind each of its beginnings does not. Knuth, Morris,
    /// Pratt 1977.
    private int[] fallback() {
        var table = new int[folded.length()];
        int matched = 0;
        for (int i = 1; i < table.length; i++) {
            while (matched > 0 && folded.charAt(matched) != folded.charAt(i)) {
                matched = table[matched - 1];
            }
            if (folded.charAt(matched) == folded.charAt(i)) {
                matched++;
            }
            table[i] = matched;
        }
        return table;
    }

    private static char fold(char c) {
        if (c < 128) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
