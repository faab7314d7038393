// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.push.Deposits.ALICE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.ModSeq;
import org.satchel.model.Query;
import org.satchel.model.Right;

@Timeout(300)
class FollowersOutcomeTest extends FollowersFixture {
    @Test
    void a_list_that_cannot_be_delivered_now_is_retried_by_the_table_of_delays() throws InterruptedException {
        var later = new Outcome.RetryLater(Duration.ZERO);
        receiver.answering(later, later, later, later, later, later);
        var made = subscribe();
        Deposits.receive(box, "one");
        for (int attempt = 1; attempt <= 7; attempt++) {
            var list = receiver.next();
            assertThat(list.attempt()).isEqualTo(attempt);
            assertThat(list.index()).isEqualTo(1);
        }
        awaitPosition(made, 2, box.changes().head());
        var expected = List.of(10L, 30L, 120L, 600L, 1_800L, 1_800L);
        assertThat(time.pauses()).hasSize(6);
        for (int i = 0; i < 6; i++) {
            assertThat((double) time.pauses().get(i).toMillis())
                    .isBetween(expected.get(i) * 800.0, expected.get(i) * 1_200.0);
        }
        assertThat(time.pauses().get(4)).as("spread").isNotEqualTo(time.pauses().get(5));
        assertThat(followers.tally().counts().retries()).isEqualTo(6);
    }

    @Test
    void a_receiver_may_ask_for_more_time_than_the_table_gives() throws InterruptedException {
        receiver.answering(new Outcome.RetryLater(Duration.ofHours(1)));
        subscribe();
        Deposits.receive(box, "one");
        receiver.next();
        receiver.next();
        assertThat(time.pauses()).containsExactly(Duration.ofHours(1));
    }

    @Test
    void the_count_of_attempts_and_the_due_time_outlive_a_restart() throws InterruptedException {
        time.freeze();
        receiver.answering(new Outcome.RetryLater(Duration.ofHours(2)));
        var made = subscribe();
        Deposits.receive(box, "one");
        receiver.next();
        Await.until("the failure is durable", () -> !time.pauses().isEmpty());
        var pending = progress(made).pending();
        assertThat(pending.attempts()).isEqualTo(1);
        assertThat(pending.notBefore()).isEqualTo(time.instant().plus(Duration.ofHours(2)));
        followers.close();
        assertThat(receiver.isEmpty()).isTrue();
        time.flow();
        start();
        var again = receiver.next();
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(time.instant()).isAfterOrEqualTo(pending.notBefore());
    }

    @Test
    void an_exception_of_a_sink_is_a_retry() throws InterruptedException {
        receiver.afterEach(() -> {
            receiver.afterEach(() -> {});
            throw new IllegalStateException("a bug");
        });
        subscribe();
        Deposits.receive(box, "one");
        assertThat(receiver.next().attempt()).isEqualTo(1);
        assertThat(receiver.next().attempt()).isEqualTo(2);
    }

    @Test
    void a_receiver_that_is_gone_ends_its_subscription() throws InterruptedException {
        receiver.answering(new Outcome.Gone("HTTP 410"));
        var made = subscribe();
        Deposits.receive(box, "one");
        receiver.next();
        Await.until("it is removed", () -> subscriptions.find(ALICE, made.id()).isEmpty());
        Await.until("its follower ends", () -> followers.count() == 0);
    }

    @Test
    void a_refused_list_leaves_a_visible_gap() throws InterruptedException {
        receiver.answering(new Outcome.Refused("HTTP 400"));
        subscribe();
        Deposits.receive(box, "one");
        assertThat(receiver.next().index()).isEqualTo(1);
        var two = Deposits.receive(box, "two");
        var next = receiver.next();
        assertThat(next.index()).isEqualTo(2);
        assertThat(Receiver.told(next)).containsExactly(two.modSeq());
    }

    @Test
    void a_skipped_list_does_not_use_its_index_unless_somebody_may_have_seen_it() throws InterruptedException {
        receiver.answering(
                new Outcome.Skip(), new Outcome.RetryLater(Duration.ZERO), new Outcome.Skip(), new Outcome.Delivered());
        var made = subscribe();
        var one = Deposits.receive(box, "one");
        assertThat(receiver.next().index()).isEqualTo(1);
        awaitPosition(made, 1, one.modSeq());
        var two = Deposits.receive(box, "two");
        assertThat(receiver.next().index()).isEqualTo(1);
        assertThat(receiver.next().index()).isEqualTo(1);
        awaitPosition(made, 2, two.modSeq());
        Deposits.receive(box, "three");
        assertThat(receiver.next().index()).isEqualTo(2);
    }

