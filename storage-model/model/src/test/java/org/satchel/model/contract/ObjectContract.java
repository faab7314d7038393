// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.satchel.model.BoxTransaction.Copied;
import org.satchel.model.Change;
import org.satchel.model.Deposit;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.StoredObject;
import org.satchel.model.Uid;
import org.satchel.model.state.BoxLimits;

/// Objects: deposit, copy, move, remove.
interface ObjectContract extends Engine {
    @Test
    default void a_deposited_object_is_there_with_all_that_is_known_of_it(Stage stage) {
        var inbox = stage.inbox().id();
        var received = Instant.parse("2020-02-29T23:59:59.123Z");
        var bytes = SampleMessages.mail("hello", "first");
        var entry = stage.deposit(inbox, bytes, new Deposit(Flags.of(Flags.SEEN, "$Work"), received, null));
        stage.reopen();
        var object = stage.view().object(new Placement(inbox, entry.uid()));
        assertThat(object.entry()).isEqualTo(entry);
        assertThat(entry.uid()).isEqualTo(Uid.FIRST);
        assertThat(entry.modSeq()).isEqualTo(stage.view().modSeq());
        assertThat(entry.received()).isEqualTo(received);
        assertThat(entry.size()).isEqualTo(bytes.length);
        assertThat(entry.flags()).isEqualTo(Flags.of(Flags.SEEN, "$work"));
        assertThat(object.summary().envelope().subject()).isEqualTo("hello");
        assertThat(object.summary().kind()).isEqualTo(entry.kind());
        assertThat(stage.bytes(inbox, entry)).isEqualTo(bytes);
        assertThat(stage.view().locate(entry.object())).contains(object.placement());
    }

    @Test
    default void without_a_time_of_its_own_an_object_is_received_now(Stage stage) {
        stage.clock().advance(Duration.ofMillis(77));
        var entry = stage.deposit(stage.inbox().id(), "now");
        assertThat(entry.received()).isEqualTo(stage.clock().instant());
    }

    @Test
    default void a_folder_counts_what_is_in_it(Stage stage) {
        var inbox = stage.inbox().id();
        var seen = stage.deposit(inbox, Flags.of(Flags.SEEN));
        var deleted = stage.deposit(inbox, Flags.of(Flags.DELETED));
        stage.deposit(inbox, Flags.NONE);
        stage.reopen();
        var folder = stage.inbox();
        assertThat(folder.count()).isEqualTo(3);
        assertThat(folder.unseen()).isEqualTo(2);
        assertThat(folder.deleted()).isEqualTo(1);
        assertThat(folder.bytes()).isEqualTo(3 * seen.size());
        assertThat(folder.uidNext()).isEqualTo(new Uid(4));
        stage.write(tx -> tx.remove(inbox, List.of(seen.uid(), deleted.uid()), Change.Cause.REMOVED));
        assertThat(stage.inbox().count()).isEqualTo(1);
        assertThat(stage.inbox().unseen()).isEqualTo(1);
        assertThat(stage.inbox().deleted()).isZero();
        assertThat(stage.inbox().uidNext()).isEqualTo(new Uid(4));
        assertThat(stage.view().usage().objects()).isEqualTo(1);
    }

