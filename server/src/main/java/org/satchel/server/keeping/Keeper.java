// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.MessageStore;
import org.satchel.model.StoreFailure;
import org.satchel.push.nodes.Membership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goes round over the boxes, at its own slow pace, and gives each its turn.
///
/// Of several nodes each looks after the boxes that it keeps. When two look after the same one, the second finds
/// nothing to do; when a box was passed over because its keeper changed, it has its turn in the next round.
public final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration ROUND = Duration.ofHours(6);
    /// Until the next round when this one has left something.
    private static final Duration SOON = Duration.ofMinutes(1);

    private static final int BOXES_PER_PAGE = 100;

    private final MessageStore store;
    private final Times times;
    private final InstantSource clock;
    private final Membership membership;
    private final Deeds deeds = new Deeds();
    private final Thread thread;

    public Keeper(MessageStore store, Times times, InstantSource clock, Membership membership) {
        this.store = store;
        this.times = times;
        this.clock = clock;
        this.membership = membership;
        thread = Thread.ofVirtual().name("keeper").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public Deeds.Counts counts() {
        return deeds.counts();
    }

    /// What a box had done to it is a row of commits that each stand for themselves, so an interrupt leaves nothing
    /// half done.
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                boolean waiting = true;
                try {
                    waiting = round();
                } catch (StoreFailure failure) {
                    LOG.warn("boxes are kept as they are for now: {}", failure.getMessage());
                }
                Thread.sleep(waiting ? SOON : ROUND);
            }
        } catch (InterruptedException e) {
            LOG.debug("the keeper stops");
        }
    }

    /// One look at every box of this node.
    ///
    /// @return whether something is due that was left
    public boolean round() throws InterruptedException {
        var before = deeds.counts();
        int waiting = 0;
        @Nullable BoxId last = null;
        while (true) {
            var page = store.boxes(last, BOXES_PER_PAGE);
            if (page.isEmpty()) {
                break;
            }
            for (var id : page) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (isOurs(id) && turn(id)) {
                    waiting++;
                }
            }
            last = page.getLast();
        }
        deeds.round(waiting);
        tell(deeds.counts().minus(before));
        return waiting > 0;
    }

    private boolean isOurs(BoxId id) {
        return membership.view().keeperOf(id).filter(membership.self()::equals).isPresent();
    }

    private boolean turn(BoxId id) throws InterruptedException {
        try {
            deeds.box();
            return Turn.of(store.open(id), store.registry(), times, clock.instant(), deeds);
        } catch (StoreFailure e) {
            deeds.failure();
            LOG.warn("a box is kept as it is for now: {}", e.getMessage());
            return false;
        } catch (RuntimeException bug) {
            deeds.failure();
            LOG.error("a box is kept as it is, and others have their turn", bug);
            return false;
        }
    }

    private static void tell(Deeds.Counts round) {
        LOG.info(
                "kept {} boxes: {} objects expired, {} deleted ones removed, {} bytes; {} boxes wait, {} failed",
                round.boxes(),
                round.expired(),
                round.deleted(),
                round.bytes(),
                round.waiting(),
                round.failures());
    }
}
