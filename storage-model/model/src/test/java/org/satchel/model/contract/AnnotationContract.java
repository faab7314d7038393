// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.satchel.model.Annotation;
import org.satchel.model.FolderPath;
import org.satchel.model.StoreFailure;
import org.satchel.model.state.BoxLimits;

/// Annotations of folders and of the box.
interface AnnotationContract extends Engine {
    @Test
    default void annotations_are_set_replaced_and_removed(Stage stage) {
        var inbox = stage.inbox().id();
        var owner = Stage.BOX.text();
        stage.write(tx -> {
            tx.annotate(inbox, "/private/comment", owner, "mine");
            tx.annotate(inbox, "/shared/comment", "", "ours");
            tx.annotate(null, "/shared/admin", "", "mailto:root@example.net");
        });
        stage.write(tx -> tx.annotate(inbox, "/SHARED/Comment", "", "theirs"));
        stage.reopen();
        assertThat(stage.view().annotations(Optional.of(inbox)))
                .containsExactlyInAnyOrder(
                        new Annotation(inbox, "/private/comment", owner, "mine"),
                        new Annotation(inbox, "/SHARED/Comment", "", "theirs"));
        assertThat(stage.view().annotations(Optional.empty()))
                .containsExactly(new Annotation(null, "/shared/admin", "", "mailto:root@example.net"));
        stage.write(tx -> {
            tx.annotate(inbox, "/shared/comment", "", null);
            tx.annotate(inbox, "/shared/never", "", null);
        });
        stage.reopen();
        assertThat(stage.view().annotations(Optional.of(inbox))).hasSize(1);
    }

    @Test
    default void an_equal_annotation_changes_nothing(Stage stage) {
        var inbox = stage.inbox().id();
        stage.write(tx -> tx.annotate(inbox, "/shared/comment", "", "ours"));
        assertThat(stage.write(tx -> tx.annotate(inbox, "/shared/comment", "", "ours"))
                        .isEmpty())
                .isTrue();
    }

    @Test
    default void annotations_go_with_their_folder_and_stay_through_a_rename(Stage stage) {
        var folder = stage.create("Trips");
        stage.write(tx -> tx.annotate(folder.id(), "/shared/comment", "", "ours"));
        stage.write(tx -> tx.renameFolder(folder.id(), new FolderPath("Journeys")));
        stage.reopen();
        assertThat(stage.view().annotations(Optional.of(folder.id()))).hasSize(1);
        stage.write(tx -> tx.removeFolder(folder.id()));
        stage.reopen();
        assertThat(stage.view().annotations(Optional.of(folder.id()))).isEmpty();
    }

    @Test
    default void annotations_have_limits(Stage stage) {
        stage.restart(settings -> settings.withLimits(new BoxLimits(5, 8, 2, 2, 100, 2, 2, 100)));
        var inbox = stage.inbox().id();
        assertThatThrownBy(() -> stage.write(tx -> tx.annotate(inbox, "/shared/comment", "", "x".repeat(101))))
                .isInstanceOf(StoreFailure.TooLarge.class);
        stage.write(tx -> {
            tx.annotate(inbox, "/shared/a", "", "x".repeat(100));
            tx.annotate(inbox, "/shared/b", "", "x");
        });
        assertThatThrownBy(() -> stage.write(tx -> tx.annotate(inbox, "/shared/c", "", "x")))
                .isInstanceOf(StoreFailure.TooLarge.class);
        stage.write(tx -> tx.annotate(inbox, "/shared/b", "", "y"));
        assertThat(stage.view().annotations(Optional.of(inbox))).hasSize(2);
    }
}
