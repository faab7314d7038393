// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.ModSeq;
import org.satchel.model.memory.MemoryStore;
import org.satchel.model.state.BoxLimits;
import org.satchel.model.state.BoxSettings;

/// Objects in `Default` expire, unless they are archived.
@Timeout(300)
class RetentionTest {
    private static final Duration PERIOD = Premises.TIMES.retention();
    private static final Duration TICK = Duration.ofMillis(1);
    private static final FolderPath KEPT = new FolderPath("RCSMessageStore/kept");

    private final Premises there = new Premises();

    @BeforeEach
    void open() {
        there.open(new MemoryStore(BoxSettings.STANDARD.withClock(there.now::get)));
    }

    @Test
    void an_object_goes_when_its_period_is_over_and_not_a_moment_before() {
        var old = there.deposit(Premises.PEER, "old");
        there.pass(Duration.ofDays(1));
        var young = there.deposit(Premises.PEER, "young");
        there.pass(PERIOD.minusDays(1).minus(TICK));
        there.round();
        assertThat(there.isThere(old)).isTrue();
        there.pass(TICK);
        there.round();
        assertThat(there.isThere(old)).isFalse();
        assertThat(there.isThere(young)).isTrue();
        there.pass(Duration.ofDays(1));
        there.round();
        assertThat(there.isThere(young)).isFalse();
        assertThat(there.expired()).containsExactly(old, young);
        assertThat(there.box.view().usage().objects()).isZero();
        assertThat(there.box.view().usage().bytes()).isZero();
    }

    @Test
    void only_default_expires() {
        var inbox = there.deposit(FolderPath.INBOX, "inbox");
        var kept = there.deposit(KEPT, "kept");
        var own = there.deposit(new FolderPath("Defaults/mine"), "own");
        var top = there.deposit(new FolderPath("Default"), "top");
        var deep = there.deposit(new FolderPath("Default/a/b"), "deep");
        there.pass(PERIOD.multipliedBy(3));
        there.round();
        assertThat(there.expired()).containsExactlyInAnyOrder(top, deep);
        assertThat(there.isThere(inbox) && there.isThere(kept) && there.isThere(own))
                .isTrue();
    }

    @Test
    void where_nothing_is_recorded_a_folder_of_that_name_is_its_owners() {
        var mail = new BoxSettings(
                List.of(FolderPath.INBOX), BoxSettings.STANDARD.quota(), BoxLimits.STANDARD, there.now::get);
        there.open(new MemoryStore(mail));
        var own = there.deposit(new FolderPath("Default"), "own");
        there.mark(there.deposit(new FolderPath("Default"), "marked"));
        there.pass(PERIOD.multipliedBy(2));
        there.round();
        there.round();
        assertThat(there.expired()).hasSize(1).doesNotContain(own);
        assertThat(there.box.view().oldest()).as("the history goes on").isGreaterThan(ModSeq.ZERO);
    }

    @Test
    void what_is_archived_stays_until_it_is_archived_no_more() {
        var archived = there.deposit(Premises.PEER, "archived", Flags.ARCHIVED);
        var later = there.deposit(Premises.PEER, "later");
        there.deposit(Premises.PEER, "gone");
        there.pass(Duration.ofDays(5));
        there.flag(later, FlagEdit.add(Flags.of("$archived"))); // keywords know no case
        there.pass(PERIOD);
        there.round();
        assertThat(there.isThere(archived) && there.isThere(later)).isTrue();
        assertThat(there.expired()).hasSize(1);
        there.pass(Duration.ofDays(400));
        there.round();
        assertThat(there.isThere(archived) && there.isThere(later)).isTrue();
        there.flag(archived, FlagEdit.remove(Flags.of(Flags.ARCHIVED)));
        there.round();
        assertThat(there.isThere(archived)).isFalse();
        assertThat(there.isThere(later)).isTrue();
    }

    @Test
    void what_comes_back_into_default_begins_anew_and_what_leaves_it_is_safe() {
        var back = there.deposit(KEPT, "back");
        var away = there.deposit(new FolderPath("Default"), "away"); // objects leave a conversation as copies only
        there.round();
        there.pass(PERIOD.minusDays(1));
        there.move(back, Premises.PEER);
        there.move(away, KEPT);
        there.pass(Duration.ofDays(1));
        there.round();
        assertThat(there.expired()).isEmpty();
        there.pass(PERIOD);
        there.round();
        assertThat(there.expired()).containsExactly(back);
    }

    @Test
    void a_folder_that_is_renamed_into_default_begins_anew() {
        var mine = new FolderPath("mine");
        var object = there.deposit(mine, "old");
        there.round();
        there.pass(PERIOD);
        there.round();
        assertThat(there.isThere(object)).isTrue();
        rename(mine, Premises.PEER);
        there.round();
        assertThat(there.isThere(object)).as("nobody asked").isTrue();
        there.pass(PERIOD.minusSeconds(1));
        there.round();
        assertThat(there.isThere(object)).isTrue();
        there.pass(Duration.ofSeconds(1));
        there.round();
        assertThat(there.isThere(object)).isFalse();
    }

    @Test
    void a_conversation_that_was_kept_and_comes_back_begins_anew() {
        var object = there.deposit(Premises.PEER, "old");
        there.round();
        rename(Premises.PEER, KEPT);
        there.pass(PERIOD.multipliedBy(2));
        rename(KEPT, Premises.PEER);
        var young = there.deposit(Premises.PEER, "young");
        there.round();
        assertThat(there.isThere(object)).isTrue();
        there.pass(PERIOD);
        there.round();
        assertThat(there.expired()).containsExactly(object, young);
    }

