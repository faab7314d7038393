// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.BoxId;
import org.satchel.model.MessageBox;
import org.satchel.model.StoreFailure;

/// Nodes that share one store: what one does, the other knows, and one of them follows.
@Timeout(300)
class ManyNodesTest extends ManyNodesFixture {
    @Test
    void what_is_made_changed_and_cancelled_on_one_node_is_so_on_the_other() {
        var box = boxOf(a);
        var made = subscribe(a, box);
        assertThat(b.subscriptions.find(box.id(), made.id())).contains(made);
        assertThat(b.subscriptions.list(box.id())).containsExactly(made);
        var longer = b.subscriptions.update(box.id(), made.id(), DAY.multipliedBy(2), null);
        assertThat(a.subscriptions.find(box.id(), made.id())).contains(longer);
        assertThat(b.subscriptions.remove(box.id(), made.id())).isTrue();
        assertThat(a.subscriptions.find(box.id(), made.id())).isEmpty();
        assertThat(a.subscriptions.list(box.id())).isEmpty();
        assertThat(a.subscriptions.remove(box.id(), made.id())).isFalse();
        awaitFollowers(a, 0);
    }

    @Test
    void one_node_follows_each_and_every_list_is_told_once() throws InterruptedException {
        var boxes = new ArrayList<MessageBox>();
        for (int i = 0; i < 10; i++) {
            var box = boxOf(i % 2 == 0 ? a : b);
            boxes.add(box);
            // Made where it is not followed.
            subscribe(i % 2 == 0 ? b : a, box);
        }
        awaitFollowers(a, 5);
        awaitFollowers(b, 5);
        for (var box : boxes) {
            Deposits.receive(box, "one");
        }
        for (var node : List.of(a, b)) {
            var told = new HashSet<BoxId>();
            for (int i = 0; i < 5; i++) {
                var list = node.receiver.next();
                assertThat(list.index()).isEqualTo(1);
                assertThat(told.add(list.subscription().box())).isTrue();
            }
        }
        Await.until(
                "all is told",
                () -> boxes.stream()
                        .flatMap(box -> a.subscriptions.list(box.id()).stream())
                        .allMatch(subscription -> subscription.progress().index() == 2));
        assertThat(a.receiver.isEmpty() && b.receiver.isEmpty()).isTrue();
    }

    @Test
    void a_move_on_one_node_reaches_the_list_that_hangs_on_the_other() throws InterruptedException {
        var box = boxOf(a);
        var made = subscribe(b, box);
        a.receiver.silent();
        var token = box.changes().head();
        var one = Deposits.receive(box, "one");
        assertThat(a.receiver.next().index()).isEqualTo(1);
        a.receiver.talkative();
        var moved = b.subscriptions.update(box.id(), made.id(), null, new Start.After(token));
        assertThat(moved.progress()).isEqualTo(new Progress(2, token, null));
        var list = a.receiver.next();
        assertThat(list.index()).isEqualTo(2);
        assertThat(Receiver.told(list)).containsExactly(one.modSeq());
    }

    @Test
    void a_cancellation_on_one_node_ends_a_delivery_that_hangs_on_the_other() throws InterruptedException {
        var box = boxOf(a);
        var made = subscribe(b, box);
        a.receiver.silent();
        Deposits.receive(box, "one");
        a.receiver.next();
        assertThat(b.subscriptions.remove(box.id(), made.id())).isTrue();
        awaitFollowers(a, 0);
        assertThat(shared.registry().scan("push", "", 10)).isEmpty();
    }

    @Test
    void of_many_nodes_that_are_asked_the_same_at_once_one_makes_a_subscription() throws Exception {
        var box = boxOf(a).id();
        for (int round = 0; round < 10; round++) {
            var terms = terms(box, "k" + round);
            var answers = race(8, i -> (i % 2 == 0 ? a : b).subscriptions.create(box, terms, new Start.Now(), DAY));
            assertThat(answers)
                    .extracting(answer -> answer.subscription().id())
                    .containsOnly(answers.getFirst().subscription().id());
            assertThat(answers).filteredOn(Subscriptions.Created::fresh).hasSize(1);
            assertThat(b.subscriptions.list(box)).hasSize(1);
            var id = answers.getFirst().subscription().id();
            assertThat(race(8, i -> (i % 2 == 0 ? a : b).subscriptions.remove(box, id)))
                    .filteredOn(removed -> removed)
                    .hasSize(1);
        }
        assertThat(shared.registry().scan("push", "", 10)).isEmpty();
    }

    @Test
    void the_last_free_place_of_a_box_is_given_once() throws Exception {
        var box = boxOf(a).id();
        var made = race(LIMITS.subscriptionsPerBoxMax() + 6, i -> {
            try {
                return (i % 2 == 0 ? a : b)
                        .subscriptions
                        .create(box, terms(box, ""), new Start.Now(), DAY)
                        .fresh();
            } catch (StoreFailure.OverQuota full) {
                return false;
            }
        });
        assertThat(made).filteredOn(fresh -> fresh).hasSize(LIMITS.subscriptionsPerBoxMax());
        assertThat(b.subscriptions.list(box)).hasSize(LIMITS.subscriptionsPerBoxMax());
    }

    @Test
    void a_node_that_comes_takes_its_share_and_nothing_is_told_twice() throws InterruptedException {
        var boxes = new ArrayList<MessageBox>();
        for (int i = 0; i < 12; i++) {
            var box = boxOf(i % 2 == 0 ? a : b);
            boxes.add(box);
            subscribe(a, box);
        }
        awaitFollowers(a, 6);
        awaitFollowers(b, 6);
        var c = node("c");
        Await.until(
                "each has its own",
                () -> Stream.of(a, b, c)
                        .allMatch(node -> node.followers.count()
                                == boxes.stream()
                                        .filter(box -> node.heartbeats
                                                .view()
                                                .keeperOf(box.id())
                                                .orElseThrow()
                                                .equals(node.name()))
                                        .count()));
        assertThat(c.followers.count()).isPositive();
        for (var box : boxes) {
            Deposits.receive(box, "one");
        }
        Await.until(
                "all is told",
                () -> boxes.stream()
                        .flatMap(box -> a.subscriptions.list(box.id()).stream())
                        .allMatch(subscription -> subscription.progress().index() == 2));
        int lists = 0;
        for (var node : List.of(a, b, c)) {
            for (; !node.receiver.isEmpty(); lists++) {
                node.receiver.next();
            }
        }
        assertThat(lists).isEqualTo(boxes.size());
    }

    private interface Attempt<T> {
        T make(int number) throws Exception;
    }

    private static <T> List<T> race(int count, Attempt<T> attempt) throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<T>>();
            for (int i = 0; i < count; i++) {
                int number = i;
                answers.add(threads.submit(() -> {
                    start.await();
                    return attempt.make(number);
                }));
            }
            start.countDown();
            var all = new ArrayList<T>();
            for (var answer : answers) {
                all.add(answer.get(120, TimeUnit.SECONDS));
            }
            return all;
        }
    }
}
