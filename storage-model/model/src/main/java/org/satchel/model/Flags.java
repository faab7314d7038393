// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// An immutable set of flags in IMAP spelling: five system flags with their backslash, and keywords.
///
/// Compared without regard to case; system flags and the words that CPM and RFCs gave a meaning are spelt canonically
/// whatever alias they came by, any other keyword as it was first seen. `\Recent` is not a flag here: it is never
/// stored.
// RFC 3501 §2.3.2, CPM-MSG §6
public final class Flags {
    public static final int KEYWORDS_MAX = 64;
    public static final int KEYWORD_LENGTH_MAX = 100;

    public static final String SEEN = "\\Seen";
    public static final String ANSWERED = "\\Answered";
    public static final String FLAGGED = "\\Flagged";
    public static final String DELETED = "\\Deleted";
    public static final String DRAFT = "\\Draft";

    /// A disposition notification was sent. CPM-MSG §6.1
    public static final String MDN_SENT = "$MDNSent";

    public static final String FORWARDED = "$Forwarded";

    /// The read report of a message was sent, so no other device sends one. CPM-MSG §6.2
    public static final String READ_REPORT_SENT = "\\read-report-sent";

    /// How [#READ_REPORT_SENT] is spelt for clients that choke on a backslash which they do not know. CPM-MSG §6.3
    public static final String READ_REPORT_SENT_KEYWORD = "$ReadReportSent";

    /// Its user keeps the object: no rule of retention removes it. CPM-MSG §6.2
    public static final String ARCHIVED = "$Archived";

    /// The keywords that have a meaning, in the order in which they are told.
    public static final List<String> MEANINGFUL = List.of(MDN_SENT, FORWARDED, READ_REPORT_SENT, ARCHIVED);

    /// Every spelling of them that is understood.
    private static final Map<String, String> CANONICAL = canonical();

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
                keywords.add(checkedKeyword(canonical(name)));
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
        keywords.forEach(keyword -> sorted.add(canonical(keyword)));
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
        if (bit != 0) {
            return (system & bit) != 0;
        }
        return !keywords.isEmpty() && keywords.stream().anyMatch(canonical(name)::equalsIgnoreCase);
    }

    /// Whether the object is kept from retention. CPM-MSG §6.3 rule 7
    public boolean archived() {
        return has(ARCHIVED);
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
        if (!legal && !name.equals(READ_REPORT_SENT)) {
            throw new IllegalArgumentException("not a flag: '" + name + "'");
        }
        return name;
    }

    private static String canonical(String keyword) {
        return CANONICAL.getOrDefault(keyword, keyword);
    }

    // CPM-MSG §6.3, §16 rows 7 and 8
    private static Map<String, String> canonical() {
        var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        MEANINGFUL.forEach(word -> all.put(word, word));
        all.put(READ_REPORT_SENT_KEYWORD, READ_REPORT_SENT);
        all.put("\\Archived", ARCHIVED);
        all.put("dontdelete", ARCHIVED);
        return Collections.unmodifiableMap(all);
    }
}
