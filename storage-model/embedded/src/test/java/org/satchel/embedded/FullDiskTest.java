// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.satchel.embedded.Stores.ALICE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.model.Actor;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.Delta;
import org.satchel.model.MessageBox;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;
import org.satchel.model.contract.BoxPicture;
import org.satchel.model.contract.NoContents;
import org.satchel.model.state.BoxState;

/// A real file system of a few megabytes is filled to its last byte, and given space again. Mounting it takes
/// root.
@Timeout(600)
class FullDiskTest {
    private static final int DISK_MEBIBYTES = 96;
    /// More than a fast disk can fill between two looks at it, and four write buffers besides.
    private static final long RESERVE_BYTES = 32 << 20;

    private static final int BALLAST_BYTES = 32 << 20;
    private static final Duration RECOVERY_MAX = Duration.ofMinutes(2);

    @TempDir
    Path mountPoint;

    private Path folder;
    private Path ballast;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEBIBYTES + "m", "tmpfs", mountPoint.toString()))
                .as("mounting takes root")
                .isZero();
        folder = mountPoint.resolve("store");
        ballast = mountPoint.resolve("ballast");
        Files.write(ballast, new byte[BALLAST_BYTES]);
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        // Lazily: the native library that is loaded may lie there.
        run("umount", "-l", mountPoint.toString());
    }

    @Test
    void a_disk_that_refuses_a_write_is_survived_and_used_again_when_it_has_space()
            throws IOException, InterruptedException {
        var store = open(0);
        try (store) {
            assertThat(store.obstacle()).isEmpty();
            var box = store.create(ALICE);
            int written = fill(box);
            var full = box.view();
            assertThat(store.obstacle()).hasValue("the disk is full");
            checkReads(full, written);
            assertThatThrownBy(() -> Stores.deposit(box, Stores.message(0, 20_000)))
                    .isInstanceOf(StoreFailure.DiskFull.class);
            assertThat(BoxPicture.of(box.view())).isEqualTo(BoxPicture.of(full));
            Files.delete(ballast);
            awaitNoObstacle(store);
            awaitRecovery(box, written);
            assertThat(box.view().modSeq()).isEqualTo(full.modSeq().next());
        }
        assertThat(store.obstacle()).hasValue("the store takes no more writes");
        try (var again = open(0)) {
            checkLog(again.open(ALICE));
        }
    }

    @Test
    void many_writers_all_hear_of_it_and_what_was_acknowledged_stays() throws IOException, InterruptedException {
        int acknowledged = 0;
        try (var store = open(0)) {
            var box = store.create(ALICE);
            var writers = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 8; i++) {
                writers.add(() -> fill(box));
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Integer> writer : threads.invokeAll(writers, 60, TimeUnit.SECONDS)) {
                    acknowledged += writer.resultNow();
                }
            }
            assertThat(box.view().modSeq().number()).isEqualTo(acknowledged + 1L);
            Files.delete(ballast);
            awaitRecovery(box, acknowledged);
        }
        try (var store = open(0)) {
            var box = store.open(ALICE);
            assertThat(box.view().folder(Stores.inbox(box)).orElseThrow().count())
                    .isEqualTo(acknowledged + 1);
            checkLog(box);
        }
    }

    @Test
    void with_a_reserve_a_full_disk_still_takes_removals_and_is_left_by_deleting() throws IOException {
        try (var store = open(RESERVE_BYTES)) {
            var box = store.create(ALICE);
            int written = fill(box);
            var inbox = Stores.inbox(box);
            checkReads(box.view(), written);
            assertThat(store.obstacle()).hasValue("the disk is full");
            box.write(Actor.owner(ALICE), tx -> tx.remove(inbox, List.of(new Uid(1)), Change.Cause.REMOVED));
            assertThat(box.view().folder(inbox).orElseThrow().count()).isEqualTo(written - 1);
            assertThatThrownBy(() -> Stores.deposit(box, Stores.message(0, 200_000)))
                    .isInstanceOf(StoreFailure.Unavailable.class)
                    .hasMessageContaining("full");
            Files.delete(ballast);
            Stores.deposit(box, Stores.message(0, 200_000));
        }
    }

    @Test
    void a_payload_file_that_does_not_fit_is_refused_for_the_full_disk() throws IOException {
        try (var store = open(0)) {
            var box = store.create(ALICE);
            assertThatThrownBy(() -> box.draft(new Endless(), Long.MAX_VALUE))
                    .isInstanceOf(StoreFailure.DiskFull.class);
            Stores.deposit(box, Stores.message(0, 200_000));
        }
    }

    private EmbeddedStore open(long diskReserveBytes) {
        return Stores.open(folder, Stores.SMALL.withLimits(Stores.limits(1 << 20, diskReserveBytes)));
    }

    /// @return how many deposits were acknowledged before one was refused
    private static int fill(MessageBox box) {
        for (int written = 0; written < 10_000; written++) {
            try {
                Stores.deposit(box, Stores.message(written, 20_000));
            } catch (StoreFailure.DiskFull full) {
                return written;
            }
        }
        throw new AssertionError("the disk does not fill");
    }

    private static void checkReads(BoxView view, int written) {
        var inbox = view.folders().stream()
                .filter(folder -> folder.path().text().equals("INBOX"))
                .findFirst()
                .orElseThrow()
                .id();
        var listing = view.listing(inbox);
        assertThat(listing.count()).isEqualTo(written);
        for (int i = 0; i < written; i++) {
            assertThat(Stores.bytes(view, inbox, listing.at(i))).isEqualTo(Stores.message(i, 20_000));
        }
    }

    /// The question alone finds out that there is space again: nobody writes while a server is not ready.
    private static void awaitNoObstacle(EmbeddedStore store) {
        long deadline = System.nanoTime() + RECOVERY_MAX.toNanos();
        while (store.obstacle().isPresent()) {
            assertThat(System.nanoTime())
                    .as("ready in time: %s", store.obstacle())
                    .isLessThan(deadline);
        }
    }

    private static void awaitRecovery(MessageBox box, int number) {
        long deadline = System.nanoTime() + RECOVERY_MAX.toNanos();
        while (true) {
            try {
                Stores.deposit(box, Stores.message(number, 20_000));
                return;
            } catch (StoreFailure.Unavailable notYet) {
                assertThat(System.nanoTime()).as("recovers in time: %s", notYet).isLessThan(deadline);
            }
        }
    }

    private static void checkLog(MessageBox box) {
        var state = BoxState.empty(ALICE);
        for (var commit : ((Delta.Commits) box.changes().since(ModSeq.ZERO, Integer.MAX_VALUE)).commits()) {
            state = state.apply(commit, NoContents.NONE);
        }
        assertThat(BoxPicture.of(box.view())).isEqualTo(BoxPicture.of(state.view(NoContents.NONE)));
    }

    private static int run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor();
    }

    /// Content that no disk holds.
    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 'x';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            Arrays.fill(bytes, offset, offset + length, (byte) 'x');
            return length;
        }
    }
}
