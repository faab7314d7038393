// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import java.time.Duration;
import org.satchel.server.config.ServerConfig;

/// How long what is kept.
///
/// @param history changes, deletions too, so that clients can ask for them
/// @param deletedGrace objects marked `\Deleted` that nobody expunges; zero = for ever
/// @param retention objects below `Default` that are not archived; zero = for ever
// CPM-MSG §6.1; §14
public record Times(Duration history, Duration deletedGrace, Duration retention) {
    public Times {
        if (history.isNegative() || deletedGrace.isNegative() || retention.isNegative()) {
            throw new IllegalArgumentException("a time is negative");
        }
        // Since when an object is marked is read from the history.
        if (deletedGrace.compareTo(history) > 0) {
            throw new IllegalArgumentException(
                    "the grace of deleted objects, " + deletedGrace + ", is longer than the history, " + history);
        }
    }

    public static Times of(ServerConfig.Box box) {
        return new Times(box.history(), box.deletedGrace(), box.retention());
    }
}
