// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.satchel.model.Commit;
import org.satchel.model.Deposit;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.PendingCommit;
import org.satchel.model.StoreFailure;

/// Writes that are begun before earlier ones are durable.
interface PendingContract extends Engine {
    int WRITES = 300;

    @Test
    default void each_builds_on_the_one_before(Stage stage) {
        var inbox = stage.inbox().id();
        var entry = stage.deposit(inbox, "one");
        var start = stage.view().modSeq();
        var pending = new ArrayList<PendingCommit>();
        for (int i = 0; i < WRITES; i++) {
            var edit = i % 2 == 0 ? FlagEdit.add(Flags.of(Flags.SEEN)) : FlagEdit.remove(Flags.of(Flags.SEEN));
            pending.add(stage.box().begin(Stage.OWNER, tx -> tx.flag(inbox, List.of(entry.uid()), edit, null)));
        }
        var commits = new ArrayList<Commit>();
        pending.reversed().forEach(one -> commits.addFirst(one.await()));
        for (int i = 0; i < WRITES; i++) {
            assertThat(commits.get(i).modSeq().number()).isEqualTo(start.number() + 1 + i);
            assertThat(commits.get(i).changes()).hasSize(1);
        }
        assertThat(pending.getFirst().await()).isEqualTo(commits.getFirst());
        stage.reopen();
        assertThat(stage.commits(start)).isEqualTo(commits);
    }

    @Test
    default void what_was_waited_for_is_seen_with_all_before_it(Stage stage) throws Exception {
        var inbox = stage.inbox().id();
        for (int i = 1; i <= 50; i++) {
            try (var first = stage.draft(SampleMessages.mail("first " + i, "text"));
                    var second = stage.draft(SampleMessages.mail("second " + i, "text"))) {
                var before = stage.box().begin(Stage.OWNER, tx -> tx.deposit(inbox, first, Deposit.PLAIN));
                stage.box()
                        .begin(Stage.OWNER, tx -> tx.deposit(inbox, second, Deposit.PLAIN))
                        .await();
                assertThat(stage.inbox().count()).isEqualTo(2 * i);
                assertThat(before.await().changes()).hasSize(1);
            }
        }
    }

    @Test
    default void a_refusal_is_heard_in_its_turn_and_changes_nothing(Stage stage) {
        var path = new FolderPath("Trips");
        var made = stage.box().begin(Stage.OWNER, tx -> tx.createFolder(path));
        var refused = stage.box().begin(Stage.OWNER, tx -> tx.createFolder(path));
        var other = stage.box().begin(Stage.OWNER, tx -> tx.createFolder(new FolderPath("Cats")));
        assertThatThrownBy(refused::await).isInstanceOf(StoreFailure.AlreadyExists.class);
        assertThat(made.await().changes()).hasSize(1);
        assertThat(other.await().modSeq()).isEqualTo(made.await().modSeq().next());
    }

    @Test
    default void what_nobody_waits_for_lands_too(Stage stage) {
        var path = new FolderPath("Trips");
        var _ = stage.box().begin(Stage.OWNER, tx -> tx.createFolder(path));
        stage.reopen();
        assertThat(stage.view().folder(path)).isPresent();
    }
}
