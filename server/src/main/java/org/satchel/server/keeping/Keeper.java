// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    /// Boxes that are remembered as having something left; when there are more, the next round finds them.
    private static final int WAITING_MAX = 10_000;

    private final MessageStore store;
    private final Times times;
    private final InstantSource clock;
    private final Membership membership;
    private final Deeds deeds = new Deeds();
    /// Boxes in which something was left. Of the thread of the rounds.
    private final Set<BoxId> waiting = new LinkedHashSet<>();
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
                var pause = attempted(this::round) ? ROUND : SOON;
                long next = System.nanoTime() + pause.toNanos();
                while (!waiting.isEmpty() && next - System.nanoTime() > SOON.toNanos()) {
                    Thread.sleep(SOON);
                    attempted(this::goOn);
                }
                Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            LOG.debug("the keeper stops");
        }
    }

    private interface Look {
        boolean run() throws InterruptedException;
    }

    /// @return whether it came to its end
    private static boolean attempted(Look look) throws InterruptedException {
        try {
            look.run();
            return true;
        } catch (StoreFailure failure) {
            LOG.warn("boxes are kept as they are for now: {}", failure.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("boxes are kept as they are for now", bug);
        }
        return false;
    }

    /// One look at every box of this node.
    ///
    /// @return whether something is due that was left
    public boolean round() throws InterruptedException {
        var before = deeds.counts();
        waiting.clear();
        @Nullable BoxId last = null;
        while (true) {
            var page = store.boxes(last, BOXES_PER_PAGE);
            if (page.isEmpty()) {
                break;
            }
            for (var id : page) {
                look(id);
            }
            last = page.getLast();
        }
        deeds.round();
        return told(before);
    }

    /// One more look at the boxes in which something was left, and at no others: a large box makes nobody else be
    /// looked at more often.
    ///
    /// @return whether something is still left
    boolean goOn() throws InterruptedException {
        var before = deeds.counts();
        for (var id : List.copyOf(waiting)) {
            look(id);
        }
        return told(before);
    }

    private void look(BoxId id) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        boolean waits = isOurs(id) && turn(id);
        if (!waits) {
            waiting.remove(id);
        } else if (waiting.size() < WAITING_MAX) {
            waiting.add(id);
        }
    }

    private boolean isOurs(BoxId id) {
        return membership.view().keeperOf(id).filter(membership.self()::equals).isPresent();
    }

    private boolean turn(BoxId id) throws InterruptedException {
        try {
            var box = store.find(id);
            if (box.isEmpty()) {
                return false; // erased since it was listed
            }
            deeds.box();
            return Turn.of(box.get(), store.registry(), times, clock.instant(), deeds);
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

    private boolean told(Deeds.Counts before) {
        deeds.waiting(waiting.size());
        var round = deeds.counts().minus(before);
        LOG.info(
                "kept {} boxes: {} objects expired, {} deleted ones removed, {} bytes; {} boxes wait, {} failed",
                round.boxes(),
                round.expired(),
                round.deleted(),
                round.bytes(),
                round.waiting(),
                round.failures());
        return !waiting.isEmpty();
    }
}
