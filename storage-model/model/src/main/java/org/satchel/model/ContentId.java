// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// Identity, inside its box, of what an object is made of: payload and summary, which never change. Copies share it.
public record ContentId(long number) implements Comparable<ContentId> {
    public ContentId {
        if (number <= 0) {
            throw new IllegalArgumentException("content id is not positive: " + number);
        }
    }

    @Override
    public int compareTo(ContentId other) {
        return Long.compare(number, other.number);
    }
}