    @Test
    void commits_of_no_interest_cost_no_write_each() throws InterruptedException {
        filters = text -> new Query.HasFlag(text);
        var made = subscribe(Flags.FLAGGED, new Start.Now());
        int before = store.registryWrites();
        ModSeq last = ModSeq.ZERO;
        for (int i = 0; i < 900; i++) {
            last = Deposits.receive(box, "message").modSeq();
        }
        var wanted = Deposits.deposit(box, Actor.owner(ALICE), "wanted", Flags.of(Flags.FLAGGED));
        assertThat(Receiver.told(receiver.next())).containsExactly(wanted.modSeq());
        awaitPosition(made, 2, wanted.modSeq());
        assertThat(last).isLessThan(wanted.modSeq());
        assertThat(store.registryWrites() - before).as("cut and advance").isEqualTo(2);
    }

    @Test
    void a_stop_keeps_the_position_over_commits_of_no_interest() {
        filters = text -> new Query.HasFlag(text);
        var made = subscribe(Flags.FLAGGED, new Start.Now());
        var passed = Deposits.receive(box, "message");
        Await.until("it was looked at, and kept by the stop", () -> {
            followers.close();
            boolean kept = progress(made).position().equals(passed.modSeq());
            start();
            return kept;
        });
        assertThat(receiver.isEmpty()).isTrue();
    }

    @Test
    void a_filter_decides_on_objects_as_the_change_left_them() throws InterruptedException {
        filters = text -> new Query.HasFlag(text);
        subscribe(Flags.SEEN, new Start.Now());
        Deposits.receive(box, "one");
        var uid = box.view()
                .listing(box.view().folder(FolderPath.INBOX).orElseThrow().id())
                .at(0)
                .uid();
        var seen = Deposits.read(box, uid);
        assertThat(Receiver.told(receiver.next())).containsExactly(seen.modSeq());
        var folder = Deposits.createFolder(box, "Folders pass a filter");
        assertThat(Receiver.told(receiver.next())).containsExactly(folder.modSeq());
    }

    @Test
    void a_filter_that_needs_what_is_gone_lets_the_change_pass() throws InterruptedException {
        filters = text -> new Query.AttributeContains("Subject", text);
        subscribe("no such subject", new Start.Now());
        var added = Deposits.receive(box, "one");
        var entry = ((Change.ObjectAdded) added.changes().getFirst());
        var removed = box.write(
                Actor.owner(ALICE),
                tx -> tx.remove(entry.folder(), List.of(entry.entry().uid()), Change.Cause.REMOVED));
        var told = new ArrayList<ModSeq>();
        while (!told.contains(removed.modSeq())) {
            told.addAll(Receiver.told(receiver.next()));
        }
        assertThat(told).last().isEqualTo(removed.modSeq());
    }

    @Test
    void a_guest_is_told_only_of_folders_that_a_live_grant_opens() throws InterruptedException {
        Deposits.createFolder(box, "Shared");
        var shared = new FolderPath("Shared");
        var folder = box.view().folder(shared).orElseThrow().id();
        box.write(
                Actor.owner(ALICE),
                tx -> tx.grant(new Grant(folder, "tel:+15550100002", Set.of(Right.LOOKUP, Right.READ), null)));
        var target = new Target.Channel("c-2", "https://nc.example.net/c-2", Target.Format.JSON);
        var guest = new Terms("tel:+15550100002", target, "", null, "");
        subscriptions.create(ALICE, guest, new Start.Now(), DAY);
        Deposits.receive(box, "private");
        box.write(Actor.owner(ALICE), tx -> tx.annotate(folder, "/private/comment", ALICE.text(), "not for guests"));
        var open = Deposits.deposit(box, Actor.owner(ALICE), "open", Flags.NONE, shared);
        assertThat(Receiver.told(receiver.next())).containsExactly(open.modSeq());
    }

    @Test
    void a_pace_gathers_what_happens_meanwhile() throws InterruptedException {
        receiver.at(new Pace(Duration.ofMillis(1_500), Duration.ofSeconds(30), 100));
        var commits = new ArrayList<Commit>();
        time.duringPause(() -> commits.add(Deposits.receive(box, "during the pause")));
        subscribe();
        commits.add(Deposits.receive(box, "one"));
        var first = receiver.next();
        assertThat(Receiver.told(first))
                .containsExactlyInAnyOrderElementsOf(
                        commits.stream().map(Commit::modSeq).toList());
        time.duringPause(() -> {});
        Await.until("it is told", () -> followers.tally().counts().delivered() == 1);
        Deposits.receive(box, "three");
        receiver.next();
        assertThat(time.pauses()).containsExactly(Duration.ofMillis(1_500), Duration.ofSeconds(30));
        assertThat(followers.tally().counts().coalesced()).isEqualTo(1);
    }

