// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.satchel.model.Commit;
import org.satchel.model.Deposit;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.ModSeq;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;

/// Many writers and readers at once.
interface ConcurrencyContract extends Engine {
    int WRITERS = 8;
    int WRITES = 60;

    /// Every write puts one object into each of two folders and flags all of
    /// the first: a reader that sees half a commit sees it by the counts.
    @Test
    default void readers_see_only_whole_commits(Stage stage) throws Exception {
        var left = stage.create("left").id();
        var right = stage.create("right").id();
        var start = stage.view().modSeq();
        var box = stage.box();
        var done = new AtomicBoolean();
        // readers that never wait would keep virtual writers off their carriers: they get threads of their own
        try (var lookers =
                        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 2; i++) {
                readers.add(lookers.submit(() -> {
                    int looks = 0;
                    var last = ModSeq.ZERO;
                    do {
                        var view = box.view();
                        assertThat(view.modSeq()).isGreaterThanOrEqualTo(last);
                        last = view.modSeq();
                        assertThat(view.listing(left).count())
                                .isEqualTo(view.listing(right).count());
                        assertThat(view.folder(left).orElseThrow().unseen()).isZero();
                        assertThat(view.usage().objects())
                                .isEqualTo(2L * view.listing(left).count());
                        assertThat(last.number() - start.number())
                                .isEqualTo(view.listing(left).count());
                        looks++;
                    } while (!done.get());
                    return looks;
                }));
            }
            var writers = new ArrayList<Future<List<Commit>>>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(threads.submit(() -> {
                    var commits = new ArrayList<Commit>();
                    for (int j = 0; j < WRITES; j++) {
                        try (var one = stage.draft(SampleMessages.mail("l" + writer, "text"));
                                var two = stage.draft(SampleMessages.mail("r" + writer, "text"))) {
                            commits.add(box.write(Stage.OWNER, tx -> {
                                var entry = tx.deposit(left, one, Deposit.PLAIN);
                                tx.deposit(right, two, Deposit.PLAIN);
                                tx.flag(left, List.of(entry.uid()), FlagEdit.add(Flags.of(Flags.SEEN)), null);
                            }));
                        }
                    }
                    return commits;
                }));
            }
            var written = new ArrayList<Commit>();
            try {
                for (var writer : writers) {
                    var commits = writer.get(120, TimeUnit.SECONDS);
                    assertThat(commits)
                            .extracting(commit -> commit.modSeq().number())
                            .isSorted();
                    written.addAll(commits);
                }
            } finally {
                done.set(true);
            }
            for (var reader : readers) {
                assertThat(reader.get(120, TimeUnit.SECONDS)).isPositive();
            }
            stage.reopen();
            written.sort((a, b) -> a.modSeq().compareTo(b.modSeq()));
            assertThat(stage.commits(start)).isEqualTo(written);
            assertThat(stage.folder("left").count()).isEqualTo(WRITERS * WRITES);
        }
    }

    @Test
    default void of_many_deposits_with_one_key_one_wins(Stage stage) throws Exception {
        var inbox = stage.inbox().id();
        var how = new Deposit(Flags.NONE, null, "same");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var deposits = new ArrayList<Future<Long>>();
            for (int i = 0; i < 32; i++) {
                var bytes = SampleMessages.mail("copy " + i, "text");
                deposits.add(threads.submit(
                        () -> stage.deposit(inbox, bytes, how).object().number()));
            }
            Set<Long> objects = new HashSet<>();
            for (var deposit : deposits) {
                objects.add(deposit.get(120, TimeUnit.SECONDS));
            }
            stage.reopen();
            assertThat(objects).hasSize(1);
            assertThat(stage.inbox().count()).isEqualTo(1);
        }
    }

    @Test
    default void of_many_that_create_a_folder_one_wins(Stage stage) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var creations = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 16; i++) {
                creations.add(threads.submit(() -> {
                    try {
                        stage.write(tx -> tx.createFolder(new FolderPath("Trips")));
                        return true;
                    } catch (StoreFailure.AlreadyExists lost) {
                        return false;
                    }
                }));
            }
            int won = 0;
            for (var creation : creations) {
                won += creation.get(120, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
    }

    @Test
    default void payloads_can_be_read_while_others_write(Stage stage) throws Exception {
        var inbox = stage.inbox().id();
        var bytes = SampleMessages.picture(200_000, 9);
        var entry = stage.deposit(inbox, bytes, Deposit.PLAIN);
        var box = stage.box();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reads = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 8; i++) {
                reads.add(threads.submit(() -> {
                    for (int j = 0; j < 10; j++) {
                        var payload = box.view().payload(new Placement(inbox, entry.uid()));
                        assertThat(Stage.bytes(payload)).isEqualTo(bytes);
                    }
                    return true;
                }));
            }
            for (int i = 0; i < 50; i++) {
                stage.deposit(inbox, "more " + i);
            }
            for (var read : reads) {
                assertThat(read.get(120, TimeUnit.SECONDS)).isTrue();
            }
        }
    }
}
