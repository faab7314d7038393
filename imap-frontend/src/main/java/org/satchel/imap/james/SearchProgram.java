// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import org.satchel.model.Query;

/// What a client looks for, as it was read, before it is known where.
///
/// @param condition what it means in a folder
/// @param namesNumbers whether it speaks of sequence numbers or of `$`: both are of the selected folder only
/// @param namesModSeq whether the answer must carry a mod-sequence. RFC 7162 §3.1.5
record SearchProgram(Condition condition, boolean namesNumbers, boolean namesModSeq) {
    /// A search key.
    @FunctionalInterface
    interface Condition {
        Query in(SearchScope scope);
    }
}
