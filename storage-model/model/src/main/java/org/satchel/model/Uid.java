// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// IMAP unique identifier of an object inside one folder: 32
/// bits unsigned, never zero, only ever ascending, never reused.
// RFC 3501 §2.3.1.1
public record Uid(int bits) implements Comparable<Uid> {
    public static final Uid FIRST = new Uid(1);
    public static final Uid LAST = new Uid(-1);

    public Uid {
        if (bits == 0) {
            throw new IllegalArgumentException("uid is zero");
        }
    }

    /// @param number 1 to 4,294,967,295
    public static Uid of(long number) {
        if (number < 1 || number > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("uid is out of range: " + number);
        }
        return new Uid((int) number);
    }

    public long number() {
        return Integer.toUnsignedLong(bits);
    }

    public Uid next() {
        return of(number() + 1);
    }

    @Override
    public int compareTo(Uid other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return Integer.toUnsignedString(bits);
    }
}
