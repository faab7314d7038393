// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import org.satchel.model.Query;

/// What a client looks for, as it was read, before it is known where.
///
/// @param condition what it means in a folder
/// @param namesAge whether an object may become a hit, or cease to be one, while nothing happens to it
/// @param namesLast whether it speaks of `*` among uids: what is last changes when others come and go
/// @param namesModSeq whether the answer must carry a mod-sequence. RFC 7162 §3.1.5
/// @param namesNumbers whether it speaks of sequence numbers, which must not change meanwhile. RFC 7162 §3.2.10.2
public record SearchProgram(
        Condition condition, boolean namesModSeq, boolean namesAge, boolean namesLast, boolean namesNumbers) {
    /// A search key.
    @FunctionalInterface
    public interface Condition {
        Query in(SearchScope scope);
    }
}
