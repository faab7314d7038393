// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.grammar;

import java.util.ArrayList;
import java.util.List;

/// A set of numbers as a client writes it: `1,4:7,*`.
// RFC 3501 §9 (sequence-set)
public record NumberSet(List<Range> ranges) {
    /// What `*` is until it is known what is last.
    public static final long STAR = Long.MAX_VALUE;

    private static final long MOST = 0xffff_ffffL;
    private static final int DIGITS_MAX = 10;

    public NumberSet {
        ranges = List.copyOf(ranges);
    }

    /// Both ends inclusive, the lower first; [#STAR] is higher than any number.
    public record Range(long low, long high) {}

    /// @throws IllegalArgumentException when it is none
    public static NumberSet parse(String text) {
        var ranges = new ArrayList<Range>();
        for (var item : text.split(",", -1)) {
            int colon = item.indexOf(':');
            long first = number(colon < 0 ? item : item.substring(0, colon));
            long second = colon < 0 ? first : number(item.substring(colon + 1));
            ranges.add(new Range(Math.min(first, second), Math.max(first, second)));
        }
        return new NumberSet(ranges);
    }

    private static long number(String text) {
        if (text.equals("*")) {
            return STAR;
        }
        if (text.isEmpty() || text.length() > DIGITS_MAX || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("no number: " + text);
        }
        long number = Long.parseLong(text);
        if (number == 0 || number > MOST) {
            throw new IllegalArgumentException("number out of range: " + text);
        }
        return number;
    }
}
