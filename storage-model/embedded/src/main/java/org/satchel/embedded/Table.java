// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

/// The tables within [Family#ROWS] and [Family#KEYS]. Each key begins with the number of its box and the number of its
/// table;
/// numbers are big-endian, so that rows lie in the order in which they are listed. The numbers are part of
/// the format on disk.
enum Table {
    /// Of box 0, which stands for the store itself: format version, next box number, … by name.
    STORE(1),
    /// Of box 0: name of a box → its number.
    BOX(2),
    /// Of box 0: key → value of the registry.
    REGISTRY(3),
    /// One row: the counters that every commit moves.
    HEAD(16),
    /// One row: the quota.
    QUOTA(17),
    /// Folder → the folder.
    FOLDER(18),
    /// Path → nothing.
    SUBSCRIPTION(19),
    /// Folder (0 = the box), entry name, principal → annotation.
    ANNOTATION(20),
    /// Folder, principal → grant.
    GRANT(21),
    /// Folder, uid → line of the listing.
    ENTRY(22),
    /// Folder, uid → summary, side by side in the order in which a client lists them.
    DETAIL(23),
    /// Object → folder and uid.
    PLACE(24),
    /// Idempotency key → object; the one table of [Family#KEYS].
    KEY(25),
    /// Content, object → nothing: who refers to a payload.
    REFERENCE(26),
    /// Content → digest, for payloads that are files.
    FILE_OF(27),
    /// Digest, content → nothing: which contents are in a file.
    FILE_USE(28);

    private final byte number;

    Table(int number) {
        this.number = (byte) number;
    }

    byte number() {
        return number;
    }

    static Table of(byte number) {
        for (var table : values()) {
            if (table.number == number) {
                return table;
            }
        }
        throw new IllegalArgumentException("no table has the number " + number);
    }
}
