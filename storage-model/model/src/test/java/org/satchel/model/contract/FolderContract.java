// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.satchel.model.Change;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;
import org.satchel.model.state.BoxLimits;

/// The tree of folders.
interface FolderContract extends Engine {
    @Test
    default void a_new_box_has_its_system_folders(Stage stage) {
        assertThat(stage.view().folders())
                .extracting(folder -> folder.path().text())
                .containsExactly("Default", "INBOX", "RCSMessageStore");
        assertThat(stage.view().folders()).allMatch(Folder::system).allMatch(Folder::selectable);
        assertThat(stage.inbox().uidNext()).isEqualTo(Uid.FIRST);
    }

    @Test
    default void system_folders_can_be_neither_renamed_nor_removed(Stage stage) {
        for (var folder : stage.view().folders()) {
            assertThatThrownBy(() -> stage.write(tx -> tx.removeFolder(folder.id())))
                    .isInstanceOf(StoreFailure.Fixed.class);
            assertThatThrownBy(() -> stage.write(tx -> tx.removeTree(folder.id())))
                    .isInstanceOf(StoreFailure.Fixed.class);
            assertThatThrownBy(() -> stage.write(tx -> tx.renameFolder(folder.id(), new FolderPath("Elsewhere"))))
                    .isInstanceOf(StoreFailure.Fixed.class);
        }
        assertThat(stage.view().folders()).hasSize(3);
    }

    @Test
    default void folders_below_inbox_are_ordinary(Stage stage) {
        var folder = stage.create("inbox/Bills");
        assertThat(folder.path()).isEqualTo(new FolderPath("INBOX/Bills"));
        stage.write(tx -> tx.renameFolder(folder.id(), new FolderPath("INBOX/Paid")));
        stage.write(tx -> tx.removeFolder(folder.id()));
        assertThat(stage.has("INBOX/Paid")).isFalse();
    }

    @Test
    default void creating_a_folder_makes_its_missing_parents(Stage stage) {
        var folder = stage.create("Trips/2026/Holiday");
        stage.reopen();
        assertThat(stage.folder("Trips/2026/Holiday")).isEqualTo(folder);
        assertThat(List.of(stage.folder("Trips"), stage.folder("Trips/2026")))
                .allMatch(Folder::selectable)
                .noneMatch(Folder::system);
    }

    @Test
    default void a_folder_that_is_there_is_not_created_again(Stage stage) {
        stage.create("Trips");
        var before = stage.view().modSeq();
        assertThatThrownBy(() -> stage.create("Trips")).isInstanceOf(StoreFailure.AlreadyExists.class);
        assertThat(stage.view().modSeq()).isEqualTo(before);
    }

