// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.grammar;

/// How things are spelt where the protocol leaves a choice.
public enum Dialect {
    /// What CPM clients read: delimiter `/`, items of FETCH with the uid first and literals last, bare names in STATUS,
    /// codes with every NO.
    // CPM-MSG §13 rules 2 and 3, §14
    CPM('/'),
    /// What James answers by itself, as its own conformance scripts expect to the letter.
    JAMES('.');

    private final char delimiter;

    Dialect(char delimiter) {
        this.delimiter = delimiter;
    }

    public char delimiter() {
        return delimiter;
    }
}
