// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// Number of one commit of a box, and of every fact it changed: IMAP MODSEQ and NMS lastModSeq alike. Ascends by one.
// RFC 7162 §3.1.1
public record ModSeq(long number) implements Comparable<ModSeq> {
    /// Before the first commit: nothing has happened yet.
    public static final ModSeq ZERO = new ModSeq(0);

    public ModSeq {
        if (number < 0) {
            throw new IllegalArgumentException("mod-sequence is negative: " + number);
        }
    }

    public ModSeq next() {
        return new ModSeq(number + 1);
    }

    public boolean isAfter(ModSeq other) {
        return number > other.number;
    }

    @Override
    public int compareTo(ModSeq other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
