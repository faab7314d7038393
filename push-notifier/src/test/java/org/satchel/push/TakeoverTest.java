// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;

/// Nodes that die, stop and stand still: another one takes over, and no index is skipped or has two contents.
@Timeout(300)
class TakeoverTest extends ManyNodesFixture {
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
        // Time goes on: who died in the last life is found dead only when it does.
        Await.until("all is told, seed " + seed, () -> {
            nodes.forEach(node -> node.beat(SECOND));
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
                assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
                break;
            } catch (InterruptedException standsStill) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
