// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sort;

import java.text.Normalizer;
import java.util.Locale;

/// The alphabet that texts are sorted in: capitals and small letters are alike, and so are composed and decomposed
/// characters.
// RFC 5051 (i;unicode-casemap)
public final class CaseMap {
    private CaseMap() {}

    /// What is compared, by [#compare].
    public static String key(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text.toUpperCase(Locale.ROOT);
        }
        var title = new StringBuilder(text.length());
        text.codePoints().forEach(c -> title.appendCodePoint(Character.toTitleCase(c)));
        return Normalizer.normalize(title, Normalizer.Form.NFKD);
    }

    /// By code point, as the bytes of UTF-8 would be.
    public static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean high = Character.isSurrogate(a);
                return high == Character.isSurrogate(b) ? Character.compare(a, b) : high ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
