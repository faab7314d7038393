// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.MessageStore;
import org.satchel.model.Query;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that tells one subscriber, from reading where the subscription stands until it is gone or another
/// node's, or the follower is told to stop.
///
/// An interrupt makes it read again what is durable.
final class Follower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final BoxId box;
    private final SubscriptionId id;
    private final Surroundings with;
    private final Consumer<Follower> atEnd;
    private final Thread thread;
    private volatile @Nullable Standing standing;
    private volatile boolean stopping;
    private int failures;

    Follower(BoxId box, SubscriptionId id, Surroundings with, Consumer<Follower> atEnd) {
        this.box = box;
        this.id = id;
        this.with = with;
        this.atEnd = atEnd;
        this.thread = Thread.ofVirtual().name("follower-" + id).unstarted(this);
    }

    Thread thread() {
        return thread;
    }

    BoxId box() {
        return box;
    }

    SubscriptionId id() {
        return id;
    }

    /// The subscription as it was read last; empty while it is not read yet.
    Optional<Kept> kept() {
        return Optional.ofNullable(standing).map(Standing::kept);
    }

    /// Makes it look again at what is durable, when it next comes to it.
    void touch() {
        var known = standing;
        if (known != null) {
            known.touch();
        }
    }

    /// Makes it look again at what is durable, now.
    void wake() {
        touch();
        thread.interrupt();
    }

    void stop() {
        stopping = true;
        thread.interrupt();
    }

    boolean isStopping() {
        return stopping;
    }

    @Override
    public void run() {
        try {
            Optional<Kept> found = Optional.empty();
            boolean read = false;
            while (!read && !stopping) {
                try {
                    found = read();
                    read = true;
                } catch (InterruptedException wake) {
                    LOG.debug("follower of {} is woken", id);
                } catch (RuntimeException failure) {
                    survives(failure);
                }
            }
            if (found.isPresent()) {
                follow(found.get());
            }
        } catch (RuntimeException bug) {
            LOG.error("follower of {} ends; it starts again with the process", id, bug);
        } finally {
            atEnd.accept(this);
        }
    }

    /// @return empty when it is gone, or another node's
    private Optional<Kept> read() throws InterruptedException {
        with.starts.acquire();
        try {
            return with.subscriptions
                    .read(box, id)
                    .filter(kept -> with.subscriptions.roster().isMine(kept.subscription()));
        } finally {
            with.starts.release();
        }
    }

    private void follow(Kept found) {
        var stands = new Standing(found, with.subscriptions, with.limits, with.backoff, with.timing);
        standing = stands;
        try (var sink = with.sinks.open(found.subscription())) {
            var selection =
                    new Selection(found.subscription(), sink, filter(found.subscription()), with.timing.clock());
            var teller = new Teller(stands, sink, selection, with);
            failures = 0;
            boolean goOn = true;
            while (goOn && !stopping) {
                try {
                    goOn = teller.round();
                    failures = 0;
                } catch (InterruptedException wake) {
                    LOG.debug("follower of {} is woken", id);
                } catch (RuntimeException failure) {
                    survives(failure);
                }
            }
            // The interrupt has done its work; a last write may be needed.
            Thread.interrupted();
            stands.keep();
        }
    }

    private void survives(RuntimeException failure) {
        failures++;
        if (failure instanceof StoreFailure.NotFound && failures == 1) {
            // The box may just have been erased: the next round knows.
            return;
        }
        LOG.warn("follower of {} failed and goes on", id, failure);
        try {
            with.timing.pause().pause(with.backoff.delay(failures, with.timing.random()));
        } catch (InterruptedException wake) {
            LOG.debug("follower of {} is woken", id);
        }
    }

    private @Nullable Query filter(Subscription subscription) {
        var text = subscription.terms().filter();
        if (text == null) {
            return null;
        }
        try {
            return with.filters.read(text);
        } catch (IllegalArgumentException unreadable) {
            LOG.warn("filter of {} cannot be read; every change is told", subscription.id());
            return null;
        }
    }

    /// What all followers share.
    ///
    /// @param starts how many may read at the same time where they stand
    record Surroundings(
            MessageStore store,
            Subscriptions subscriptions,
            SinkFactory sinks,
            FilterReader filters,
            PushLimits limits,
            Backoff backoff,
            Timing timing,
            Tally tally,
            DeadLetters deadLetters,
            Semaphore starts) {}
}