    @Test
    default void a_folder_created_again_has_another_id_and_a_larger_uidvalidity(Stage stage) {
        var first = stage.create("Trips");
        stage.deposit(first.id(), "lost");
        stage.write(tx -> tx.removeFolder(first.id()));
        stage.reopen();
        var second = stage.create("Trips");
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.uidValidity()).isGreaterThan(first.uidValidity());
        assertThat(second.count()).isZero();
        assertThatThrownBy(() -> stage.view().listing(first.id())).isInstanceOf(StoreFailure.NotFound.class);
    }

    @Test
    default void uidvalidity_begins_with_the_seconds_of_the_clock(Stage stage) {
        assertThat(stage.inbox().uidValidity())
                .isBetween((int) stage.clock().instant().getEpochSecond(), (int)
                        (stage.clock().instant().getEpochSecond() + 3));
    }

    @Test
    default void renaming_takes_the_subtree_along_and_keeps_ids_and_uids(Stage stage) {
        var trips = stage.create("Trips");
        var holiday = stage.create("Trips/2026/Holiday");
        stage.create("Trips-more");
        var entry = stage.deposit(holiday.id(), "beach");
        var commit = stage.write(tx -> tx.renameFolder(trips.id(), new FolderPath("RCSMessageStore/Old/Trips")));
        stage.reopen();
        assertThat(commit.changes())
                .filteredOn(Change.FolderRenamed.class::isInstance)
                .hasSize(3);
        assertThat(stage.has("Trips")).isFalse();
        assertThat(stage.has("Trips-more")).isTrue();
        assertThat(stage.has("RCSMessageStore/Old")).isTrue();
        var moved = stage.folder("RCSMessageStore/Old/Trips/2026/Holiday");
        assertThat(moved.id()).isEqualTo(holiday.id());
        assertThat(moved.uidValidity()).isEqualTo(holiday.uidValidity());
        assertThat(stage.entries(moved.id())).containsExactly(entry);
    }

    @Test
    default void renaming_refuses_places_that_are_taken_or_within(Stage stage) {
        var trips = stage.create("Trips");
        stage.create("Other");
        var before = BoxPicture.of(stage.view());
        assertThatThrownBy(() -> stage.write(tx -> tx.renameFolder(trips.id(), new FolderPath("Other"))))
                .isInstanceOf(StoreFailure.AlreadyExists.class);
        assertThatThrownBy(() -> stage.write(tx -> tx.renameFolder(trips.id(), new FolderPath("Trips"))))
                .isInstanceOf(StoreFailure.AlreadyExists.class);
        assertThatThrownBy(() -> stage.write(tx -> tx.renameFolder(trips.id(), new FolderPath("Trips/In/It"))))
                .isInstanceOf(StoreFailure.Fixed.class);
        assertThat(BoxPicture.of(stage.view())).isEqualTo(before);
    }

    @Test
    default void renaming_too_deep_changes_nothing(Stage stage) {
        var deep = stage.create("a/b/c/d/e/f/g/h");
        var top = stage.folder("a");
        var before = BoxPicture.of(stage.view());
        assertThatThrownBy(() -> stage.write(tx -> tx.renameFolder(top.id(), new FolderPath("1/2/3/4/5/6/7/8/9/a"))))
                .isInstanceOf(StoreFailure.TooMany.class);
        assertThatThrownBy(() -> stage.create("a/b/c/d/e/f/g/h/i")).isInstanceOf(StoreFailure.TooMany.class);
        assertThat(BoxPicture.of(stage.view())).isEqualTo(before);
        assertThat(stage.view().folder(deep.id())).isPresent();
    }

    @Test
    default void removing_a_folder_with_children_leaves_a_node(Stage stage) {
        var trips = stage.create("Trips");
        stage.create("Trips/2026");
        var entry = stage.deposit(trips.id(), "lost");
        var commit = stage.write(tx -> tx.removeFolder(trips.id()));
        stage.reopen();
        assertThat(commit.changes())
                .containsExactly(
                        new Change.ObjectRemoved(trips.id(), entry, Change.Cause.REMOVED),
                        new Change.FolderRemoved(trips.id(), trips.path(), true));
        var node = stage.folder("Trips");
        assertThat(node.selectable()).isFalse();
        assertThat(node.count()).isZero();
        assertThat(node.bytes()).isZero();
        assertThatThrownBy(() -> stage.view().payload(new Placement(trips.id(), entry.uid())))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThatThrownBy(() -> stage.deposit(node.id(), "refused")).isInstanceOf(StoreFailure.NotFound.class);
        assertThatThrownBy(() -> stage.write(tx -> tx.removeFolder(node.id())))
                .isInstanceOf(StoreFailure.Conflict.class);
    }

    @Test
    default void a_node_can_become_a_folder_again(Stage stage) {
        var trips = stage.create("Trips");
        stage.create("Trips/2026");
        stage.write(tx -> tx.removeFolder(trips.id()));
        var commit = stage.write(tx -> tx.createFolder(trips.path()));
        var again = stage.folder("Trips");
        stage.reopen();
        assertThat(stage.folder("Trips")).isEqualTo(again);
        assertThat(commit.changes())
                .as("who knows it by its id is told that the node is gone")
                .containsExactly(
                        new Change.FolderRemoved(trips.id(), trips.path(), false),
                        new Change.FolderCreated(again.id(), again.path(), again.uidValidity(), false));
        assertThat(again.selectable()).isTrue();
        assertThat(again.uidValidity()).isGreaterThan(trips.uidValidity());
        assertThat(stage.has("Trips/2026")).isTrue();
    }

    @Test
    default void a_node_goes_with_its_last_child(Stage stage) {
        var top = stage.create("a");
        var middle = stage.create("a/b");
        var leaf = stage.create("a/b/c");
        stage.write(tx -> tx.removeFolder(top.id()));
        stage.write(tx -> tx.removeFolder(middle.id()));
        assertThat(stage.folder("a/b").selectable()).isFalse();
        stage.write(tx -> tx.removeFolder(leaf.id()));
        stage.reopen();
        assertThat(stage.view().folders()).hasSize(3);
    }

    @Test
    default void a_node_goes_when_its_last_child_moves_away(Stage stage) {
        var top = stage.create("a");
        var leaf = stage.create("a/b");
        stage.write(tx -> tx.removeFolder(top.id()));
        stage.write(tx -> tx.renameFolder(leaf.id(), new FolderPath("c")));
        stage.reopen();
        assertThat(stage.has("a")).isFalse();
        assertThat(stage.folder("c").id()).isEqualTo(leaf.id());
    }

    @Test
    default void removing_a_tree_removes_every_object_in_it(Stage stage) {
        var trips = stage.create("Trips");
        var holiday = stage.create("Trips/2026/Holiday");
        stage.deposit(trips.id(), "one");
        stage.deposit(holiday.id(), "two");
        var commit = stage.write(tx -> tx.removeTree(trips.id()));
        stage.reopen();
        assertThat(commit.changes())
                .filteredOn(Change.ObjectRemoved.class::isInstance)
                .hasSize(2);
        assertThat(stage.view().folders()).hasSize(3);
        assertThat(stage.view().usage().objects()).isZero();
        assertThat(stage.view().usage().bytes()).isZero();
    }

    @Test
    default void subscriptions_are_kept_apart_from_folders(Stage stage) {
        var trips = stage.create("Trips");
        stage.write(tx -> {
            tx.subscribe(trips.path(), true);
            tx.subscribe(new FolderPath("Nowhere"), true);
            tx.removeFolder(trips.id());
        });
        stage.reopen();
        assertThat(stage.view().subscriptions()).containsExactlyInAnyOrder(trips.path(), new FolderPath("Nowhere"));
        var again = stage.write(tx -> tx.subscribe(trips.path(), true));
        assertThat(again.isEmpty()).isTrue();
        stage.write(tx -> tx.subscribe(trips.path(), false));
        assertThat(stage.view().subscriptions()).containsExactly(new FolderPath("Nowhere"));
    }

    @Test
    default void a_box_has_no_more_folders_than_its_limit(Stage stage) {
        stage.restart(settings -> settings.withLimits(new BoxLimits(5, 8, 2, 2, 100, 2, 4, 100)));
        stage.create("four/five");
        assertThatThrownBy(() -> stage.create("six")).isInstanceOf(StoreFailure.TooLarge.class);
        assertThatThrownBy(() -> stage.write(tx -> {
                    for (int i = 0; i < 3; i++) {
                        tx.subscribe(new FolderPath("s" + i), true);
                    }
                }))
                .isInstanceOf(StoreFailure.TooLarge.class);
        assertThat(stage.view().folders()).hasSize(5);
        assertThat(stage.view().subscriptions()).isEmpty();
    }

    @Test
    default void a_folder_changes_when_anything_in_it_does(Stage stage) {
        var inbox = stage.inbox();
        var other = stage.folder("Default");
        stage.deposit(inbox.id(), "one");
        assertThat(stage.inbox().changed()).isEqualTo(stage.view().modSeq());
        assertThat(stage.folder("Default")).isEqualTo(other);
    }
}
