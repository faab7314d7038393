// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.search;

/// How much of a folder must be searched until the answer is known.
///
/// @param fromEnd whether the last hits are wanted, rather than the first
/// @param most hits that are enough
public record Reach(boolean fromEnd, long most) {
    public static final Reach ALL = new Reach(false, Long.MAX_VALUE);

    /// Reaches what both reach.
    public Reach and(Reach other) {
        if (fromEnd != other.fromEnd) {
            return ALL;
        }
        return new Reach(fromEnd, Math.max(most, other.most));
    }
}
