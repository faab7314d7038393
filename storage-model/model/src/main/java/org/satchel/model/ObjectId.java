// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// Identity of an object inside its box. Never reused; survives a move; a copy is another object.
public record ObjectId(long number) implements Comparable<ObjectId> {
    public ObjectId {
        if (number <= 0) {
            throw new IllegalArgumentException("object id is not positive: " + number);
        }
    }

    @Override
    public int compareTo(ObjectId other) {
        return Long.compare(number, other.number);
    }
}
