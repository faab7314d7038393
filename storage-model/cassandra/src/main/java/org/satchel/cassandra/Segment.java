// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.util.UUID;
import org.satchel.model.Uid;

/// A stretch of a folder's listing that lies in one part of the box: immutable, under a fresh id.
///
/// @param count entries, positive
record Segment(UUID part, Uid first, Uid last, int count) {
    /// Entries of a full one: some 40 KiB.
    static final int ENTRIES = 1024;
    /// A neighbour with fewer is joined.
    static final int ENTRIES_LEAST = ENTRIES / 4;

    boolean covers(Uid uid) {
        return first.compareTo(uid) <= 0 && uid.compareTo(last) <= 0;
    }
}
