// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.push.Deposits.ALICE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.FolderPath;
import org.satchel.model.ModSeq;

@Timeout(300)
class FollowersTest extends FollowersFixture {
    @Test
    void each_commit_is_told_once_in_order_under_consecutive_indexes() throws InterruptedException {
        subscribe();
        var told = new ArrayList<ModSeq>();
        var commits = new ArrayList<ModSeq>();
        for (int i = 0; i < 20; i++) {
            commits.add(Deposits.receive(box, "message " + i).modSeq());
        }
        for (long index = 1; told.size() < commits.size(); index++) {
            var list = receiver.next();
            assertThat(list.index()).isEqualTo(index);
            told.addAll(Receiver.told(list));
            assertThat(list.position()).isEqualTo(told.getLast());
            assertThat(list.attempt()).isEqualTo(1);
        }
        assertThat(told).isEqualTo(commits);
    }

    @Test
    void a_start_in_the_past_is_told_from_there() throws InterruptedException {
        var token = box.changes().head();
        var one = Deposits.receive(box, "one");
        var two = Deposits.receive(box, "two");
        subscribe(null, new Start.After(token));
        assertThat(Receiver.told(receiver.next())).containsExactly(one.modSeq(), two.modSeq());
    }

    @Test
    void an_unreadable_token_is_answered_with_a_reset_and_then_what_happens() throws InterruptedException {
        Deposits.receive(box, "before");
        var head = box.changes().head();
        subscribe(null, new Start.Reset());
        var reset = receiver.next();
        assertThat(reset.content()).isEqualTo(new Notification.Reset());
        assertThat(reset.index()).isEqualTo(1);
        assertThat(reset.position()).isEqualTo(head);
        var after = Deposits.receive(box, "after");
        var list = receiver.next();
        assertThat(list.index()).isEqualTo(2);
        assertThat(Receiver.told(list)).containsExactly(after.modSeq());
    }

    @Test
    void a_truncated_log_is_answered_with_a_reset() throws InterruptedException {
        var token = box.changes().head();
        Deposits.receive(box, "one");
        var purged = Deposits.receive(box, "two");
        var horizon = box.write(Actor.owner(ALICE), tx -> tx.purgeHistory(purged.modSeq()));
        var made = subscribe(null, new Start.After(token));
        var reset = receiver.next();
        assertThat(reset.content()).isEqualTo(new Notification.Reset());
        assertThat(reset.position()).isEqualTo(horizon.modSeq());
        awaitPosition(made, 2, horizon.modSeq());
        assertThat(followers.tally().counts().resets()).isEqualTo(1);
    }

    @Test
    void a_commit_of_too_many_changes_is_told_as_a_reset() throws InterruptedException {
        subscribe();
        var root = new FolderPath("many");
        var many = box.write(
                Actor.owner(ALICE), tx -> IntStream.range(0, 30).forEach(i -> tx.createFolder(root.child("f" + i))));
        var list = receiver.next();
        assertThat(list.content()).isEqualTo(new Notification.Reset());
        assertThat(list.position()).isEqualTo(many.modSeq());
    }

    @Test
    void a_list_holds_no_more_changes_than_its_limit() throws InterruptedException {
        var token = box.changes().head();
        for (int i = 0; i < 50; i++) {
            Deposits.receive(box, "message " + i);
        }
        subscribe(null, new Start.After(token));
        assertThat(Receiver.told(receiver.next())).hasSize(20);
        assertThat(Receiver.told(receiver.next())).hasSize(20);
        assertThat(Receiver.told(receiver.next())).hasSize(10);
    }

    @Test
    void position_and_index_advance_only_after_delivery() throws InterruptedException {
        receiver.silent();
        var made = subscribe();
        var commit = Deposits.receive(box, "one");
        receiver.next();
        var underWay = progress(made);
        assertThat(underWay.index()).isEqualTo(1);
        assertThat(underWay.position()).isEqualTo(made.progress().position());
        assertThat(underWay.pending().through()).isEqualTo(commit.modSeq());
    }

