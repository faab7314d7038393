// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// An immutable set of flags in IMAP spelling: six system flags with their backslash, and keywords.
///
/// Compared without regard to case; system flags are spelt canonically, a keyword
/// as it was first seen. `\Recent` is not a flag here: it is never stored.
// RFC 3501 §2.3.2
public final class Flags {
    public static final int KEYWORDS_MAX = 64;
    public static final int KEYWORD_LENGTH_MAX = 100;

    public static final String SEEN = "\\Seen";
    public static final String ANSWERED = "\\Answered";
    public static final String FLAGGED = "\\Flagged";
    public static final String DELETED = "\\Deleted";
    public static final String DRAFT = "\\Draft";

    private static final List<String> SYSTEM = List.of(SEEN, ANSWERED, FLAGGED, DELETED, DRAFT);
    private static final int SEEN_BIT = 1;
    private static final int DELETED_BIT = 8;
    private static final Flags[] PLAIN = new Flags[1 << SYSTEM.size()];

    static {
        for (int bits = 0; bits < PLAIN.length; bits++) {
            PLAIN[bits] = new Flags(bits, List.of());
        }
    }

    public static final Flags NONE = PLAIN[0];

    private final int system;
    private final List<String> keywords;

    private Flags(int system, List<String> keywords) {
        this.system = system;
        this.keywords = keywords;
    }

    public static Flags of(String... names) {
        return of(List.of(names));
    }

    /// @throws IllegalArgumentException for a name that is neither a system flag nor a legal keyword, or for too many
    public static Flags of(Collection<String> names) {
        int bits = 0;
        Set<String> keywords = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (var name : names) {
            int bit = systemBit(name);
            bits |= bit;
            if (bit == 0) {
                keywords.add(checkedKeyword(name));
            }
        }
        return of(bits, keywords);
    }

    /// The set with these system bits, as [#systemBits] gives them, and these keywords.
    public static Flags ofBits(int systemBits, Collection<String> keywords) {
        if (keywords.isEmpty()) {
            return PLAIN[systemBits & (PLAIN.length - 1)];
        }
        var sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        sorted.addAll(keywords);
        return of(systemBits, sorted);
    }

    private static Flags of(int bits, Set<String> keywords) {
        if (keywords.size() > KEYWORDS_MAX) {
            throw new IllegalArgumentException("more than " + KEYWORDS_MAX + " keywords on one object");
        }
        return keywords.isEmpty() ? PLAIN[bits] : new Flags(bits, List.copyOf(keywords));
    }

    public boolean has(String name) {
        int bit = systemBit(name);
        return bit != 0 ? (system & bit) != 0 : keywords.stream().anyMatch(name::equalsIgnoreCase);
    }

    public boolean seen() {
        return (system & SEEN_BIT) != 0;
    }

    public boolean deleted() {
        return (system & DELETED_BIT) != 0;
    }

    public boolean isEmpty() {
        return system == 0 && keywords.isEmpty();
    }

    /// Bit 0 `\Seen`, 1 `\Answered`, 2 `\Flagged`, 3 `\Deleted`, 4 `\Draft`.
    public int systemBits() {
        return system;
    }

    public List<String> keywords() {
        return keywords;
    }

    /// All names, system flags first.
    public List<String> names() {
        var names = new ArrayList<String>(SYSTEM.size() + keywords.size());
        for (int i = 0; i < SYSTEM.size(); i++) {
            if ((system & (1 << i)) != 0) {
                names.add(SYSTEM.get(i));
            }
        }
        names.addAll(keywords);
        return names;
    }

    public Flags plus(Flags more) {
        int bits = system | more.system;
        if (more.keywords.isEmpty()) {
            return bits == system ? this : keywords.isEmpty() ? PLAIN[bits] : new Flags(bits, keywords);
        }
        var all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all.addAll(keywords);
        all.addAll(more.keywords);
        return all.size() == keywords.size() && bits == system ? this : of(bits, all);
    }

    public Flags minus(Flags fewer) {
        int bits = system & ~fewer.system;
        if (keywords.isEmpty() || fewer.keywords.isEmpty()) {
            return bits == system ? this : keywords.isEmpty() ? PLAIN[bits] : new Flags(bits, keywords);
        }
        var rest = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        rest.addAll(keywords);
        fewer.keywords.forEach(rest::remove);
        return rest.size() == keywords.size() && bits == system ? this : of(bits, rest);
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Flags flags) || system != flags.system || keywords.size() != flags.keywords.size()) {
            return false;
        }
        for (int i = 0; i < keywords.size(); i++) {
            if (!keywords.get(i).equalsIgnoreCase(flags.keywords.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = system;
        for (var keyword : keywords) {
            hash = 31 * hash + keyword.toLowerCase(Locale.ROOT).hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return names().toString();
    }

    private static int systemBit(String name) {
        if (name.isEmpty() || name.charAt(0) != '\\') {
            return 0;
        }
        for (int i = 0; i < SYSTEM.size(); i++) {
            if (SYSTEM.get(i).equalsIgnoreCase(name)) {
                return 1 << i;
            }
        }
        return 0;
    }

    private static String checkedKeyword(String name) {
        boolean legal = !name.isEmpty()
                && name.length() <= KEYWORD_LENGTH_MAX
                && name.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0);
        if (!legal && !name.equalsIgnoreCase("\\read-report-sent")) {
            throw new IllegalArgumentException("not a flag: '" + name + "'");
        }
        return name;
    }
}