    @Test
    default void a_listing_is_ordered_by_uid_and_found_by_uid(Stage stage) {
        var inbox = stage.inbox().id();
        var all = depositMany(stage, 700);
        var gone = all.stream().filter(entry -> entry.uid().number() % 3 == 0).toList();
        stage.write(tx -> tx.remove(inbox, gone.stream().map(Entry::uid).toList(), Change.Cause.REMOVED));
        stage.reopen();
        var left = new ArrayList<>(all);
        left.removeAll(gone);
        var listing = stage.view().listing(inbox);
        assertThat(stage.entries(inbox)).isEqualTo(left);
        assertThat(listing.count()).isEqualTo(left.size());
        for (int uid = 1; uid <= 701; uid++) {
            int wanted = uid;
            int index = (int)
                    left.stream().filter(entry -> entry.uid().number() < wanted).count();
            assertThat(listing.ceiling(new Uid(uid))).isEqualTo(index);
            assertThat(listing.find(new Uid(uid)).isPresent()).isEqualTo(uid % 3 != 0 && uid <= 700);
        }
        var range = new ArrayList<Entry>();
        listing.forEach(100, 300, range::add);
        assertThat(range).isEqualTo(left.subList(100, 300));
        assertThatThrownBy(() -> listing.at(left.size())).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    default void objects_of_a_uid_range_come_in_order_with_their_summaries(Stage stage) {
        var inbox = stage.inbox().id();
        for (int i = 1; i <= 9; i++) {
            stage.deposit(inbox, "subject " + i);
        }
        stage.write(tx -> tx.remove(inbox, List.of(new Uid(4)), Change.Cause.REMOVED));
        stage.reopen();
        var found = new ArrayList<StoredObject>();
        stage.view().objects(inbox, new Uid(3), new Uid(6), found::add);
        assertThat(found)
                .extracting(object -> object.summary().envelope().subject())
                .containsExactly("subject 3", "subject 5", "subject 6");
        found.clear();
        stage.view().objects(inbox, new Uid(8), Uid.LAST, found::add);
        assertThat(found).extracting(object -> object.entry().uid()).containsExactly(new Uid(8), new Uid(9));
        found.clear();
        stage.view().objects(inbox, new Uid(100), Uid.LAST, found::add);
        assertThat(found).isEmpty();
    }

    @Test
    default void a_copy_is_another_object_with_the_same_bytes_flags_and_date(Stage stage) {
        var inbox = stage.inbox().id();
        var other = stage.create("Kept").id();
        var received = Instant.parse("2021-01-01T00:00:00Z");
        var bytes = SampleMessages.mail("copied", "text");
        var entry = stage.deposit(inbox, bytes, new Deposit(Flags.of("$Blue"), received, null));
        List<Copied> copies = stage.call(tx -> tx.copy(inbox, List.of(entry.uid(), new Uid(99)), other));
        stage.reopen();
        assertThat(copies).hasSize(1);
        var copy = copies.getFirst().entry();
        assertThat(copies.getFirst().from()).isEqualTo(entry.uid());
        assertThat(copy.object()).isNotEqualTo(entry.object());
        assertThat(copy.flags()).isEqualTo(entry.flags());
        assertThat(copy.received()).isEqualTo(received);
        assertThat(entry.saved()).isAfter(received);
        assertThat(copy.saved()).isAfterOrEqualTo(entry.saved());
        assertThat(stage.entries(inbox)).containsExactly(entry);
        assertThat(stage.entries(other)).containsExactly(copy);
        stage.write(tx -> tx.remove(inbox, List.of(entry.uid()), Change.Cause.REMOVED));
        stage.reopen();
        assertThat(stage.bytes(other, copy)).isEqualTo(bytes);
        assertThat(stage.view().usage().objects()).isEqualTo(1);
        assertThat(stage.view().usage().bytes()).isEqualTo(bytes.length);
    }

    @Test
    default void moving_an_object_keeps_its_id_and_gives_it_a_new_uid(Stage stage) {
        var inbox = stage.inbox().id();
        var other = stage.create("Kept").id();
        stage.deposit(other, "was here");
        var one = stage.deposit(inbox, "one");
        var two = stage.deposit(inbox, "two");
        var moved = stage.call(tx -> tx.move(inbox, List.of(two.uid(), one.uid()), other));
        stage.reopen();
        assertThat(moved).extracting(Copied::from).containsExactly(two.uid(), one.uid());
        assertThat(moved).extracting(copied -> copied.entry().object()).containsExactly(two.object(), one.object());
        assertThat(moved).extracting(copied -> copied.entry().uid()).containsExactly(new Uid(2), new Uid(3));
        assertThat(stage.entries(inbox)).isEmpty();
        assertThat(stage.view().locate(one.object())).contains(new Placement(other, new Uid(3)));
        assertThat(stage.view().folder(inbox).orElseThrow().changed())
                .isEqualTo(stage.view().modSeq());
        assertThat(stage.view().folder(other).orElseThrow().changed())
                .isEqualTo(stage.view().modSeq());
        assertThat(stage.view()
                        .object(new Placement(other, new Uid(2)))
                        .summary()
                        .envelope()
                        .subject())
                .isEqualTo("two");
    }

    @Test
    default void moving_within_a_folder_gives_a_new_uid(Stage stage) {
        var inbox = stage.inbox().id();
        var entry = stage.deposit(inbox, "one");
        var moved = stage.call(tx -> tx.move(inbox, List.of(entry.uid()), inbox));
        stage.reopen();
        assertThat(stage.entries(inbox)).containsExactly(moved.getFirst().entry());
        assertThat(moved.getFirst().entry().uid()).isEqualTo(new Uid(2));
        assertThat(moved.getFirst().entry().object()).isEqualTo(entry.object());
    }

    @Test
    default void removed_objects_are_gone_and_their_uids_are_not_given_again(Stage stage) {
        var inbox = stage.inbox().id();
        var entry = stage.deposit(inbox, "one");
        var placement = new Placement(inbox, entry.uid());
        List<Entry> removed =
                stage.call(tx -> tx.remove(inbox, List.of(entry.uid(), new Uid(50)), Change.Cause.EXPIRED));
        stage.reopen();
        assertThat(removed).containsExactly(entry);
        assertThat(stage.view().locate(entry.object())).isEmpty();
        assertThatThrownBy(() -> stage.view().object(placement)).isInstanceOf(StoreFailure.NotFound.class);
        assertThatThrownBy(() -> stage.view().payload(placement)).isInstanceOf(StoreFailure.NotFound.class);
        assertThat(stage.deposit(inbox, "two").uid()).isEqualTo(new Uid(2));
    }

    @Test
    default void a_view_does_not_change_under_its_reader(Stage stage) {
        var inbox = stage.inbox().id();
        var bytes = SampleMessages.mail("one", "text");
        var one = stage.deposit(inbox, bytes, Deposit.PLAIN);
        var two = stage.deposit(inbox, "two");
        var view = stage.view();
        var before = BoxPicture.of(view);
        stage.write(tx -> tx.remove(inbox, List.of(one.uid()), Change.Cause.REMOVED));
        stage.write(tx ->
                tx.move(inbox, List.of(two.uid()), tx.createFolder(path("Kept")).id()));
        stage.deposit(inbox, "three");
        assertThat(BoxPicture.of(view)).isEqualTo(before);
        assertThat(view.locate(two.object())).contains(new Placement(inbox, two.uid()));
        try { // an engine may have the bytes still, but no others
            assertThat(Stage.bytes(view.payload(new Placement(inbox, one.uid()))))
                    .isEqualTo(bytes);
        } catch (StoreFailure.NotFound gone) {
            assertThat(stage.view().locate(one.object())).isEmpty();
        }
    }

    @Test
    default void a_second_deposit_with_the_same_key_changes_nothing(Stage stage) {
        var inbox = stage.inbox().id();
        var other = stage.create("Other").id();
        var how = new Deposit(Flags.NONE, null, "imdn/Mx7Qe4LrT2");
        var first = stage.deposit(inbox, SampleMessages.mail("first", "text"), how);
        stage.reopen();
        var before = stage.view().modSeq();
        assertThat(stage.deposit(other, SampleMessages.mail("second", "text"), how))
                .isEqualTo(first);
        assertThat(stage.view().modSeq()).isEqualTo(before);
        assertThat(stage.view().deposited("imdn/Mx7Qe4LrT2")).contains(first.object());
        assertThat(stage.view().deposited("imdn/other")).isEmpty();
        var moved = stage.call(tx -> tx.move(inbox, List.of(first.uid()), other))
                .getFirst()
                .entry();
        assertThat(stage.deposit(inbox, SampleMessages.mail("third", "text"), how))
                .isEqualTo(moved);
    }

    @Test
    default void a_key_is_free_again_when_its_object_is_gone(Stage stage) {
        var inbox = stage.inbox().id();
        var how = new Deposit(Flags.NONE, null, "key");
        var first = stage.deposit(inbox, SampleMessages.mail("first", "text"), how);
        stage.write(tx -> tx.remove(inbox, List.of(first.uid()), Change.Cause.REMOVED));
        stage.reopen();
        assertThat(stage.view().deposited("key")).isEmpty();
        var second = stage.deposit(inbox, SampleMessages.mail("second", "text"), how);
        stage.reopen();
        assertThat(second.object()).isNotEqualTo(first.object());
        assertThat(stage.view().deposited("key")).contains(second.object());
        var tooLong = new Deposit(Flags.NONE, null, "k".repeat(BoxLimits.STANDARD.keyBytesMax() + 1));
        assertThatThrownBy(() -> stage.deposit(inbox, SampleMessages.mail("long", "text"), tooLong))
                .isInstanceOf(StoreFailure.TooLarge.class);
    }

    @Test
    default void many_keys_are_asked_for_at_once(Stage stage) {
        var inbox = stage.inbox().id();
        var first = stage.deposit(inbox, SampleMessages.mail("first", "text"), new Deposit(Flags.NONE, null, "key/1"));
        var gone = stage.deposit(inbox, SampleMessages.mail("gone", "text"), new Deposit(Flags.NONE, null, "key/2"));
        stage.write(tx -> tx.remove(inbox, List.of(gone.uid()), Change.Cause.REMOVED));
        stage.reopen();
        var asked = List.of("key/3", "key/2", "key/1", "key/0");
        assertThat(stage.view().deposited(asked)).isEqualTo(Map.of("key/1", first.object()));
        var bytes = SampleMessages.mail("third", "text");
        try (var draft = stage.draft(bytes)) {
            stage.write(tx -> {
                var third = tx.deposit(inbox, draft, new Deposit(Flags.NONE, null, "key/3"));
                assertThat(tx.view().deposited(asked))
                        .isEqualTo(Map.of("key/1", first.object(), "key/3", third.object()));
            });
        }
        assertThat(stage.view().deposited(asked)).containsOnlyKeys("key/1", "key/3");
    }

    @Test
    default void a_transaction_sees_what_it_did(Stage stage) {
        var bytes = SampleMessages.mail("mine", "text");
        try (var draft = stage.draft(bytes)) {
            var commit = stage.write(tx -> {
                var folder = tx.createFolder(path("New"));
                assertThat(tx.view().folder(path("New"))).contains(folder);
                var how = new Deposit(Flags.NONE, null, "key");
                var entry = tx.deposit(folder.id(), draft, how);
                var placement = new Placement(folder.id(), entry.uid());
                assertThat(tx.view().object(placement).summary().envelope().subject())
                        .isEqualTo("mine");
                assertThat(Stage.bytes(tx.view().payload(placement))).isEqualTo(bytes);
                assertThat(tx.view().locate(entry.object())).contains(placement);
                assertThat(tx.view().deposited("key")).contains(entry.object());
                assertThat(tx.view().modSeq()).isEqualTo(tx.modSeq());
                var copy = tx.copy(folder.id(), List.of(entry.uid()), folder.id())
                        .getFirst()
                        .entry();
                tx.remove(folder.id(), List.of(entry.uid()), Change.Cause.REMOVED);
                assertThat(tx.view().locate(entry.object())).isEmpty();
                assertThat(tx.folder(folder.id()).count()).isEqualTo(1);
                assertThat(tx.view().listing(folder.id()).at(0)).isEqualTo(copy);
            });
            stage.reopen();
            var folder = stage.folder("New");
            assertThat(commit.modSeq()).isEqualTo(stage.view().modSeq());
            assertThat(stage.bytes(folder.id(), stage.entries(folder.id()).getFirst()))
                    .isEqualTo(bytes);
        }
    }

    @Test
    default void a_write_that_fails_did_nothing(Stage stage) {
        var inbox = stage.inbox().id();
        var entry = stage.deposit(inbox, "one");
        var before = BoxPicture.of(stage.view());
        try (var draft = stage.draft(SampleMessages.mail("kept", "text"))) {
            assertThatThrownBy(() -> stage.write(tx -> {
                        tx.createFolder(path("New"));
                        tx.deposit(inbox, draft, Deposit.PLAIN);
                        tx.remove(inbox, List.of(entry.uid()), Change.Cause.REMOVED);
                        throw new IllegalStateException("on purpose");
                    }))
                    .hasMessage("on purpose");
            assertThat(BoxPicture.of(stage.view())).isEqualTo(before);
            assertThat(stage.commits(before.modSeq())).isEmpty();
            Entry deposited = stage.call(tx -> tx.deposit(inbox, draft, Deposit.PLAIN));
            stage.reopen();
            assertThat(stage.entries(inbox)).containsExactly(entry, deposited);
        }
    }

    @Test
    default void a_write_that_changes_nothing_has_no_number(Stage stage) {
        var before = stage.view().modSeq();
        var commit = stage.write(tx -> tx.remove(stage.inbox().id(), List.of(new Uid(7)), Change.Cause.REMOVED));
        assertThat(commit.isEmpty()).isTrue();
        assertThat(commit.modSeq()).isEqualTo(before);
        assertThat(stage.view().modSeq()).isEqualTo(before);
        assertThat(stage.box().changes().head()).isEqualTo(before);
    }

    @Test
    default void folders_and_objects_that_are_not_there_are_not_found(Stage stage) {
        var gone = stage.create("Gone").id();
        stage.write(tx -> tx.removeFolder(gone));
        var inbox = stage.inbox().id();
        assertThatThrownBy(() -> stage.deposit(gone, "x")).isInstanceOf(StoreFailure.NotFound.class);
        assertThatThrownBy(() -> stage.write(tx -> tx.copy(gone, List.of(Uid.FIRST), inbox)))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThatThrownBy(() -> stage.write(tx -> tx.move(inbox, List.of(Uid.FIRST), gone)))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThatThrownBy(() -> stage.write(tx -> tx.folder(gone))).isInstanceOf(StoreFailure.NotFound.class);
        assertThatThrownBy(() -> stage.view().object(new Placement(inbox, Uid.FIRST)))
                .isInstanceOf(StoreFailure.NotFound.class);
    }

    private static List<Entry> depositMany(Stage stage, int count) {
        var inbox = stage.inbox().id();
        var drafts = IntStream.range(0, count)
                .mapToObj(i -> stage.draft(SampleMessages.mail("many " + i, "text")))
                .toList();
        return stage.call(tx -> drafts.stream()
                .map(draft -> tx.deposit(inbox, draft, Deposit.PLAIN))
                .toList());
    }

    private static FolderPath path(String text) {
        return new FolderPath(text);
    }
}
