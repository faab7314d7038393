// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.satchel.conformance.load.Books;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A fleet with its traffic and its watchers, and what must hold of them at every rest.
final class Chaos implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chaos.class);
    private static final Duration CAUGHT_UP_MAX = Duration.ofMinutes(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    /// A second or two on an idle machine; a guest whose host falls silent waits twelve before it asks the tables.
    private static final Duration SILENCE_MAX = Duration.ofSeconds(90);
    /// Of operations that were acknowledged.
    private static final int REFUSED_PERCENT_MAX = 5;

    private final Fleet fleet;
    private final Random random;
    private final Books books = new Books();
    private final Traffic traffic;
    private final List<NmsWatcher> subscribers = new ArrayList<>();
    private final List<ImapWatcher> replicas = new ArrayList<>();
    private int rests;

    Chaos(Fleet fleet, Random random) throws IOException {
        this.fleet = fleet;
        this.random = random;
        traffic = new Traffic(fleet, books, random);
        for (int server = 0; server < fleet.size(); server++) {
            for (var box : Books.BOXES) {
                subscribers.add(new NmsWatcher(fleet, box, server));
                replicas.add(new ImapWatcher(fleet, box, server));
            }
        }
        for (var subscriber : subscribers) {
            subscriber.subscribe();
        }
        watchers().forEach(Watcher::start);
        traffic.resume();
    }

    /// Lets the others run for a while; nothing is waited for.
    static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    Traffic traffic() {
        return traffic;
    }

    int acknowledged() {
        return books.acknowledged();
    }

    /// Lets all writers rest, compares everything with everything, and lets them go on.
    ///
    /// @param when what has been done, for the failure's text
    void inspect(String when) throws Exception {
        traffic.rest();
        LOG.info("{}: at rest", when);
        var wrong = books.check(fleet.all(), random);
        assertThat(wrong).as("%s, at rest", when).isEmpty();
        LOG.info("{}: the servers show what the journals say", when);
        for (var subscriber : subscribers) {
            var expected = books.byUrl(subscriber.box());
            await(() -> subscriber.picture().equals(expected));
            assertThat(subscriber.picture())
                    .as("%s, %s, complaints %s", when, subscriber, subscriber.complaints())
                    .isEqualTo(expected);
        }
        for (var replica : replicas) {
            var expected = books.byUid(replica.box());
            await(() -> replica.picture().equals(expected));
            assertThat(replica.picture())
                    .as("%s, %s, complaints %s", when, replica, replica.complaints())
                    .isEqualTo(expected);
        }
        assertThat(watchers().stream().flatMap(it -> it.complaints().stream()))
                .as(when)
                .isEmpty();
        assertThat(traffic.failures())
                .as("%s; the servers said %s", when, fleet.said())
                .isEmpty();
        rests++;
        LOG.info("{}: all alike", when);
        traffic.resume();
    }

    /// What a client cannot do without: that service goes on.
    void judgeService(String when) {
        assertThat(traffic.longestSilence())
                .as("%s, %s", when, traffic.report())
                .isLessThan(SILENCE_MAX);
        assertThat(traffic.refused())
                .as("%s, %s", when, traffic.report())
                .isLessThanOrEqualTo(books.acknowledged() * REFUSED_PERCENT_MAX / 100 + 10);
    }

    /// In words.
    String report() {
        return "%s; %d lists of events without a gap, %d of them twice, %d resynchronisations, %d times all alike at rest"
                .formatted(
                        traffic.report(),
                        subscribers.stream().mapToLong(NmsWatcher::lists).sum(),
                        subscribers.stream().mapToInt(NmsWatcher::repeated).sum(),
                        replicas.stream().mapToInt(ImapWatcher::resyncs).sum(),
                        rests);
    }

    @Override
    public void close() {
        try {
            traffic.stop();
            for (var watcher : watchers()) {
                watcher.end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<Watcher> watchers() {
        var all = new ArrayList<Watcher>(subscribers);
        all.addAll(replicas);
        return all;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + CAUGHT_UP_MAX.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }
}
