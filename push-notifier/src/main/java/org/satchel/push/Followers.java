// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.MessageStore;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One virtual thread per live subscription that this node follows, and one that starts and stops them.
///
/// Which node follows a subscription follows from the nodes that live: when they change, each node looks at the
/// rolls of all boxes, starts what it gained and stops what it lost. Started once, closed once, before the store
/// is closed and before this node leaves the others. While nobody follows, nobody is told anything; nothing is
/// lost, because every position is durable.
public final class Followers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(30);
    /// A second look after nodes have come or gone, when all nodes have seen it: what was made meanwhile may have
    /// been shown to the wrong one.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
    /// When everything is looked at, although nobody said that it changed.
    private static final Duration LOOK_EVERY = Duration.ofMinutes(5);
    private static final int STARTS_MAX = 32;

    private final Subscriptions subscriptions;
    private final PushLimits limits;
    private final Timing timing;
    private final Follower.Surroundings surroundings;
    private final Map<SubscriptionId, Follower> running = new ConcurrentHashMap<>();
    private final Tally tally = new Tally();
    private @Nullable Thread supervisor;
    private volatile boolean stopping;

    /// @param sinks makes the sink of each subscription; a switch over [Target]
    /// @param filters reads the criteria of subscriptions
    public Followers(
            MessageStore store,
            Subscriptions subscriptions,
            SinkFactory sinks,
            FilterReader filters,
            PushLimits limits,
            Backoff backoff,
            Timing timing) {
        this.subscriptions = subscriptions;
        this.limits = limits;
        this.timing = timing;
        this.surroundings = new Follower.Surroundings(
                store,
                subscriptions,
                sinks,
                filters,
                limits,
                backoff,
                timing,
                tally,
                new DeadLetters(store.registry()),
                new Semaphore(STARTS_MAX));
    }

    public synchronized void start() {
        if (supervisor != null) {
            throw new IllegalStateException("followers are started already");
        }
        subscriptions.nodes().membership().watch(subscriptions.touched()::wake);
        supervisor = Thread.ofVirtual().name("followers").start(this::supervise);
    }

    public Tally tally() {
        return tally;
    }

    /// How many follow now.
    public int count() {
        return running.size();
    }

    /// Interrupts all and waits for them, within the limit. Lists under way count as not delivered.
    @Override
    public synchronized void close() {
        stopping = true;
        if (supervisor == null) {
            return;
        }
        long deadline = System.nanoTime() + limits.stopMax().toNanos();
        supervisor.interrupt();
        join(supervisor, deadline);
        running.values().forEach(Follower::stop);
        running.values().forEach(follower -> join(follower.thread(), deadline));
        if (!running.isEmpty()) {
            LOG.warn("{} followers did not stop within {}", running.size(), limits.stopMax());
        }
    }

    /// Wakes the followers of subscriptions whose lease is over, which remove them.
    ///
    /// @return how many
    int sweep() {
        var now = timing.clock().instant();
        var over = running.values().stream()
                .filter(follower ->
                        follower.kept().filter(kept -> kept.isOver(now)).isPresent())
                .toList();
        over.forEach(Follower::wake);
        return over.size();
    }

    private void supervise() {
        var agenda = new Agenda();
        try {
            subscriptions.touched().take(Duration.ZERO);
            while (!stopping) {
                try {
                    agenda.look();
                    agenda.sweep();
                    attend(subscriptions.touched().take(agenda.idle()));
                } catch (RuntimeException failure) {
                    LOG.warn("followers are not looked after for now", failure);
                    Thread.sleep(Duration.ofSeconds(1));
                }
            }
        } catch (InterruptedException stop) {
            LOG.debug("no more followers are started");
        }
    }

    /// Looks at the rolls of all boxes: starts what is this node's and does not run, stops what is another's.
    private void regroup() {
        if (!subscriptions.nodes().membership().isCurrent()) {
            running.values().forEach(Follower::stop);
            return;
        }
        for (var follower : running.values()) {
            if (follower.kept()
                    .filter(kept -> !subscriptions.roster().isMine(kept.subscription()))
                    .isPresent()) {
                follower.stop();
            }
        }
        var view = subscriptions.nodes().view();
        var seated = subscriptions.seats().boxes();
        subscriptions.walk(roll -> {
            if (seated.contains(roll.box())
                    || view.keeperOf(roll.box())
                            .filter(subscriptions.nodes().self()::equals)
                            .isPresent()) {
                roll.lines().forEach(line -> begin(roll.box(), line.id()));
            }
        });
    }

    private void begin(BoxId box, SubscriptionId id) {
        if (stopping || running.containsKey(id)) {
            return;
        }
        var fresh = new Follower(box, id, surroundings, this::ended);
        running.put(id, fresh);
        fresh.thread().start();
    }

    /// What ended because it was another node's, or this one was not current, may have come back meanwhile.
    private void ended(Follower follower) {
        running.remove(follower.id());
        if (!stopping && follower.isStopping()) {
            subscriptions.touched().add(new Touched.Touch(follower.box(), follower.id()));
        }
    }

    /// @throws StoreFailure when the store did not serve; what could not be attended to is touched still
    private void attend(Set<Touched.Touch> touches) {
        @Nullable StoreFailure last = null;
        for (var touch : touches) {
            try {
                attend(touch);
            } catch (StoreFailure failure) {
                subscriptions.touched().add(touch);
                last = failure;
            }
        }
        if (last != null) {
            throw last;
        }
    }

    /// Starts the follower of a subscription that is new here, wakes that of one which was moved or removed,
    /// and stops that of one which is another node's now.
    private void attend(Touched.Touch touch) {
        if (!subscriptions.nodes().membership().isCurrent()) {
            // Everything is looked at when it is again.
            return;
        }
        var follower = running.get(touch.id());
        if (follower == null) {
            begin(touch.box(), touch.id());
            return;
        }
        follower.touch();
        var known = follower.kept();
        if (known.isEmpty()) {
            follower.wake();
            return;
        }
        var found = subscriptions.read(touch.box(), touch.id());
        if (found.isEmpty() || found.get().mark().moves() != known.get().mark().moves()) {
            follower.wake();
        } else if (!subscriptions.roster().isMine(found.get().subscription())) {
            follower.stop();
        }
    }

    private static void join(Thread thread, long deadline) {
        try {
            var left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.isPositive()) {
                thread.join(left);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /// When what is to be done.
    private final class Agenda {
        private long seen = -1;
        private long lookAt = System.nanoTime();
        private Instant swept = timing.clock().instant();

        void look() {
            var view = subscriptions.nodes().view();
            if (view.number() != seen) {
                regroup();
                seen = view.number();
                lookAt = System.nanoTime() + LOOK_AGAIN.toNanos();
            } else if (System.nanoTime() - lookAt >= 0) {
                regroup();
                lookAt = System.nanoTime() + LOOK_EVERY.toNanos();
            }
        }

        void sweep() {
            var now = timing.clock().instant();
            if (!now.isBefore(swept.plus(SWEEP_EVERY))) {
                swept = now;
                Followers.this.sweep();
            }
        }

        Duration idle() {
            var left = Duration.ofNanos(Math.max(0, lookAt - System.nanoTime()));
            return left.compareTo(SWEEP_EVERY) < 0 ? left : SWEEP_EVERY;
        }
    }
}