    @Test
    void an_object_that_came_while_the_clock_stood_back_is_no_older_than_those_before_it() {
        var first = there.deposit(Premises.PEER, "first");
        there.pass(Duration.ofDays(-20_000));
        var second = there.deposit(Premises.PEER, "second");
        there.pass(Duration.ofDays(20_000));
        there.round();
        assertThat(there.isThere(second)).isTrue();
        there.pass(PERIOD.minus(TICK));
        there.round();
        assertThat(there.isThere(first) && there.isThere(second)).isTrue();
        there.pass(TICK);
        there.round();
        assertThat(there.expired()).containsExactly(first, second);
    }

    private void rename(FolderPath from, FolderPath to) {
        var folder = there.folder(from);
        there.box.write(Actor.owner(Premises.ID), tx -> tx.renameFolder(folder, to));
    }

    @Test
    void a_box_whose_history_was_forgotten_is_looked_up_in_its_folders() {
        var old = there.deposit(Premises.PEER, "old");
        var kept = there.deposit(KEPT, "kept");
        there.pass(Duration.ofDays(50));
        var young = there.deposit(Premises.PEER, "young");
        var head = there.box.view().modSeq();
        there.box.write(Actor.owner(Premises.ID), tx -> tx.purgeHistory(head));
        there.pass(Duration.ofDays(40));
        there.round();
        assertThat(there.isThere(old)).isFalse();
        assertThat(there.isThere(young) && there.isThere(kept)).isTrue();
        there.pass(Duration.ofDays(50));
        there.round();
        assertThat(there.isThere(young)).isFalse();
        assertThat(there.isThere(kept)).isTrue();
    }

    @Test
    void never_means_never() {
        var object = there.deposit(Premises.PEER, "for ever");
        there.mark(object);
        there.pass(Duration.ofDays(4_000));
        there.round(new Times(Duration.ofDays(90), Duration.ZERO, Duration.ZERO));
        assertThat(there.isThere(object)).isTrue();
        there.round();
        assertThat(there.isThere(object)).isFalse();
    }

    @Test
    void a_round_with_nothing_due_changes_neither_the_box_nor_the_registry() {
        there.deposit(Premises.PEER, "a");
        there.round();
        var head = there.box.view().modSeq();
        var row = there.store.registry().get(Dues.key(Premises.ID)).orElseThrow();
        for (int i = 0; i < 100; i++) {
            there.deposit(Premises.PEER, "b" + i);
        }
        there.pass(Duration.ofDays(80));
        there.round();
        assertThat(there.box.view().modSeq()).isEqualTo(new ModSeq(head.number() + 100));
        assertThat(there.store.registry().get(Dues.key(Premises.ID)).orElseThrow())
                .isEqualTo(row);
    }

    @Test
    void a_large_box_is_cleared_in_several_turns_and_transactions() throws InterruptedException {
        int more = Turn.OBJECTS_PER_TURN + 700;
        fill(Premises.PEER, more);
        there.pass(PERIOD);
        try (var keeper = there.keeper(Premises.TIMES)) {
            assertThat(keeper.round()).isTrue();
            assertThat(there.box.view().usage().objects()).isEqualTo(700);
            assertThat(keeper.counts().waiting()).isOne();
            assertThat(keeper.round()).isFalse();
            assertThat(keeper.counts().expired()).isEqualTo(more);
            assertThat(keeper.counts().waiting()).isZero();
        }
        assertThat(there.box.view().usage().objects()).isZero();
    }

    @Test
    void what_is_left_of_a_folder_is_taken_in_the_next_turn_also_where_the_history_does_not_tell_of_it() {
        int more = Turn.OBJECTS_PER_TURN + 300;
        fill(Premises.PEER, more);
        var head = there.box.view().modSeq();
        there.box.write(Actor.owner(Premises.ID), tx -> tx.purgeHistory(head));
        there.pass(PERIOD);
        there.deposit(new FolderPath("Default/another"), "young"); // of which there is something to remember
        assertThat(there.round(Premises.TIMES)).isTrue();
        assertThat(there.box.view().usage().objects()).isEqualTo(301);
        assertThat(there.round(Premises.TIMES)).isFalse();
        assertThat(there.box.view().usage().objects()).isOne();
    }

    @Test
    void while_a_large_box_has_its_turns_nobody_else_is_looked_at() throws InterruptedException {
        fill(Premises.PEER, 2 * Turn.OBJECTS_PER_TURN + 1);
        for (int i = 0; i < 5; i++) {
            there.store.create(new BoxId("tel:+1555010010" + i));
        }
        there.pass(PERIOD);
        try (var keeper = there.keeper(Premises.TIMES)) {
            assertThat(keeper.round()).isTrue();
            assertThat(keeper.counts().boxes()).isEqualTo(6);
            assertThat(keeper.goOn()).isTrue();
            assertThat(keeper.counts().boxes()).isEqualTo(7);
            assertThat(keeper.goOn()).isFalse();
            assertThat(keeper.counts().waiting()).isZero();
            assertThat(keeper.counts().boxes()).isEqualTo(8);
            assertThat(keeper.counts().rounds()).isOne();
        }
        assertThat(there.box.view().usage().objects()).isZero();
    }

    private void fill(FolderPath path, int count) {
        var folder = there.folder(path);
        var first = there.deposit(path, "one");
        var uid = there.box.view().locate(first).orElseThrow().uid();
        there.box.write(Actor.owner(Premises.ID), tx -> {
            for (int i = 1; i < count; i++) {
                tx.copy(folder, List.of(uid), folder);
            }
        });
    }
}
