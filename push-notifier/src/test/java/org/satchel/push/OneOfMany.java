// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.satchel.model.MessageStore;
import org.satchel.model.Query;
import org.satchel.push.nodes.Heartbeats;
import org.satchel.push.nodes.NodeName;
import org.satchel.push.nodes.Nodes;
import org.satchel.push.nodes.Notes;
import org.satchel.push.nodes.Rhythm;

/// One node of several over one store: with a clock of its own, that the test moves, and a heart that beats when
/// the test says so.
final class OneOfMany implements AutoCloseable {
    final AtomicLong nanos = new AtomicLong();
    final ManualTime time = new ManualTime();
    final Receiver receiver = new Receiver();
    final CountingStore store;
    final Heartbeats heartbeats;
    final Subscriptions subscriptions;
    final Followers followers;
    private final Notes notes;

    OneOfMany(String name, MessageStore shared, PushLimits limits, Random ids) {
        store = new CountingStore(shared);
        var self = new NodeName(name);
        heartbeats = new Heartbeats(store.registry(), Rhythm.DEFAULT, nanos::get, self);
        notes = new Notes(store.registry(), self, ids);
        heartbeats.beat();
        subscriptions = new Subscriptions(store, limits, time, ids, new Nodes(heartbeats, notes));
        followers = new Followers(
                store, subscriptions, _ -> receiver, _ -> new Query.All(), limits, Backoff.DEFAULT, time.timing());
        followers.start();
        notes.start(Duration.ofMillis(2));
    }

    NodeName name() {
        return heartbeats.self();
    }

    /// Time passes on this node, and its heart beats once.
    void beat(Duration passed) {
        nanos.addAndGet(passed.toNanos());
        heartbeats.beat();
    }

    /// Its process is killed: nothing that it still does is durable.
    void kill() {
        store.kill();
        time.freeze();
    }

    /// It stops as a server does: followers first, then it leaves.
    @Override
    public void close() {
        followers.close();
        notes.close();
        heartbeats.close();
    }
}
