// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.BoxId;
import org.satchel.model.MessageBox;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;
import org.satchel.model.memory.MemoryStore;

/// Nodes that share one store, and do not talk to each other but through it.
@Timeout(60)
class ManyNodesTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final PushLimits LIMITS = FollowersFixture.LIMITS;

    private final MemoryStore shared = new MemoryStore();
    private final Random ids = new Random(11);
    private final List<OneOfMany> started = new ArrayList<>();
    private final List<OneOfMany> beating = new ArrayList<>();
    private final OneOfMany a = node("a");
    private final OneOfMany b = node("b");

    @AfterEach
    void stop() {
        started.forEach(OneOfMany::close);
    }

    private OneOfMany node(String name) {
        var node = new OneOfMany(name, shared, LIMITS, ids);
        started.add(node);
        beating.add(node);
        beating.forEach(one -> one.beat(Duration.ZERO));
        return node;
    }

    /// A box that this node keeps while all live.
    private MessageBox boxOf(OneOfMany node) {
        for (int i = 1; ; i++) {
            var id = new BoxId("tel:+1555010" + (1_000 + i));
            if (shared.find(id).isEmpty()
                    && node.heartbeats.view().keeperOf(id).orElseThrow().equals(node.name())) {
                return shared.create(id);
            }
        }
    }

    private static Terms terms(BoxId box, String correlator) {
        var target = new Target.Callback("https://client.example.net/cb", Target.Format.JSON);
        return new Terms(box.text(), target, "", null, correlator);
    }

    private static Subscription subscribe(OneOfMany node, MessageBox box) {
        return node.subscriptions
                .create(box.id(), terms(box.id(), ""), new Start.Now(), DAY)
                .subscription();
    }

    private static void awaitFollowers(OneOfMany node, int count) {
        Await.until(node.name() + " follows " + count, () -> node.followers.count() == count);
    }

    private static Progress progress(OneOfMany node, Subscription made) {
        return node.subscriptions.find(made.box(), made.id()).orElseThrow().progress();
    }

    private static void awaitProgress(OneOfMany node, Subscription made, long index, ModSeq position) {
        var expected = new Progress(index, position, null);
        Await.until("progress " + expected, () -> progress(node, made).equals(expected));
    }

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
    void a_node_that_dies_is_replaced_within_seconds_and_its_list_comes_again() throws InterruptedException {
        var box = boxOf(a);
        var made = subscribe(a, box);
        a.receiver.silent();
        var one = Deposits.receive(box, "one");
        var first = a.receiver.next();
        a.kill();
        int seconds = 0;
        while (b.heartbeats.view().live().size() > 1) {
            b.beat(SECOND);
            seconds++;
        }
        assertThat(seconds).isLessThanOrEqualTo(6);
        var again = b.receiver.next();
        assertThat(again.index()).isEqualTo(first.index());
        assertThat(again.content()).isEqualTo(first.content());
        assertThat(again.cut()).isEqualTo(first.cut());
        awaitProgress(b, made, 2, one.modSeq());
    }

    @Test
    void idle_subscriptions_cost_no_write_when_they_change_hands() {
        for (int i = 0; i < 40; i++) {
            subscribe(a, boxOf(a));
        }
        awaitFollowers(a, 40);
        a.kill();
        int before = b.store.registryWrites();
        int beats = 0;
        for (; b.heartbeats.view().live().size() > 1; beats++) {
            b.beat(SECOND);
        }
        awaitFollowers(b, 40);
        assertThat(b.store.registryWrites() - before).isEqualTo(beats);
    }

    @Test
    void a_node_that_stops_hands_over_at_once() throws InterruptedException {
        var box = boxOf(a);
        subscribe(a, box);
        a.receiver.silent();
        Deposits.receive(box, "one");
        var first = a.receiver.next();
        a.close();
        var two = Deposits.receive(box, "two");
        b.beat(Duration.ZERO);
        var again = b.receiver.next();
        assertThat(again.index()).isEqualTo(first.index());
        assertThat(again.content()).isEqualTo(first.content());
        assertThat(Receiver.told(b.receiver.next())).containsExactly(two.modSeq());
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

    /// SIGSTOP for half a minute in the middle of a delivery.
    @Test
    void a_node_that_stood_still_finds_itself_fenced_and_writes_nothing() throws InterruptedException {
        var stopped = new CountDownLatch(1);
        var box = boxOf(a);
        var made = subscribe(a, box);
        a.receiver.afterEach(() -> awaitUninterrupted(stopped));
        var one = Deposits.receive(box, "one");
        var first = a.receiver.next();

        for (int second = 0; second < 30; second++) {
            b.beat(SECOND);
        }
        var again = b.receiver.next();
        assertThat(again.index()).isEqualTo(first.index());
        assertThat(again.content()).isEqualTo(first.content());
        awaitProgress(b, made, 2, one.modSeq());

        int before = a.store.registryWrites();
        a.nanos.addAndGet(SECOND.multipliedBy(30).toNanos());
        stopped.countDown();
        awaitFollowers(a, 0);
        assertThat(a.store.registryWrites()).as("writes after it went on").isEqualTo(before);
        assertThat(progress(b, made)).isEqualTo(new Progress(2, one.modSeq(), null));

        // Its heart beats again: the box is its own once more, and it goes on where the other one was.
        a.receiver.afterEach(() -> {});
        a.beat(Duration.ZERO);
        b.beat(Duration.ZERO);
        awaitFollowers(a, 1);
        awaitFollowers(b, 0);
        var two = Deposits.receive(box, "two");
        var next = a.receiver.next();
        assertThat(next.index()).isEqualTo(2);
        assertThat(Receiver.told(next)).containsExactly(two.modSeq());
    }

    /// A virtual machine that was suspended: its clock stood still with it, and it believes itself alive.
    @Test
    void a_node_whose_clock_stood_still_too_is_fenced_by_the_row() throws InterruptedException {
        var stopped = new CountDownLatch(1);
        var box = boxOf(a);
        var made = subscribe(a, box);
        a.receiver.afterEach(() -> awaitUninterrupted(stopped));
        Deposits.receive(box, "one");
        a.receiver.next();
        b.receiver.silent();
        for (int second = 0; second < 30; second++) {
            b.beat(SECOND);
        }
        var again = b.receiver.next();
        var claimed = progress(b, made);
        assertThat(claimed.pending()).isNotNull();

        int before = a.store.registryWrites();
        assertThat(a.heartbeats.isCurrent()).isTrue();
        a.time.freeze();
        stopped.countDown();
        Await.until("it tries to advance", () -> a.store.registryWrites() > before);
        // What it tried did nothing: the other one still hands over the same list under the same index.
        assertThat(progress(b, made)).isEqualTo(claimed);
        assertThat(progress(b, made).index()).isEqualTo(again.index());
    }

    /// The pause falls between the decision to cut a list and the write of it.
    @Test
    void a_cut_that_comes_late_is_refused() throws InterruptedException {
        var box = boxOf(a);
        var made = subscribe(a, box);
        var seen = a.subscriptions.read(box.id(), made.id()).orElseThrow();
        var one = Deposits.receive(box, "one");
        a.receiver.next();
        awaitProgress(a, made, 2, one.modSeq());
        var late = new Progress.Pending(new ModSeq(99), false, a.time.instant(), 0, a.time.instant());
        var cut = new Progress(1, made.progress().position(), late);
        assertThat(a.subscriptions.advance(seen, cut)).isEmpty();
        assertThat(b.subscriptions.advance(seen, cut)).isEmpty();
        assertThat(progress(b, made)).isEqualTo(new Progress(2, one.modSeq(), null));
    }

    @Test
    void nodes_that_stand_still_die_and_come_leave_no_gap_and_no_index_with_two_contents() throws InterruptedException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var box = boxOf(a);
        var made = subscribe(a, box);
        var nodes = new ArrayList<>(List.of(a, b));
        var commits = new ArrayList<ModSeq>();
        var contents = new HashMap<Long, List<ModSeq>>();
        for (int life = 0; life < 20; life++) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                commits.add(Deposits.receive(box, "message").modSeq());
            }
            var victim = nodes.get(random.nextInt(nodes.size()));
            switch (random.nextInt(3)) {
                case 0 -> {
                    // Silent for the others, while it goes on: both tell for a while.
                    for (var other : nodes) {
                        for (int second = 0; second < 7 && !other.equals(victim); second++) {
                            other.beat(SECOND);
                        }
                    }
                }
                case 1 -> {
                    victim.kill();
                    nodes.remove(victim);
                    beating.remove(victim);
                    nodes.add(node("n" + life));
                    for (int second = 0; second < 7; second++) {
                        nodes.forEach(other -> other.beat(SECOND));
                    }
                }
                default -> {
                    victim.close();
                    nodes.remove(victim);
                    beating.remove(victim);
                    nodes.add(node("n" + life));
                }
            }
            nodes.forEach(node -> node.beat(Duration.ZERO));
        }
        commits.add(Deposits.receive(box, "last").modSeq());
        Await.until("all is told, seed " + seed, () -> {
            nodes.forEach(node -> node.beat(Duration.ZERO));
            return progress(b, made).position().equals(commits.getLast())
                    && progress(b, made).pending() == null;
        });
        started.forEach(node -> node.followers.close());
        for (var node : started) {
            while (!node.receiver.isEmpty()) {
                note(contents, node.receiver.next(), seed);
            }
        }
        assertThat(contents.keySet())
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.iterate(1L, i -> i + 1).limit(contents.size()).toList());
        assertThat(contents.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .flatMap(entry -> entry.getValue().stream()))
                .as("seed %d", seed)
                .containsExactlyElementsOf(commits);
    }

    private static void note(Map<Long, List<ModSeq>> contents, Notification list, long seed) {
        var before = contents.putIfAbsent(list.index(), Receiver.told(list));
        if (before != null) {
            assertThat(Receiver.told(list))
                    .as("index %d, seed %d", list.index(), seed)
                    .isEqualTo(before);
        }
    }

    @Test
    void a_node_that_cannot_write_follows_nobody() {
        var box = boxOf(a);
        subscribe(b, box);
        awaitFollowers(a, 1);
        a.kill();
        assertThatThrownBy(() -> a.beat(Duration.ofSeconds(4))).isInstanceOf(StoreFailure.Unavailable.class);
        assertThat(a.heartbeats.isCurrent()).isFalse();
        awaitFollowers(a, 0);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
                break;
            } catch (InterruptedException standsStill) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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
                all.add(answer.get(20, TimeUnit.SECONDS));
            }
            return all;
        }
    }
}
