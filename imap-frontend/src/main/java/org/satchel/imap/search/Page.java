// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.search;

import java.util.regex.Pattern;

/// A stretch of a result, counted from its beginning or from its end.
///
/// @param text as the client wrote it, which the answer repeats
/// @param fromEnd whether 1 is the last hit
/// @param nearest the hit that comes first when counted so, from 1
/// @param farthest the hit that comes last, not below `nearest`
// RFC 9394 §4 (partial-range)
public record Page(String text, boolean fromEnd, long nearest, long farthest) {
    private static final Pattern FORM = Pattern.compile("(-?)([1-9]\\d{0,9}):(-?)([1-9]\\d{0,9})");

    /// The highest number that the protocol knows.
    private static final long MOST = 0xffff_ffffL;

    /// @throws IllegalArgumentException when it is none
    public static Page parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches() || !form.group(1).equals(form.group(3))) {
            throw new IllegalArgumentException("no range of a result");
        }
        long one = Long.parseLong(form.group(2));
        long other = Long.parseLong(form.group(4));
        if (Math.max(one, other) > MOST) {
            throw new IllegalArgumentException("range of a result too high");
        }
        return new Page(text, !form.group(1).isEmpty(), Math.min(one, other), Math.max(one, other));
    }

    /// Where it begins in a result of so many hits.
    public int from(int count) {
        return (int) (fromEnd ? Math.max(0, count - farthest) : Math.min(count, nearest - 1));
    }

    /// Where it ends there: behind its last hit; the same as [#from] when nothing is in it.
    public int to(int count) {
        return (int) (fromEnd ? Math.max(0, count - nearest + 1) : Math.min(count, farthest));
    }
}
