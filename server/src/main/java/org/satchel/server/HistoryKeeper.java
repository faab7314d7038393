// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Delta;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;
import org.satchel.push.nodes.Membership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets commits that are older than the horizon, box by box, at its own slow pace.
///
/// Of several nodes each looks after the boxes that it keeps. When two look after the same one, the second finds
/// nothing to do; when a box was passed over because its keeper changed, it has its turn in the next round.
final class HistoryKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryKeeper.class);
    private static final Duration ROUND = Duration.ofHours(6);
    private static final int BOXES_PER_PAGE = 100;
    private static final int COMMITS_PER_PAGE = 1_000;

    private final MessageStore store;
    private final Duration horizon;
    private final InstantSource clock;
    private final Membership membership;
    private final Thread thread;

    HistoryKeeper(MessageStore store, Duration horizon, InstantSource clock, Membership membership) {
        this.store = store;
        this.horizon = horizon;
        this.clock = clock;
        this.membership = membership;
        thread = Thread.ofVirtual().name("history").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /// Each box is handled in one transaction of its own, so an interrupt leaves nothing half done.
    private void run() {
        try {
            while (true) {
                try {
                    round();
                } catch (StoreFailure.Unavailable e) {
                    LOG.warn("histories are kept until the next round: {}", e.getMessage());
                }
                Thread.sleep(ROUND);
            }
        } catch (InterruptedException e) {
            LOG.debug("history keeper stops");
        }
    }

    /// One look at every box of this node.
    void round() throws InterruptedException {
        @Nullable BoxId last = null;
        while (true) {
            var page = store.boxes(last, BOXES_PER_PAGE);
            if (page.isEmpty()) {
                return;
            }
            for (var id : page) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (membership
                        .view()
                        .keeperOf(id)
                        .filter(membership.self()::equals)
                        .isPresent()) {
                    purge(id);
                }
            }
            last = page.getLast();
        }
    }

    private void purge(BoxId id) {
        try {
            var box = store.open(id);
            var through = lastBefore(box, clock.instant().minus(horizon));
            if (through.isAfter(box.view().oldest())) {
                box.write(Actor.owner(id), transaction -> transaction.purgeHistory(through));
            }
        } catch (StoreFailure e) {
            LOG.warn("history of a box is kept for now: {}", e.getMessage());
        }
    }

    private static ModSeq lastBefore(MessageBox box, Instant cut) {
        var position = box.view().oldest();
        while (box.changes().since(position, COMMITS_PER_PAGE) instanceof Delta.Commits(var commits)
                && !commits.isEmpty()) {
            for (var commit : commits) {
                if (!commit.at().isBefore(cut)) {
                    return position;
                }
                position = commit.modSeq();
            }
        }
        return position;
    }
}
