// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.Change;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.memory.MemoryStore;
import org.satchel.model.state.BoxSettings;

/// Objects that are marked `\Deleted` go when their grace is over.
@Timeout(300)
class GraceTest {
    private static final Duration GRACE = Premises.TIMES.deletedGrace();
    private static final Duration TICK = Duration.ofMillis(1);
    private static final FolderPath KEPT = new FolderPath("RCSMessageStore");

    private final Premises there = new Premises();

    @BeforeEach
    void open() {
        there.open(new MemoryStore(BoxSettings.STANDARD.withClock(there.now::get)));
    }

    @Test
    void an_object_goes_when_it_was_marked_for_the_whole_grace_wherever_it_lies() {
        var marked = there.deposit(KEPT, "marked");
        var other = there.deposit(KEPT, "other");
        there.pass(Duration.ofDays(3));
        there.mark(marked);
        there.pass(GRACE.minus(TICK));
        there.round();
        assertThat(there.isThere(marked)).isTrue();
        there.pass(TICK);
        there.round();
        assertThat(there.isThere(marked)).isFalse();
        assertThat(there.isThere(other)).isTrue();
    }

    @Test
    void an_unmarked_object_stays_and_a_mark_that_was_taken_back_for_a_while_counts_from_the_second_time() {
        var saved = there.deposit(KEPT, "saved");
        var again = there.deposit(KEPT, "again");
        there.mark(saved);
        there.mark(again);
        there.pass(Duration.ofDays(10));
        there.unmark(saved);
        there.unmark(again);
        there.pass(Duration.ofDays(10));
        there.mark(again);
        there.pass(Duration.ofDays(10));
        there.round();
        assertThat(there.isThere(saved) && there.isThere(again)).isTrue();
        there.pass(Duration.ofDays(20).minus(TICK));
        there.round();
        assertThat(there.isThere(again)).isTrue();
        there.pass(TICK);
        there.round();
        assertThat(there.isThere(again)).isFalse();
        assertThat(there.isThere(saved)).isTrue();
    }

    @Test
    void other_changes_of_a_marked_object_do_not_lengthen_its_grace() {
        var object = there.deposit(KEPT, "object");
        var deposited = there.deposit(KEPT, "came with its mark", Flags.DELETED);
        there.mark(object);
        there.pass(Duration.ofDays(20));
        there.flag(object, FlagEdit.add(Flags.of(Flags.SEEN)));
        there.pass(Duration.ofDays(5));
        there.move(object, FolderPath.INBOX);
        there.pass(Duration.ofDays(5));
        there.round();
        assertThat(there.expired()).containsExactlyInAnyOrder(object, deposited);
    }

    @Test
    void an_archived_object_is_left_alone() {
        var object = there.deposit(new FolderPath("Default"), "both", Flags.ARCHIVED);
        there.mark(object);
        there.pass(Duration.ofDays(200));
        there.round();
        assertThat(there.isThere(object)).isTrue();
        there.move(object, KEPT); // where nothing expires
        there.flag(object, FlagEdit.remove(Flags.of(Flags.ARCHIVED)));
        there.pass(GRACE.minus(TICK));
        there.round();
        assertThat(there.isThere(object)).isTrue();
        there.pass(TICK);
        there.round();
        assertThat(there.isThere(object)).isFalse();
    }

    @Test
    void a_mark_that_the_history_no_longer_tells_is_old_when_the_history_begins_before_the_grace() {
        var marked = there.deposit(KEPT, "marked");
        var touched = there.deposit(KEPT, "touched");
        there.mark(marked);
        there.mark(touched);
        var head = there.box.view().modSeq();
        there.box.write(Actor.owner(Premises.ID), tx -> tx.purgeHistory(head));
        there.pass(Duration.ofDays(1));
        there.flag(touched, FlagEdit.add(Flags.of(Flags.SEEN)));
        there.pass(GRACE.minusDays(1).minus(TICK));
        there.round();
        assertThat(there.isThere(marked)).as("nobody knows").isTrue();
        there.pass(TICK);
        there.round();
        assertThat(there.isThere(marked)).isFalse();
        assertThat(there.isThere(touched))
                .as("known to be marked for a day less")
                .isTrue();
        there.pass(Duration.ofDays(1));
        there.round();
        assertThat(there.isThere(touched)).isFalse();
    }

    @Test
    void marks_are_found_in_however_many_commits_and_folders() {
        for (int i = 0; i < 30; i++) {
            var path = new FolderPath("RCSMessageStore/f" + i % 7);
            var object = there.deposit(path, "m" + i);
            if (i % 3 == 0) {
                there.mark(object);
            }
        }
        for (int i = 0; i < 1_100; i++) {
            there.deposit(FolderPath.INBOX, "n" + i);
        }
        var last = there.deposit(KEPT, "last");
        there.mark(last);
        there.pass(GRACE);
        there.round();
        assertThat(there.expired()).hasSize(11).endsWith(last);
        assertThat(there.box.view().folders()).allMatch(folder -> folder.deleted() == 0);
    }

    @Test
    void a_removed_folder_and_an_expunged_object_are_nothing_to_do() {
        var inFolder = there.deposit(new FolderPath("mine"), "a");
        var alone = there.deposit(KEPT, "b");
        var rest = there.deposit(KEPT, "c");
        List.of(inFolder, alone, rest).forEach(there::mark);
        var mine = there.folder(new FolderPath("mine"));
        var place = there.box.view().locate(alone).orElseThrow();
        there.box.write(Actor.owner(Premises.ID), tx -> {
            tx.removeFolder(mine);
            tx.remove(place.folder(), List.of(place.uid()), Change.Cause.REMOVED);
        });
        there.pass(GRACE);
        there.round();
        assertThat(there.expired()).containsExactly(rest);
    }

    @Test
    void a_grace_that_the_history_cannot_tell_is_refused() {
        assertThatThrownBy(() -> new Times(Duration.ofDays(7), GRACE, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than the history");
    }
}
