// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Instant;
import java.util.List;
import org.satchel.model.Commit;
import org.satchel.model.ModSeq;

/// One numbered list for one subscriber.
///
/// @param subscription as it stood when the list was handed out
/// @param index ascends by one from list to list; a repetition has the same
/// @param position where the subscriber stands after this list
/// @param cut when the list was made
/// @param attempt 1 for the first delivery of this list; counts on over a restart
public record Notification(
        Subscription subscription, long index, Content content, ModSeq position, Instant cut, int attempt) {

    /// What a list tells.
    public sealed interface Content {}

    /// Commits in order, holding only changes that the subscriber may read and asked for.
    ///
    /// @param commits at least one, each with at least one change
    public record Events(List<Commit> commits) implements Content {
        public Events {
            commits = List.copyOf(commits);
        }
    }

    /// There is no exact delta: the subscriber must start afresh and is told from [Notification#position] on.
    public record Reset() implements Content {}
}
