// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.satchel.embedded.Stores.ALICE;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.model.Actor;
import org.satchel.model.Change;
import org.satchel.model.Delta;
import org.satchel.model.ModSeq;
import org.satchel.model.Uid;
import org.satchel.model.contract.BoxPicture;
import org.satchel.model.contract.NoContents;
import org.satchel.model.state.BoxState;

/// A backup is a store of its own, of one moment, taken while the first one is written to.
@Timeout(300)
class BackupTest {
    @TempDir
    Path folder;

    @Test
    void a_backup_taken_under_load_opens_as_a_store_with_all_its_payloads()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        var copy = folder.resolve("backups/first");
        ModSeq before;
        ModSeq after;
        try (var store = Stores.open(folder.resolve("store"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var box = store.create(ALICE);
            var done = new AtomicBoolean();
            var writing = threads.submit(() -> {
                for (int i = 0; !done.get(); i++) {
                    var entry = Stores.deposit(box, Stores.message(i, i % 3 == 0 ? 60_000 : 300));
                    if (i % 5 == 0) {
                        box.write(
                                Actor.owner(ALICE),
                                tx -> tx.remove(Stores.inbox(box), List.of(entry.uid()), Change.Cause.REMOVED));
                        store.sweep();
                    }
                }
                return null;
            });
            try {
                box.changes().await(new ModSeq(50), 1, Duration.ofSeconds(30));
                before = box.view().modSeq();
                store.backup(copy);
                after = box.view().modSeq();
            } finally {
                done.set(true);
            }
            writing.get(120, TimeUnit.SECONDS);
            assertThatThrownBy(() -> store.backup(copy)).isInstanceOf(FileAlreadyExistsException.class);
        }
        try (var store = Stores.open(copy)) {
            var box = store.open(ALICE);
            assertThat(box.view().modSeq()).isBetween(before, after);
            var state = BoxState.empty(ALICE);
            for (var commit : ((Delta.Commits) box.changes().since(ModSeq.ZERO, 100_000)).commits()) {
                state = state.apply(commit, NoContents.NONE);
            }
            assertThat(BoxPicture.of(box.view())).isEqualTo(BoxPicture.of(state.view(NoContents.NONE)));
            var inbox = Stores.inbox(box);
            var view = box.view();
            view.objects(inbox, Uid.FIRST, Uid.LAST, object -> {
                var subject = String.valueOf(object.summary().envelope().subject());
                int number = Integer.parseInt(subject.substring("message ".length()));
                assertThat(Stores.bytes(view, inbox, object.entry()))
                        .isEqualTo(Stores.message(number, number % 3 == 0 ? 60_000 : 300));
            });
            Stores.deposit(box, Stores.message(0, 100));
        }
    }
}
