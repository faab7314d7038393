// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.embedded.Stores.ALICE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.model.Actor;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.Placement;
import org.satchel.model.Uid;

/// Listings come and go; what a view shows does not.
class CoolingTest {
    private static final Actor OWNER = Actor.owner(ALICE);

    @TempDir
    Path folder;

    @Test
    void a_view_shows_the_same_however_often_the_listing_is_given_up_and_changed() {
        try (var store = Stores.open(folder)) {
            var box = store.create(ALICE);
            for (int i = 0; i < 10; i++) {
                Stores.deposit(box, Stores.message(i, 100));
            }
        }
        try (var store = Stores.open(folder)) {
            var box = (EmbeddedBox) store.open(ALICE);
            var inbox = Stores.inbox(box);
            var cold = box.view();
            Stores.deposit(box, Stores.message(10, 100));
            var appended = box.view();
            box.cool();
            var cooled = box.view();
            box.write(OWNER, tx -> {
                tx.flag(inbox, List.of(new Uid(1)), FlagEdit.add(Flags.of(Flags.SEEN)), null);
                tx.remove(inbox, List.of(new Uid(2)), Change.Cause.REMOVED);
            });
            box.cool();
            assertThat(uids(cold, inbox)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            assertThat(uids(appended, inbox)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
            assertThat(uids(cooled, inbox)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
            assertThat(cold.listing(inbox).at(0).flags()).isEqualTo(Flags.NONE);
            assertThat(box.view().listing(inbox).at(0).flags()).isEqualTo(Flags.of(Flags.SEEN));
            assertThat(uids(box.view(), inbox)).containsExactly(1, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        }
    }

    @Test
    void a_view_finds_the_summary_of_an_object_that_was_moved_meanwhile() {
        try (var store = Stores.open(folder)) {
            var box = store.create(ALICE);
            var inbox = Stores.inbox(box);
            var archive = Stores.folder(box, new FolderPath("Default"));
            var entry = Stores.deposit(box, inbox, Stores.message(1, 100), Deposit.PLAIN);
            var before = box.view();
            box.write(OWNER, tx -> tx.move(inbox, List.of(entry.uid()), archive));
            assertThat(before.object(new Placement(inbox, entry.uid()))
                            .summary()
                            .envelope()
                            .subject())
                    .isEqualTo("message 1");
            assertThat(before.locate(entry.object())).contains(new Placement(inbox, entry.uid()));
            assertThat(Stores.bytes(before, inbox, entry)).isEqualTo(Stores.message(1, 100));
            var seen = new ArrayList<Entry>();
            before.objects(inbox, Uid.FIRST, Uid.LAST, object -> seen.add(object.entry()));
            assertThat(seen).containsExactly(entry);
        }
    }

    @Test
    void an_object_that_was_read_before_is_found_where_it_is_now_and_not_when_it_is_gone() {
        try (var store = Stores.open(folder)) {
            var box = (EmbeddedBox) store.create(ALICE);
            var inbox = Stores.inbox(box);
            var archive = Stores.folder(box, new FolderPath("Default"));
            var entry = Stores.deposit(box, inbox, Stores.message(1, 100), Deposit.PLAIN);
            var other = Stores.deposit(box, inbox, Stores.message(2, 100), Deposit.PLAIN);
            box.cool();
            var first = new Placement(inbox, entry.uid());
            assertThat(box.view().object(first).summary())
                    .isSameAs(box.view().object(first).summary());
            assertThat(box.view().locate(entry.object())).contains(first);

            box.write(OWNER, tx -> tx.move(inbox, List.of(entry.uid()), archive));
            box.cool();
            var moved = box.view().locate(entry.object()).orElseThrow();
            assertThat(moved.folder()).isEqualTo(archive);
            assertThat(box.view().object(moved).summary().envelope().subject()).isEqualTo("message 1");
            assertThat(box.view().object(new Placement(inbox, other.uid())).summary())
                    .isNotEqualTo(box.view().object(moved).summary());

            box.write(OWNER, tx -> tx.remove(archive, List.of(moved.uid()), Change.Cause.REMOVED));
            assertThat(box.view().locate(entry.object())).isEmpty();
            box.cool();
            assertThat(box.view().locate(entry.object())).isEmpty();
            assertThat(box.view().locate(other.object())).contains(new Placement(inbox, other.uid()));
        }
    }

    @Test
    void a_box_that_nobody_holds_is_read_anew_and_one_that_is_held_stays_the_same() {
        try (var store = Stores.open(folder, Stores.FORGETFUL)) {
            var box = store.create(ALICE);
            assertThat(store.open(ALICE)).isSameAs(box);
            Stores.deposit(box, Stores.message(1, 100));
            assertThat(store.open(ALICE)).isSameAs(box);
            assertThat(uids(box.view(), Stores.inbox(box))).containsExactly(1);
        }
    }

    @Test
    void opening_a_box_and_depositing_reads_no_listing() {
        int count = 3000;
        try (var store = Stores.open(folder)) {
            var box = store.create(ALICE);
            var inbox = Stores.inbox(box);
            var drafts = new ArrayList<Draft>();
            for (int i = 0; i < count; i++) {
                drafts.add(draft(box, i));
            }
            box.write(OWNER, tx -> drafts.forEach(draft -> tx.deposit(inbox, draft, Deposit.PLAIN)));
        }
        try (var store = Stores.open(folder)) {
            var box = (EmbeddedBox) store.open(ALICE);
            var inbox = Stores.inbox(box);
            assertThat(box.view().folder(inbox).orElseThrow().count()).isEqualTo(count);
            Stores.deposit(box, Stores.message(count, 100));
            assertThat(box.durable().residentBytes(inbox)).isEqualTo(Entry.BYTES);
            assertThat(box.view().listing(inbox).count()).isEqualTo(count + 1);
            assertThat(box.durable().residentBytes(inbox)).isEqualTo((count + 1L) * Entry.BYTES);
            var subjects = new ArrayList<String>();
            box.view()
                    .objects(
                            inbox,
                            Uid.FIRST,
                            Uid.LAST,
                            object -> subjects.add(object.summary().envelope().subject()));
            assertThat(subjects).hasSize(count + 1).first().isEqualTo("message 0");
            assertThat(subjects.getLast()).isEqualTo("message " + count);
        }
    }

    private static Draft draft(MessageBox box, int number) {
        try {
            return box.draft(new ByteArrayInputStream(Stores.message(number, 100)), 10_000);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static List<Integer> uids(BoxView view, FolderId folder) {
        var uids = new ArrayList<Integer>();
        view.listing(folder).forEach(entry -> uids.add(entry.uid().bits()));
        return uids;
    }
}
