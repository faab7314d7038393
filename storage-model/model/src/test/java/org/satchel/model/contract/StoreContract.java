// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.satchel.model.BoxId;
import org.satchel.model.FolderPath;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;

/// Boxes of a store.
interface StoreContract extends Engine {
    @Test
    default void boxes_are_created_found_and_listed_in_order(Stage stage) {
        var ids = List.of(new BoxId("sip:a@example.net"), new BoxId("tel:+15550100000"), new BoxId("tel:+15550100002"));
        ids.reversed().forEach(id -> stage.store().create(id));
        stage.reopen();
        var store = stage.store();
        assertThat(store.boxes(null, 10)).containsExactly(ids.get(0), ids.get(1), Stage.BOX, ids.get(2));
        assertThat(store.boxes(null, 2)).containsExactly(ids.get(0), ids.get(1));
        assertThat(store.boxes(ids.get(1), 2)).containsExactly(Stage.BOX, ids.get(2));
        assertThat(store.boxes(new BoxId("tel:+15550100001x"), 2)).containsExactly(ids.get(2));
        assertThat(store.find(ids.get(0)).orElseThrow().id()).isEqualTo(ids.get(0));
        assertThat(store.find(new BoxId("nobody"))).isEmpty();
        assertThatThrownBy(() -> store.open(new BoxId("nobody"))).isInstanceOf(StoreFailure.NotFound.class);
        assertThatThrownBy(() -> store.create(Stage.BOX)).isInstanceOf(StoreFailure.AlreadyExists.class);
    }

    @Test
    default void boxes_know_nothing_of_each_other(Stage stage) {
        var other = stage.store().create(new BoxId("tel:+15550100002"));
        var entry = stage.deposit(stage.inbox().id(), "mine");
        assertThat(other.view().locate(entry.object())).isEmpty();
        assertThat(other.view().usage().objects()).isZero();
        assertThat(other.view().listing(stage.inbox().id()).count()).isZero();
    }

    @Test
    default void an_erased_box_is_gone_and_another_can_take_its_name(Stage stage) {
        var inbox = stage.inbox();
        var entry = stage.deposit(inbox.id(), "lost");
        var view = stage.view();
        var box = stage.box();
        stage.store().erase(Stage.BOX);
        assertThat(stage.store().find(Stage.BOX)).isEmpty();
        assertThatThrownBy(box::view).isInstanceOf(StoreFailure.NotFound.class);
        assertThatThrownBy(() -> box.write(Stage.OWNER, tx -> tx.subscribe(inbox.path(), true)))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThatThrownBy(() -> Stage.bytes(view.payload(new Placement(inbox.id(), entry.uid()))))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThatThrownBy(() -> stage.store().erase(Stage.BOX)).isInstanceOf(StoreFailure.NotFound.class);
        stage.store().create(Stage.BOX);
        stage.reopen();
        assertThat(stage.inbox().count()).isZero();
        assertThat(stage.view().locate(entry.object())).isEmpty();
        assertThat(stage.view().modSeq().number()).isEqualTo(1);
    }

    @Test
    default void a_write_within_a_write_is_a_mistake(Stage stage) {
        assertThatThrownBy(() -> stage.write(tx -> stage.create("inner"))).isInstanceOf(IllegalStateException.class);
        assertThat(stage.has("inner")).isFalse();
    }

    @Test
    default void a_closed_store_refuses(Stage stage) {
        var box = stage.box();
        var store = stage.store();
        store.close();
        assertThatThrownBy(() -> store.find(Stage.BOX)).isInstanceOf(StoreFailure.Unavailable.class);
        assertThatThrownBy(() -> box.write(Stage.OWNER, tx -> tx.createFolder(new FolderPath("late"))))
                .isInstanceOf(StoreFailure.Unavailable.class);
    }
}
