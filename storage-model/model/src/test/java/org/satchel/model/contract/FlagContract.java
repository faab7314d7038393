// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.satchel.model.BoxTransaction.Flagged;
import org.satchel.model.Change;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;
import org.satchel.model.state.BoxLimits;

/// Editing flags.
interface FlagContract extends Engine {
    @Test
    default void flags_are_added_removed_and_replaced(Stage stage) {
        var inbox = stage.inbox().id();
        var entry = stage.deposit(inbox, Flags.of(Flags.ANSWERED));
        edit(stage, entry, FlagEdit.add(Flags.of(Flags.SEEN, "$Blue")));
        assertThat(stage.entry(inbox, entry).flags()).isEqualTo(Flags.of(Flags.ANSWERED, Flags.SEEN, "$Blue"));
        edit(stage, entry, FlagEdit.remove(Flags.of(Flags.ANSWERED, Flags.DRAFT)));
        assertThat(stage.entry(inbox, entry).flags()).isEqualTo(Flags.of(Flags.SEEN, "$Blue"));
        edit(stage, entry, FlagEdit.replace(Flags.of(Flags.DELETED)));
        stage.reopen();
        assertThat(stage.entry(inbox, entry).flags()).isEqualTo(Flags.of(Flags.DELETED));
        assertThat(stage.inbox().unseen()).isEqualTo(1);
        assertThat(stage.inbox().deleted()).isEqualTo(1);
    }

    @Test
    default void changed_flags_raise_the_mod_sequence_of_the_object_and_of_the_folder(Stage stage) {
        var inbox = stage.inbox().id();
        var one = stage.deposit(inbox, "one");
        var two = stage.deposit(inbox, "two");
        var commit = stage.write(tx -> tx.flag(inbox, List.of(one.uid()), FlagEdit.add(Flags.of(Flags.SEEN)), null));
        stage.reopen();
        assertThat(commit.changes())
                .containsExactly(
                        new Change.FlagsChanged(inbox, one.uid(), one.object(), Flags.NONE, Flags.of(Flags.SEEN)));
        assertThat(stage.entry(inbox, one).modSeq()).isEqualTo(commit.modSeq());
        assertThat(stage.entry(inbox, two)).isEqualTo(two);
        assertThat(stage.inbox().changed()).isEqualTo(commit.modSeq());
    }

    @Test
    default void flags_that_are_equal_already_change_nothing(Stage stage) {
        var inbox = stage.inbox().id();
        var entry = stage.deposit(inbox, Flags.of(Flags.SEEN, "$Blue"));
        var flagged = edit(stage, entry, FlagEdit.replace(Flags.of("$blue", Flags.SEEN)));
        assertThat(flagged.entries()).containsExactly(entry);
        assertThat(flagged.changed()).isEmpty();
        assertThat(stage.view().modSeq()).isEqualTo(entry.modSeq());
    }

    @Test
    default void objects_changed_since_are_left_alone_and_reported(Stage stage) {
        var inbox = stage.inbox().id();
        var one = stage.deposit(inbox, "one");
        var two = stage.deposit(inbox, "two");
        edit(stage, one, FlagEdit.add(Flags.of("$Other")));
        var uids = List.of(one.uid(), two.uid(), new Uid(9));
        Flagged flagged = stage.call(tx -> tx.flag(inbox, uids, FlagEdit.add(Flags.of(Flags.SEEN)), two.modSeq()));
        stage.reopen();
        assertThat(flagged.modified()).containsExactly(one.uid());
        assertThat(flagged.changed()).containsExactly(two.uid());
        assertThat(flagged.entries()).containsExactly(stage.entry(inbox, two));
        assertThat(stage.entry(inbox, one).flags()).isEqualTo(Flags.of("$Other"));
    }

    @Test
    default void a_uid_named_twice_is_edited_once(Stage stage) {
        var inbox = stage.inbox().id();
        var entry = stage.deposit(inbox, "one");
        var uids = List.of(entry.uid(), entry.uid());
        Flagged flagged = stage.call(tx -> tx.flag(inbox, uids, FlagEdit.add(Flags.of(Flags.SEEN)), entry.modSeq()));
        assertThat(flagged.changed()).containsExactly(entry.uid());
        assertThat(flagged.modified()).isEmpty();
    }

    @Test
    default void an_object_has_no_more_keywords_than_the_limit(Stage stage) {
        stage.restart(settings -> settings.withLimits(new BoxLimits(5, 8, 2, 2, 100, 2, 2, 100)));
        var inbox = stage.inbox().id();
        var one = stage.deposit(inbox, Flags.of("$one"));
        var two = stage.deposit(inbox, Flags.of("$one", "$two"));
        var uids = List.of(one.uid(), two.uid());
        assertThatThrownBy(() ->
                        stage.write(tx -> tx.flag(inbox, uids, FlagEdit.add(Flags.of("$three", Flags.SEEN)), null)))
                .isInstanceOf(StoreFailure.TooLarge.class);
        assertThat(stage.entries(inbox)).containsExactly(one, two);
        edit(stage, two, FlagEdit.add(Flags.of("$TWO", "$One")));
        assertThatThrownBy(() -> stage.deposit(inbox, Flags.of("$1", "$2", "$3")))
                .isInstanceOf(StoreFailure.TooLarge.class);
    }

    @Test
    default void thousands_of_objects_are_edited_in_one_commit(Stage stage) {
        var inbox = stage.inbox().id();
        var drafts = new ArrayList<Draft>();
        IntStream.range(0, 3000).forEach(i -> drafts.add(stage.draft(SampleMessages.mail("bulk", "text " + i))));
        stage.write(tx -> drafts.forEach(draft -> tx.deposit(inbox, draft, Deposit.PLAIN)));
        stage.reopen();
        var uids = stage.entries(inbox).stream().map(Entry::uid).toList();
        var commit = stage.write(tx -> tx.flag(inbox, uids, FlagEdit.add(Flags.of(Flags.SEEN)), null));
        stage.reopen();
        assertThat(commit.changes()).hasSize(3000);
        assertThat(stage.inbox().unseen()).isZero();
        assertThat(stage.entries(inbox))
                .allMatch(entry -> entry.flags().seen() && entry.modSeq().equals(commit.modSeq()));
        stage.write(tx -> tx.remove(inbox, uids.subList(10, 2990), Change.Cause.REMOVED));
        stage.reopen();
        assertThat(stage.entries(inbox)).hasSize(20);
    }

    private static Flagged edit(Stage stage, Entry entry, FlagEdit edit) {
        return stage.call(tx -> tx.flag(stage.inbox().id(), List.of(entry.uid()), edit, null));
    }
}
