// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// Identity of a folder inside its box. Never reused; survives a rename.
public record FolderId(long number) implements Comparable<FolderId> {
    public FolderId {
        if (number <= 0) {
            throw new IllegalArgumentException("folder id is not positive: " + number);
        }
    }

    @Override
    public int compareTo(FolderId other) {
        return Long.compare(number, other.number);
    }
}
