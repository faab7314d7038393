// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.satchel.model.FolderPath;
import org.satchel.model.StoreFailure;

/// What may be done with the folders where conversations are recorded.
// CPM-MSG §4.1
interface ConversationContract extends Engine {
    @Test
    default void below_default_there_are_conversations_and_sessions_only(Stage stage) {
        for (var name : List.of("tel:+15550100042", "sip:bot7@chat.example.net", "anonymous", "7b1c/7b1c", "a%2Fb")) {
            stage.create("Default/" + name);
        }
        var before = BoxPicture.of(stage.view());
        for (var name : List.of(
                "Holiday 2026",
                "tel:+1-555-0100042",
                "TEL:+15550100043",
                "tel:nobody",
                "sip:bot7@CHAT.example.net",
                "tel:+15550100042/session",
                "7b1c/two words",
                "7b1c/7b1c/deeper",
                "Ünal")) {
            assertThatThrownBy(() -> stage.create("Default/" + name))
                    .as(name)
                    .isInstanceOf(StoreFailure.NotPermitted.class)
                    .isNotInstanceOf(StoreFailure.Fixed.class);
        }
        var trip = stage.create("RCSMessageStore/Holiday 2026");
        assertThatThrownBy(() -> stage.write(tx -> tx.renameFolder(trip.id(), new FolderPath("Default/Holiday 2026"))))
                .isInstanceOf(StoreFailure.NotPermitted.class);
        stage.write(tx -> tx.removeFolder(trip.id()));
        assertThat(BoxPicture.of(stage.view()).folders()).isEqualTo(before.folders());
    }

    @Test
    default void objects_of_a_conversation_are_copied_out_but_not_moved(Stage stage) {
        var kept = stage.create("RCSMessageStore/kept");
        var session = stage.create("Default/7b1c/8c2d");
        var other = stage.create("Default/tel:+15550100042");
        var entry = stage.deposit(session.id(), "recorded");
        for (var target : List.of(kept, other, stage.folder("Default/7b1c"), stage.inbox())) {
            assertThatThrownBy(() -> stage.write(tx -> tx.move(session.id(), List.of(entry.uid()), target.id())))
                    .isInstanceOf(StoreFailure.NotPermitted.class);
        }
        stage.write(tx -> tx.copy(session.id(), List.of(entry.uid()), kept.id()));
        assertThat(stage.entries(kept.id())).hasSize(1);
        assertThat(stage.entries(session.id())).containsExactly(entry);
        stage.write(tx ->
                tx.move(kept.id(), List.of(stage.entries(kept.id()).getFirst().uid()), session.id()));
        assertThat(stage.entries(session.id())).hasSize(2);
    }

    @Test
    default void a_session_stays_in_its_conversation(Stage stage) {
        var session = stage.create("Default/7b1c/8c2d");
        var conversation = stage.folder("Default/7b1c");
        stage.create("Default/other");
        for (var target : List.of("RCSMessageStore/8c2d", "8c2d", "Default/8c2d", "Default/other/8c2d")) {
            assertThatThrownBy(() -> stage.write(tx -> tx.renameFolder(session.id(), new FolderPath(target))))
                    .as(target)
                    .isInstanceOf(StoreFailure.NotPermitted.class);
        }
        var plain = stage.create("Default/plain");
        assertThatThrownBy(() -> stage.write(tx -> tx.renameFolder(plain.id(), new FolderPath("Default/7b1c/plain"))))
                .isInstanceOf(StoreFailure.NotPermitted.class);
        stage.write(tx -> tx.renameFolder(conversation.id(), new FolderPath("RCSMessageStore/7b1c")));
        assertThat(stage.folder("RCSMessageStore/7b1c/8c2d").id()).isEqualTo(session.id());
        assertThat(stage.has("Default/7b1c")).isFalse();
        stage.write(tx -> tx.renameFolder(conversation.id(), new FolderPath("Default/7b1c")));
        assertThat(stage.folder("Default/7b1c/8c2d").id()).isEqualTo(session.id());
    }

    @Test
    default void a_kept_conversation_is_recorded_anew(Stage stage) {
        var first = stage.create("Default/tel:+15550100042");
        stage.deposit(first.id(), "kept");
        stage.write(tx -> tx.renameFolder(first.id(), new FolderPath("RCSMessageStore/tel:+15550100042")));
        var second = stage.create("Default/tel:+15550100042");
        stage.deposit(second.id(), "new");
        stage.reopen();
        assertThat(second.uidValidity()).isGreaterThan(first.uidValidity());
        assertThat(stage.folder("RCSMessageStore/tel:+15550100042").count()).isEqualTo(1);
        assertThat(stage.folder("Default/tel:+15550100042").count()).isEqualTo(1);
    }
}
