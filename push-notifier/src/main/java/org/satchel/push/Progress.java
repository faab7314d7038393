// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.satchel.model.ModSeq;

/// How far a subscriber has been told.
///
/// @param index number of the next list, or of the one under way; the first is 1
/// @param position everything up to and including this commit has been told or was none of the subscriber's
///   business
/// @param pending the list that was cut and is not yet acknowledged; null = none
public record Progress(
        long index, ModSeq position, @Nullable Pending pending) {
    public Progress {
        if (index < 1) {
            throw new IllegalArgumentException("index is not positive: " + index);
        }
    }

    /// A list under way. Kept durably before it is handed out, so that a repetition has the same content.
    ///
    /// @param through the last commit it covers
    /// @param reset true when it says "start afresh" instead of telling commits
    /// @param cut when it was made, to the millisecond
    /// @param attempts how often its delivery was begun
    /// @param notBefore when the next attempt is due, to the millisecond
    public record Pending(ModSeq through, boolean reset, Instant cut, int attempts, Instant notBefore) {}
}
