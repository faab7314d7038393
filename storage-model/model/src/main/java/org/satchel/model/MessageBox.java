// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/// Everything that belongs to one subscriber. Safe for any number of threads.
public interface MessageBox {
    BoxId id();

    /// The box now, as an immutable value: read it as long as you like. Summaries and payloads of objects removed
    /// meanwhile answer [StoreFailure.NotFound] as soon as the engine has let go of them.
    BoxView view();

    /// Runs `work` alone on this box and makes what it did durable in one step, or nothing of it.
    ///
    /// Returns when the commit is durable and visible. `work` must be quick: it holds the box; it may run
    /// again after a lost race, so it may have no effect but on its transaction.
    ///
    /// @throws StoreFailure whatever `work` throws, or `Unavailable`; nothing has changed then
    default Commit write(Actor actor, Consumer<BoxTransaction> work) {
        return begin(actor, work).await();
    }

    /// The same as [#write], but returns before the commit is durable, so that a caller with more to write lets
    /// several commits share one sync. Writes that come later, by anyone, build on it; views show it when it is
    /// durable.
    ///
    /// @throws StoreFailure when the write cannot even begin; all else comes from the answer's `await`
    PendingCommit begin(Actor actor, Consumer<BoxTransaction> work);

    ChangeLog changes();

    /// Takes in the bytes of a future object: streamed, counted, summarised, stored under a fresh name.
    ///
    /// @param bytesMax more than this is refused with [StoreFailure.TooLarge] as soon as it is seen
    /// @throws IOException when `content` fails; nothing is kept then
    Draft draft(InputStream content, long bytesMax) throws IOException;
}
