// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.satchel.embedded.Stores.ALICE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
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
import org.satchel.model.Deposit;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// Payload files go when nothing refers to them, and never before.
@Timeout(300)
class CollectorTest {
    private static final Actor OWNER = Actor.owner(ALICE);
    private static final byte[] LARGE = Stores.message(1, 100_000);

    @TempDir
    Path folder;

    @Test
    void equal_payloads_of_a_box_are_one_file_that_goes_with_the_last_of_them() throws IOException {
        try (var store = Stores.open(folder)) {
            var box = store.create(ALICE);
            var inbox = Stores.inbox(box);
            var other = Stores.folder(box, new FolderPath("Default"));
            var first = Stores.deposit(box, LARGE);
            var second = Stores.deposit(box, LARGE);
            box.write(OWNER, tx -> tx.copy(inbox, List.of(first.uid()), other));
            assertThat(files()).hasSize(1);
            remove(box, first.uid());
            remove(box, second.uid());
            assertThat(store.sweep()).isZero();
            assertThat(Stores.bytes(box.view(), other, box.view().listing(other).at(0)))
                    .isEqualTo(LARGE);
            var before = box.view();
            box.write(OWNER, tx -> tx.remove(other, List.of(new Uid(1)), Change.Cause.REMOVED));
            assertThat(store.sweep()).isOne();
            assertThat(files()).isEmpty();
            assertThatThrownBy(() -> before.payload(new Placement(other, new Uid(1)))
                            .open()
                            .close())
                    .isInstanceOf(StoreFailure.NotFound.class);
        }
    }

    @Test
    void a_draft_holds_its_file_until_it_is_closed() throws IOException {
        try (var store = Stores.open(folder)) {
            var box = store.create(ALICE);
            try (var draft = box.draft(new ByteArrayInputStream(LARGE), 1 << 20)) {
                assertThat(store.sweep()).isZero();
                box.write(OWNER, tx -> tx.deposit(Stores.inbox(box), draft, Deposit.PLAIN));
            }
            try (var _ = box.draft(new ByteArrayInputStream(Stores.message(2, 100_000)), 1 << 20)) {
                assertThat(store.sweep()).isZero();
                assertThat(files()).hasSize(2);
            }
            assertThat(store.sweep()).isOne();
            assertThat(Stores.bytes(
                            box.view(),
                            Stores.inbox(box),
                            box.view().listing(Stores.inbox(box)).at(0)))
                    .isEqualTo(LARGE);
        }
    }

    @Test
    void a_file_younger_than_the_grace_period_stays() throws IOException {
        var patient = Stores.SMALL.withSweep(Duration.ofHours(1), Duration.ofHours(1));
        try (var store = Stores.open(folder, patient)) {
            var box = store.create(ALICE);
            box.draft(new ByteArrayInputStream(LARGE), 1 << 20).close();
            assertThat(store.sweep()).isZero();
            assertThat(files()).hasSize(1);
        }
        try (var store = Stores.open(folder)) {
            store.sweep();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void what_a_broken_upload_left_is_gone() throws IOException {
        try (var store = Stores.open(folder)) {
            var box = store.create(ALICE);
            assertThatThrownBy(() -> box.draft(new Breaking(200_000), 1 << 20)).isInstanceOf(IOException.class);
            assertThat(files()).isEmpty();
        }
        Files.writeString(folder.resolve("blobs/tmp/left-by-a-crash"), "half a payload");
        try (var _ = Stores.open(folder)) {
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void a_payload_that_is_put_again_survives_a_sweep_in_flight()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (var store = Stores.open(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var box = store.create(ALICE);
            var done = new AtomicBoolean();
            var sweeping = threads.submit(() -> {
                int swept = 0;
                while (!done.get()) {
                    swept += store.sweep();
                }
                return swept;
            });
            try {
                for (int i = 0; i < 150; i++) {
                    var entry = Stores.deposit(box, LARGE);
                    assertThat(Stores.bytes(box.view(), Stores.inbox(box), entry))
                            .isEqualTo(LARGE);
                    remove(box, entry.uid());
                }
            } finally {
                done.set(true);
            }
            assertThat(sweeping.get(120, TimeUnit.SECONDS))
                    .as("files swept meanwhile")
                    .isPositive();
        }
    }

    private static void remove(MessageBox box, Uid uid) {
        box.write(OWNER, tx -> tx.remove(Stores.inbox(box), List.of(uid), Change.Cause.REMOVED));
    }

    private List<Path> files() throws IOException {
        try (var files = Files.walk(folder.resolve("blobs"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /// Fails after so many bytes.
    private static final class Breaking extends InputStream {
        private int left;

        Breaking(int bytes) {
            this.left = bytes;
        }

        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1) == 1 ? 'x' : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                throw new IOException("line dropped");
            }
            int count = Math.min(length, left);
            Arrays.fill(bytes, offset, offset + count, (byte) 'x');
            left -= count;
            return count;
        }
    }
}
