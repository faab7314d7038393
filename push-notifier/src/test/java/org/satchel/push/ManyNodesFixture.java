// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.satchel.model.BoxId;
import org.satchel.model.MessageBox;
import org.satchel.model.ModSeq;
import org.satchel.model.memory.MemoryStore;

/// Two nodes that share one store, and do not talk to each other but through it.
class ManyNodesFixture {
    static final Duration DAY = Duration.ofDays(1);
    static final Duration SECOND = Duration.ofSeconds(1);
    static final PushLimits LIMITS = FollowersFixture.LIMITS;

    final MemoryStore shared = new MemoryStore();
    final Random ids = new Random(11);
    final List<OneOfMany> started = new ArrayList<>();
    final List<OneOfMany> beating = new ArrayList<>();
    final OneOfMany a = node("a");
    final OneOfMany b = node("b");

    @AfterEach
    void stop() {
        started.forEach(OneOfMany::close);
    }

    OneOfMany node(String name) {
        var node = new OneOfMany(name, shared, LIMITS, ids);
        started.add(node);
        beating.add(node);
        beating.forEach(one -> one.beat(Duration.ZERO));
        return node;
    }

    /// A box that this node keeps while all live.
    MessageBox boxOf(OneOfMany node) {
        for (int i = 1; ; i++) {
            var id = new BoxId("tel:+1555010" + (1_000 + i));
            if (shared.find(id).isEmpty()
                    && node.heartbeats.view().keeperOf(id).orElseThrow().equals(node.name())) {
                return shared.create(id);
            }
        }
    }

    static Terms terms(BoxId box, String correlator) {
        var target = new Target.Callback("https://client.example.net/cb", Target.Format.JSON);
        return new Terms(box.text(), target, "", null, correlator);
    }

    static Subscription subscribe(OneOfMany node, MessageBox box) {
        return node.subscriptions
                .create(box.id(), terms(box.id(), ""), new Start.Now(), DAY)
                .subscription();
    }

    static void awaitFollowers(OneOfMany node, int count) {
        Await.until(node.name() + " follows " + count, () -> node.followers.count() == count);
    }

    static Progress progress(OneOfMany node, Subscription made) {
        return node.subscriptions.find(made.box(), made.id()).orElseThrow().progress();
    }

    static void awaitProgress(OneOfMany node, Subscription made, long index, ModSeq position) {
        var expected = new Progress(index, position, null);
        Await.until("progress " + expected, () -> progress(node, made).equals(expected));
    }
}