    @Test
    void a_list_under_way_is_repeated_unchanged_after_a_stop_although_more_has_happened() throws InterruptedException {
        receiver.silent();
        subscribe();
        var one = Deposits.receive(box, "one");
        var first = receiver.next();
        followers.close();
        assertThat(followers.count()).isZero();
        var two = Deposits.receive(box, "two");
        receiver.talkative();
        start();
        var repeated = receiver.next();
        assertThat(repeated.index()).isEqualTo(first.index());
        assertThat(repeated.content()).isEqualTo(first.content());
        assertThat(repeated.position()).isEqualTo(one.modSeq());
        assertThat(repeated.cut()).isEqualTo(first.cut());
        var next = receiver.next();
        assertThat(next.index()).isEqualTo(2);
        assertThat(Receiver.told(next)).containsExactly(two.modSeq());
    }

    @Test
    void a_list_delivered_while_the_process_stops_does_not_come_again() throws InterruptedException {
        var stopper = Thread.ofPlatform().unstarted(() -> followers.close());
        receiver.afterEach(() -> {
            stopper.start();
            Await.until("the follower is told to stop", Thread.currentThread()::isInterrupted);
        });
        var made = subscribe();
        var one = Deposits.receive(box, "one");
        assertThat(Receiver.told(receiver.next())).containsExactly(one.modSeq());
        stopper.join();
        awaitPosition(made, 2, one.modSeq());
        receiver.afterEach(() -> {});
        start();
        var two = Deposits.receive(box, "two");
        assertThat(Receiver.told(receiver.next())).containsExactly(two.modSeq());
    }

    @Test
    void a_kill_between_delivery_and_advance_repeats_the_list() throws InterruptedException {
        var made = subscribe();
        receiver.afterEach(this::kill);
        Deposits.receive(box, "one");
        var first = receiver.next();
        Await.until("the advance is tried in vain", () -> !time.pauses().isEmpty());
        followers.close();
        time.flow();
        receiver.afterEach(() -> {});
        start();
        var repeated = receiver.next();
        assertThat(repeated.index()).isEqualTo(first.index());
        assertThat(repeated.content()).isEqualTo(first.content());
        awaitPosition(made, 2, first.position());
    }

    @Test
    void any_number_of_kills_and_stops_leaves_no_gap_and_no_index_with_two_contents() throws InterruptedException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        subscribe();
        var contents = new TreeMap<Long, List<ModSeq>>();
        var commits = new ArrayList<ModSeq>();
        for (int life = 0; life < 25; life++) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                commits.add(Deposits.receive(box, "message").modSeq());
            }
            boolean killed = random.nextBoolean();
            receiver.afterEach(killed ? this::kill : () -> {});
            note(contents, receiver.next(), seed);
            followers.close();
            while (!receiver.isEmpty()) {
                note(contents, receiver.next(), seed);
            }
            time.flow();
            // Nobody kills the new process but the next life.
            receiver.afterEach(() -> {});
            start();
        }
        var last = commits.getLast();
        while (contents.isEmpty() || !contents.lastEntry().getValue().contains(last)) {
            note(contents, receiver.next(), seed);
        }
        assertThat(contents.keySet())
                .as("seed %d", seed)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, contents.size())
                        .mapToObj(Long::valueOf)
                        .toList());
        var told = contents.values().stream().flatMap(List::stream).toList();
        assertThat(told).as("seed %d", seed).isEqualTo(commits);
    }

    private static void note(Map<Long, List<ModSeq>> contents, Notification list, long seed) {
        var before = contents.putIfAbsent(list.index(), Receiver.told(list));
        if (before != null) {
            assertThat(Receiver.told(list))
                    .as("index %d, seed %d", list.index(), seed)
                    .isEqualTo(before);
        }
    }
}
