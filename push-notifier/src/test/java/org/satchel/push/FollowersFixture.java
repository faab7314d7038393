// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static org.satchel.push.Deposits.ALICE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.satchel.model.MessageBox;
import org.satchel.model.ModSeq;
import org.satchel.model.Query;
import org.satchel.model.memory.MemoryStore;

/// A box, a receiver, and a process that can be stopped, killed and begun again.
class FollowersFixture {
    static final Duration DAY = Duration.ofDays(1);
    static final PushLimits LIMITS =
            new PushLimits(10, 100, Duration.ofDays(30), 1_000, 20, Duration.ofMinutes(1), Duration.ofSeconds(5));

    final ManualTime time = new ManualTime();
    final MemoryStore durable = new MemoryStore();
    final Receiver receiver = new Receiver();
    final Random ids = new Random(1);
    final List<Followers> started = new ArrayList<>();
    FilterReader filters = text -> new Query.All();
    CountingStore store;
    Subscriptions subscriptions;
    Followers followers;
    MessageBox box;

    @BeforeEach
    void open() {
        box = durable.create(ALICE);
        start();
    }

    /// The process is killed: nothing that it still does is durable.
    void kill() {
        store.kill();
        time.freeze();
    }

    @AfterEach
    void stop() {
        started.forEach(Followers::close);
    }

    /// A process begins: it knows nothing but what is durable.
    void start() {
        store = new CountingStore(durable);
        subscriptions = new Subscriptions(store, LIMITS, time, ids);
        followers = new Followers(
                store,
                subscriptions,
                _ -> receiver,
                text -> filters.read(text),
                LIMITS,
                Backoff.DEFAULT,
                time.timing());
        followers.start();
        started.add(followers);
    }

    Subscription subscribe() {
        return subscribe(null, new Start.Now());
    }

    Subscription subscribe(String filter, Start from) {
        var target = new Target.Channel("c-1", "https://nc.example.net/c-1", Target.Format.JSON);
        return subscriptions
                .create(ALICE, new Terms(ALICE.text(), target, "", filter, ""), from, DAY)
                .subscription();
    }

    Progress progress(Subscription subscription) {
        return subscriptions.find(ALICE, subscription.id()).orElseThrow().progress();
    }

    void awaitPosition(Subscription subscription, long index, ModSeq position) {
        var expected = new Progress(index, position, null);
        Await.until("progress " + expected, () -> progress(subscription).equals(expected));
    }
}
