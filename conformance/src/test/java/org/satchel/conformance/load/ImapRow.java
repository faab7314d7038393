// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.load;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What an IMAP server says of one object in a FETCH line.
///
/// @param flags without `\Recent`
public record ImapRow(long uid, long modSeq, Set<String> flags) {
    private static final Pattern UID = Pattern.compile("[( ]UID (\\d+)");
    private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^)]*)\\)");
    private static final Pattern MODSEQ = Pattern.compile("MODSEQ \\((\\d+)\\)");
    private static final Pattern VANISHED = Pattern.compile("^\\* VANISHED (?:\\(EARLIER\\) )?(\\S+)");
    private static final Pattern FETCH = Pattern.compile("^\\* \\d+ FETCH ");

    public ImapRow {
        flags = Set.copyOf(flags);
    }

    /// @param line with UID, FLAGS and MODSEQ
    public static ImapRow of(String line) {
        var flags = seen(Arrays.asList(group(FLAGS, line).split(" ")));
        return new ImapRow(Long.parseLong(group(UID, line)), Long.parseLong(group(MODSEQ, line)), flags);
    }

    public static boolean isIn(String line) {
        return FETCH.matcher(line).find();
    }

    /// The uids that a line says have vanished. RFC 7162 §3.2.10
    public static Optional<Set<Long>> vanished(String line) {
        var match = VANISHED.matcher(line);
        return match.find() ? Optional.of(numbers(match.group(1))) : Optional.empty();
    }

    /// The uids of a sequence set, in its order.
    public static Set<Long> numbers(String set) {
        var numbers = new LinkedHashSet<Long>();
        for (var range : set.split(",")) {
            var ends = range.split(":");
            long first = Long.parseLong(ends[0]);
            long last = Long.parseLong(ends[ends.length - 1]);
            for (long uid = Math.min(first, last); uid <= Math.max(first, last); uid++) {
                numbers.add(uid);
            }
        }
        return numbers;
    }

    @Override
    public String toString() {
        return uid + " at " + modSeq + " " + new TreeSet<>(flags);
    }

    static Set<String> seen(Collection<String> flags) {
        return flags.stream()
                .filter(flag -> !flag.isEmpty() && !flag.equals("\\Recent"))
                .collect(Collectors.toSet());
    }

    private static String group(Pattern pattern, String text) {
        var match = pattern.matcher(text);
        if (!match.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return match.group(1);
    }
}
