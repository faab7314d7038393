// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.time.Duration;
import java.util.List;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a group of commits of one box becomes durable: the contents first, then one conditional write; and how it is
/// learnt whether it did.
final class GroupWriter {
    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final int CONTENT_TRIES = 3;
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);

    private final CassandraBox box;
    private final Engine engine;

    GroupWriter(CassandraBox box, Engine engine) {
        this.box = box;
        this.engine = engine;
    }

    /// Writes contents that the next groups will name. Not even a timeout matters yet: no commit names these rows, and
    /// writing them twice changes nothing.
    void putContents(List<CassandraDraft> drafts) {
        for (int tries = 1; !drafts.isEmpty(); tries++) {
            try {
                Database.awaitAll(engine.contents().put(box.uuid(), drafts));
                return;
            } catch (StoreFailure.Unavailable failure) {
                if (tries == CONTENT_TRIES) {
                    throw failure;
                }
                LOG.debug("contents are written again: {}", failure.getMessage());
            }
        }
    }

    /// Writes the group beside the head.
    ///
    /// @param sent run when the write may have an effect from now on
    /// @return LOST only when nothing of it can land any more
    Result write(GroupDraft draft, Runnable sent) {
        var stored = engine.bodies().store(box.uuid(), draft.body(0), Duration.ZERO);
        var group = draft.group(stored.parts());
        sent.run();
        var landing = engine.heads().append(box.uuid(), group, stored.value(), draft.fence());
        if (landing == Landing.UNKNOWN) {
            landing = outcome(group, draft.fence());
        }
        if (landing == Landing.LOST) {
            engine.lostRaces().increment();
            stored.parts().forEach(part -> Database.await(engine.parts().delete(box.uuid(), part)));
        }
        return new Result(landing, group);
    }

    /// A group, and whether it is in the box.
    record Result(Landing landing, Group group) {}

    /// Asks the tables what became of a group, as long as they do not say.
    Landing outcome(Group group, long fence) {
        long deadline =
                System.nanoTime() + engine.settings().limits().outcomeTimeout().toNanos();
        while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
            try {
                return engine.heads().outcome(box.uuid(), group, fence, engine.history());
            } catch (StoreFailure.Unavailable notYet) {
                LOG.debug("the outcome of a write is asked for again: {}", notYet.getMessage());
                pause(ASK_AGAIN);
            }
        }
        return Landing.UNKNOWN;
    }

    private static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
