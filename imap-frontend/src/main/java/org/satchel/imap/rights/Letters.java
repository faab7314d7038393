// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.rights;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.satchel.model.Right;

/// Rights as clients write and read them: the letters of the model, and the two older letters that stand for
/// several.
// RFC 4314 §2.1.1
public final class Letters {
    private static final Set<Right> CREATE = Set.of(Right.CREATE, Right.DELETE_FOLDER);
    private static final Set<Right> DELETE = Set.of(Right.DELETE_OBJECT, Right.EXPUNGE);

    private Letters() {}

    /// @return empty when a letter is no right
    public static Optional<Set<Right>> parse(String letters) {
        var rights = EnumSet.noneOf(Right.class);
        for (char letter : letters.toCharArray()) {
            switch (letter) {
                case 'c' -> rights.addAll(CREATE);
                case 'd' -> rights.addAll(DELETE);
                default -> {
                    try {
                        rights.addAll(Right.parse(String.valueOf(letter)));
                    } catch (IllegalArgumentException unknown) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.of(rights);
    }

    /// The letters of these rights; an old letter follows when one of those it stands for is there.
    public static String of(Set<Right> rights) {
        var letters = new StringBuilder(Right.letters(rights));
        if (!Collections.disjoint(rights, CREATE)) {
            letters.append('c');
        }
        if (!Collections.disjoint(rights, DELETE)) {
            letters.append('d');
        }
        return letters.toString();
    }

    /// All letters that can be given, each for itself.
    public static String grantable() {
        return String.join(" ", of(Right.ALL).split(""));
    }
}
