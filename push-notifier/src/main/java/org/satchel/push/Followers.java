// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.satchel.model.MessageStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One virtual thread per live subscription, and one that starts and stops them.
///
/// Started once, closed once, before the store is closed. While it is not running nobody is told anything; nothing is
/// lost, because every position is durable.
public final class Followers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(30);

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
        this.surroundings =
                new Follower.Surroundings(store, subscriptions, sinks, filters, limits, backoff, timing, tally);
    }

    public synchronized void start() {
        if (supervisor != null) {
            throw new IllegalStateException("followers are started already");
        }
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

    private void supervise() {
        try {
            subscriptions.touched(Duration.ZERO);
            subscriptions.all().forEach(subscription -> attend(subscription.id()));
            var swept = timing.clock().instant();
            while (!stopping) {
                subscriptions.touched(SWEEP_EVERY).forEach(this::attend);
                swept = sweep(swept);
            }
        } catch (InterruptedException stop) {
            LOG.debug("no more followers are started");
        }
    }

    private Instant sweep(Instant swept) {
        var now = timing.clock().instant();
        if (now.isBefore(swept.plus(SWEEP_EVERY))) {
            return swept;
        }
        try {
            subscriptions.removeExpired();
        } catch (RuntimeException failure) {
            LOG.warn("subscriptions whose lease is over stay for now", failure);
        }
        return now;
    }

    /// Starts the follower of a new subscription, and wakes that of one which was moved or removed.
    private void attend(SubscriptionId id) {
        var found = subscriptions.find(id);
        var follower = running.get(id);
        if (follower != null) {
            if (found.isEmpty() || !follower.standsAt(found.get().progress())) {
                follower.thread().interrupt();
            }
        } else if (found.isPresent() && !stopping) {
            var fresh = new Follower(found.get(), surroundings, running::remove);
            running.put(id, fresh);
            fresh.thread().start();
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
}
