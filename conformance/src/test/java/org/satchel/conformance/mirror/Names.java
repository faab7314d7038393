// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.mirror;

import java.util.List;
import java.util.Random;

/// Names of folders that come and go. There are few, so that they are taken, given up and taken again.
final class Names {
    static final String TOP = "work";
    static final List<String> FLAGS =
            List.of("\\Seen", "\\Flagged", "\\Answered", "\\Deleted", "$Forwarded", "mirror-word");

    private static final List<String> WORDS = List.of("a", "b", "c", "d e", "f");

    private Names() {}

    static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    /// A path without a slash before it.
    static String path(Random random) {
        var path = new StringBuilder(TOP);
        for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
            path.append('/').append(word(random));
        }
        return path.toString();
    }

    static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
