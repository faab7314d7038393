// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.List;

/// What the log says to somebody who stands at a position.
public sealed interface Delta {
    /// The commits after the position, in order, possibly none; at most as many as asked for.
    record Commits(List<Commit> commits) implements Delta {
        public Commits {
            commits = List.copyOf(commits);
        }
    }

    /// The position is before the horizon: the reader must start afresh.
    ///
    /// @param oldest the lowest position that can still be asked for
    record Truncated(ModSeq oldest) implements Delta {}
}