    @Test
    void a_move_interrupts_the_list_under_way_and_goes_on_with_a_fresh_index() throws InterruptedException {
        receiver.silent();
        var made = subscribe();
        var token = box.changes().head();
        var one = Deposits.receive(box, "one");
        receiver.next();
        var two = Deposits.receive(box, "two");
        receiver.talkative();
        var moved = subscriptions.update(ALICE, made.id(), null, new Start.After(token));
        assertThat(moved.progress().index()).isEqualTo(2);
        var list = receiver.next();
        assertThat(list.index()).isEqualTo(2);
        assertThat(Receiver.told(list)).containsExactly(one.modSeq(), two.modSeq());
    }

    @Test
    void removing_a_subscription_ends_a_delivery_that_hangs() throws InterruptedException {
        receiver.silent();
        var made = subscribe();
        Deposits.receive(box, "one");
        receiver.next();
        subscriptions.remove(ALICE, made.id());
        Await.until("its follower ends", () -> followers.count() == 0);
    }

    @Test
    void the_end_of_a_lease_ends_a_delivery_that_hangs() throws InterruptedException {
        receiver.silent();
        subscribe();
        Deposits.receive(box, "one");
        receiver.next();
        time.advance(DAY);
        assertThat(followers.sweep()).isEqualTo(1);
        Await.until("its follower ends", () -> followers.count() == 0);
    }

    @Test
    void an_erased_box_takes_its_subscriptions_along() {
        subscribe();
        subscribe();
        Await.until("both follow", () -> followers.count() == 2);
        durable.erase(ALICE);
        Await.until("their followers end", () -> followers.count() == 0);
        assertThat(durable.registry().scan("push/", "", 10)).isEmpty();
    }

    @Test
    void a_box_made_again_under_its_name_knows_nothing_of_the_subscriptions_of_the_old() throws InterruptedException {
        subscribe();
        receiver.afterEach(() -> {
            durable.erase(ALICE);
            box = durable.create(ALICE);
            receiver.afterEach(() -> {});
        });
        Deposits.receive(box, "to the old box");
        receiver.next();
        Await.until("its follower ends", () -> followers.count() == 0);
        assertThat(durable.registry().scan("push/", "", 10)).isEmpty();

        subscribe();
        var fresh = Deposits.receive(box, "to the new box");
        assertThat(Receiver.told(receiver.next())).containsExactly(fresh.modSeq());
    }

    @Test
    void a_box_that_lost_its_history_is_answered_with_a_reset() throws InterruptedException {
        var made = subscribe();
        for (int i = 0; i < 5; i++) {
            Deposits.receive(box, "message");
        }
        Await.until(
                "all is told",
                () -> progress(made).position().equals(box.changes().head()));
        followers.close();
        while (!receiver.isEmpty()) {
            receiver.next();
        }
        durable.erase(ALICE);
        box = durable.create(ALICE);
        start();
        assertThat(receiver.next().content()).isEqualTo(new Notification.Reset());
        var fresh = Deposits.receive(box, "one");
        assertThat(Receiver.told(receiver.next())).containsExactly(fresh.modSeq());
    }

    @Test
    void a_write_whose_answer_is_lost_is_recognized_and_not_made_twice() throws InterruptedException {
        var made = subscribe();
        Await.until("it follows", () -> followers.count() == 1);
        for (int index = 1; index <= 5; index++) {
            // First that of the cut, then that of the advance, then both, and both again and again.
            store.loseAnswers(index);
            var commit = Deposits.receive(box, "message");
            var list = receiver.next();
            assertThat(list.index()).isEqualTo(index);
            assertThat(list.attempt()).isEqualTo(1);
            assertThat(Receiver.told(list)).containsExactly(commit.modSeq());
            awaitPosition(made, index + 1L, commit.modSeq());
        }
        store.loseAnswers(0);
        assertThat(receiver.isEmpty()).isTrue();
    }

    @Test
    void a_subscription_whose_follower_stops_in_the_middle_of_a_list_belongs_to_nobody() throws InterruptedException {
        receiver.silent();
        var made = subscribe();
        Deposits.receive(box, "one");
        receiver.next();
        assertThat(subscriptions.read(ALICE, made.id()).orElseThrow().mark().holder())
                .isEqualTo(subscriptions.nodes().self().text());
        followers.close();
        assertThat(subscriptions.read(ALICE, made.id()).orElseThrow().mark().holder())
                .isEmpty();
    }
}
