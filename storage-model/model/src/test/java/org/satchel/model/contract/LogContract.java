// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.satchel.model.Actor;
import org.satchel.model.Commit;
import org.satchel.model.Delta;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;

/// The change log.
interface LogContract extends Engine {
    @Test
    default void the_log_tells_every_commit_in_order(Stage stage) {
        var first = stage.box().changes().head();
        var commits = new ArrayList<Commit>();
        for (int i = 0; i < 25; i++) {
            var path = new FolderPath("f" + i);
            stage.clock().advance(Duration.ofMillis(1234));
            commits.add(stage.box().write(new Actor(Stage.BOX.text(), "session " + i), tx -> tx.createFolder(path)));
        }
        stage.reopen();
        assertThat(stage.commits(first)).isEqualTo(commits);
        assertThat(commits).extracting(commit -> commit.modSeq().number()).isSorted();
        assertThat(commits.getLast().modSeq().number()).isEqualTo(first.number() + 25);
        assertThat(commits.getLast().at()).isEqualTo(stage.clock().instant());
        assertThat(stage.box().changes().head()).isEqualTo(stage.view().modSeq());
        assertThat(Stage.commits(stage.box().changes().since(first, 7))).isEqualTo(commits.subList(0, 7));
        assertThat(stage.commits(commits.get(19).modSeq())).isEqualTo(commits.subList(20, 25));
        assertThat(stage.commits(commits.getLast().modSeq())).isEmpty();
        assertThat(stage.commits(new ModSeq(1_000_000))).isEmpty();
    }

    @Test
    default void the_first_commit_made_the_system_folders(Stage stage) {
        var commits = stage.commits(ModSeq.ZERO);
        assertThat(commits).hasSize(1);
        assertThat(commits.getFirst().changes()).hasSize(3);
        assertThat(commits.getFirst().modSeq()).isEqualTo(new ModSeq(1));
    }

    @Test
    default void positions_before_the_horizon_are_truncated(Stage stage) {
        for (int i = 0; i < 10; i++) {
            stage.create("f" + i);
        }
        var horizon = new ModSeq(6);
        var purge = stage.write(tx -> tx.purgeHistory(horizon));
        stage.reopen();
        assertThat(stage.view().oldest()).isEqualTo(horizon);
        assertThat(stage.box().changes().since(new ModSeq(5), 10)).isEqualTo(new Delta.Truncated(horizon));
        assertThat(stage.commits(horizon)).hasSize(6).endsWith(purge);
        assertThat(stage.write(tx -> tx.purgeHistory(new ModSeq(3))).isEmpty()).isTrue();
        assertThatThrownBy(() -> stage.write(tx -> tx.purgeHistory(new ModSeq(99))))
                .isInstanceOf(StoreFailure.Conflict.class);
        stage.write(tx -> tx.purgeHistory(purge.modSeq()));
        assertThat(stage.commits(purge.modSeq())).hasSize(1);
        assertThat(stage.view().folders()).hasSize(13);
    }

    @Test
    default void waiting_is_over_at_once_when_there_is_something(Stage stage) throws Exception {
        var before = stage.box().changes().head();
        var commit = stage.write(tx -> tx.createFolder(new FolderPath("f")));
        var delta = stage.box().changes().await(before, 10, Duration.ofSeconds(30));
        assertThat(Stage.commits(delta)).containsExactly(commit);
    }

    @Test
    default void waiting_for_nothing_ends_with_its_timeout(Stage stage) throws Exception {
        var head = stage.box().changes().head();
        long begin = System.nanoTime();
        var delta = stage.box().changes().await(head, 10, Duration.ofMillis(50));
        assertThat(Stage.commits(delta)).isEmpty();
        assertThat(System.nanoTime() - begin).isBetween(45_000_000L, 10_000_000_000L);
    }

    @Test
    default void a_waiting_reader_is_interrupted(Stage stage) throws Exception {
        var changes = stage.box().changes();
        var end = new CompletableFuture<Throwable>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                changes.await(changes.head(), 10, Duration.ofSeconds(30));
                end.complete(new AssertionError("not interrupted"));
            } catch (InterruptedException expected) {
                end.complete(expected);
            }
        });
        thread.interrupt();
        assertThat(end.get(120, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    default void thousands_of_waiting_readers_hear_of_a_commit(Stage stage) throws Exception {
        int readers = 2_000;
        var changes = stage.box().changes();
        var head = changes.head();
        var about = new CountDownLatch(readers);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Delta>> deltas = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                deltas.add(threads.submit(() -> {
                    about.countDown();
                    return changes.await(head, 10, Duration.ofSeconds(30));
                }));
            }
            assertThat(about.await(120, TimeUnit.SECONDS)).isTrue();
            var commit = stage.write(tx -> tx.createFolder(new FolderPath("f")));
            for (var delta : deltas) {
                assertThat(Stage.commits(delta.get(120, TimeUnit.SECONDS))).containsExactly(commit);
            }
        }
    }

    @Test
    default void what_is_announced_is_visible(Stage stage) throws Exception {
        var box = stage.box();
        int commits = 300;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reader = threads.submit(() -> {
                var position = box.changes().head();
                var last = new ModSeq(position.number() + commits);
                while (last.isAfter(position)) {
                    for (var commit : Stage.commits(box.changes().await(position, 50, Duration.ofSeconds(20)))) {
                        assertThat(commit.modSeq()).isEqualTo(position.next());
                        assertThat(box.view().modSeq()).isGreaterThanOrEqualTo(commit.modSeq());
                        position = commit.modSeq();
                    }
                }
                return position;
            });
            var head = box.changes().head();
            // the reader may begin at any time: it is given as many commits as it needs
            int written = 0;
            while (!reader.isDone()) {
                var path = new FolderPath("f" + written++);
                box.write(Stage.OWNER, tx -> tx.createFolder(path));
            }
            assertThat(reader.get(120, TimeUnit.SECONDS).number()).isGreaterThanOrEqualTo(head.number() + commits);
        }
    }

    /// The moment between the two is short: readers on threads of their own ask without pause for a while.
    @Test
    default void what_is_shown_is_told_and_what_is_told_is_shown(Stage stage) throws Exception {
        var inbox = stage.inbox().id();
        var uid = List.of(stage.deposit(inbox, "one").uid());
        var changes = stage.box().changes();
        var done = new AtomicBoolean();
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            var readers = new ArrayList<Future<ModSeq>>();
            for (int i = 0; i < 2; i++) {
                readers.add(threads.submit(() -> {
                    var position = changes.head();
                    while (!done.get()) {
                        var shown = stage.box().view().modSeq();
                        for (var commit : Stage.commits(changes.since(position, Integer.MAX_VALUE))) {
                            assertThat(changes.head()).isGreaterThanOrEqualTo(commit.modSeq());
                            assertThat(stage.box().view().modSeq()).isGreaterThanOrEqualTo(commit.modSeq());
                            position = commit.modSeq();
                        }
                        assertThat(position).isGreaterThanOrEqualTo(shown);
                    }
                    return position;
                }));
            }
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
            for (boolean seen = true; System.nanoTime() < end; seen = !seen) {
                var edit = seen ? FlagEdit.add(Flags.of(Flags.SEEN)) : FlagEdit.remove(Flags.of(Flags.SEEN));
                stage.write(tx -> tx.flag(inbox, uid, edit, null));
            }
            done.set(true);
            for (var reader : readers) {
                assertThat(reader.get(120, TimeUnit.SECONDS)).isGreaterThan(ModSeq.ZERO);
            }
        }
    }
}
