// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import org.satchel.model.Change;
import org.satchel.model.Commit;

/// Hands lists to one subscriber. Used by one thread at a time; may block as long as it likes.
public interface Sink extends AutoCloseable {
    /// Hands over one list, and returns when it is known what became of it.
    ///
    /// A [RuntimeException] is taken as [Outcome.RetryLater].
    ///
    /// When interrupted, it still answers if what became of the list is known in a moment. Else the list counts
    /// as not delivered, and comes again unless its index was given up.
    ///
    /// @throws InterruptedException when the follower stops, or the subscription was removed or restarted
    Outcome deliver(Notification notification) throws InterruptedException;

    default Pace pace() {
        return Pace.PROMPT;
    }

    /// True when this change is worth telling. Answers the same for the same change, whenever it is asked.
    default boolean wants(Commit commit, Change change) {
        return true;
    }

    @Override
    default void close() {}
}
