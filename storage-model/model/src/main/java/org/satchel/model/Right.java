// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// A right on a folder, with its IMAP letter.
// RFC 4314 §2.1, §2.2; CPM-MSG §7.2
public enum Right {
    LOOKUP('l'),
    READ('r'),
    SEEN('s'),
    WRITE('w'),
    INSERT('i'),
    POST('p'),
    CREATE('k'),
    DELETE_FOLDER('x'),
    DELETE_OBJECT('t'),
    EXPUNGE('e'),
    ADMINISTER('a'),
    /// Taking copies out of the folder. The digits are this store's own, for the privileges of CPM that RFC 4314 has no
    /// letter for; each is wanted beside the letters that the RFC asks for.
    COPY_OUT('0'),
    /// Moving objects out of the folder.
    MOVE_OUT('1'),
    /// Giving the folder another name or place.
    RENAME('2');

    public static final Set<Right> ALL = Collections.unmodifiableSet(EnumSet.allOf(Right.class));

    private final char letter;

    Right(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }

    /// The letters of these rights, in the order of this enum.
    public static String letters(Set<Right> rights) {
        var letters = new StringBuilder();
        for (var right : values()) {
            if (rights.contains(right)) {
                letters.append(right.letter);
            }
        }
        return letters.toString();
    }

    /// @throws IllegalArgumentException for a letter that is no right
    public static Set<Right> parse(String letters) {
        var rights = EnumSet.noneOf(Right.class);
        for (char letter : letters.toCharArray()) {
            rights.add(of(letter));
        }
        return rights;
    }

    private static Right of(char letter) {
        for (var right : values()) {
            if (right.letter == letter) {
                return right;
            }
        }
        throw new IllegalArgumentException("no right has the letter '" + letter + "'");
    }
}
