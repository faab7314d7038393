// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.ContentId;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.BlobName;
import org.satchel.model.blob.BlobStore;
import org.satchel.model.blob.OrphanCollector;
import org.satchel.model.blob.StoredBlob;

/// What every store of blobs must keep.
@Timeout(300)
public interface BlobStoreContract {
    LocalDate DAY = LocalDate.of(2026, 3, 3);
    /// Two boxes, the first before the second.
    UUID BOX = UUID.fromString("0b0d7a4e-53a1-4c6e-8d0a-6a3f5c1f2a01");

    UUID OTHER_BOX = UUID.fromString("fe1c7a4e-53a1-4c6e-8d0a-6a3f5c1f2a02");

    /// A store with nothing in it.
    BlobStore openBlobs();

    /// The size beyond which the store goes another way; any for one that has only one way.
    int partBytes();

    @Test
    default void bytes_come_back_as_they_were_whatever_their_size() throws IOException {
        try (var blobs = openBlobs()) {
            int part = partBytes();
            for (int size : new int[] {1, 1000, part - 1, part, part + 1, 3 * part + 17}) {
                var name = name(size);
                assertThat(blobs.put(name, SampleContent.of(size))).isEqualTo(size);
                try (var in = blobs.open(name, 0, size)) {
                    assertThat(in.readAllBytes()).as("%d bytes", size).isEqualTo(SampleContent.range(0, size));
                }
                assertThat(blobs.list(DAY, name(size - 1), 1))
                        .extracting(StoredBlob::size)
                        .containsExactly((long) size);
            }
        }
    }

    @Test
    default void any_range_can_be_read() throws IOException {
        try (var blobs = openBlobs()) {
            int size = 2 * partBytes() + 1000;
            blobs.put(name(1), SampleContent.of(size));
            checkRange(blobs, 0, 1);
            checkRange(blobs, size - 1, 1);
            checkRange(blobs, 10, 0);
            checkRange(blobs, size, 0);
            checkRange(blobs, partBytes() - 1, 2);
            long seed = System.nanoTime();
            var random = new Random(seed);
            for (int i = 0; i < 20; i++) {
                int offset = random.nextInt(size);
                int length = Math.min(random.nextInt(100_000), size - offset);
                assertThat(read(blobs, name(1), offset, length))
                        .as("seed %d: %d from %d", seed, length, offset)
                        .isEqualTo(SampleContent.range(offset, length));
            }
        }
    }

    @Test
    default void a_stream_reads_and_skips_as_streams_do() throws IOException {
        try (var blobs = openBlobs()) {
            blobs.put(name(1), SampleContent.of(10_000));
            try (var in = blobs.open(name(1), 100, 5_000)) {
                assertThat(in.read()).isEqualTo(SampleContent.range(100, 1)[0] & 0xff);
                in.skipNBytes(999);
                assertThat(in.readNBytes(10)).isEqualTo(SampleContent.range(1_100, 10));
                assertThat(in.readAllBytes()).isEqualTo(SampleContent.range(1_110, 3_990));
                assertThat(in.read()).isNegative();
            }
        }
    }

    @Test
    default void a_blob_shorter_than_it_should_be_is_an_error() throws IOException {
        try (var blobs = openBlobs()) {
            blobs.put(name(1), SampleContent.of(10_000));
            assertThatThrownBy(() -> read(blobs, name(1), 0, 10_001)).isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> read(blobs, name(1), 20_000, 1)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    default void streams_closed_early_cost_nobody_anything() throws IOException {
        try (var blobs = openBlobs()) {
            int size = partBytes() + 1;
            blobs.put(name(1), SampleContent.of(size));
            for (int i = 0; i < 100; i++) {
                try (var in = blobs.open(name(1), 0, size)) {
                    assertThat(in.read()).isEqualTo(SampleContent.range(0, 1)[0] & 0xff);
                }
            }
            checkRange(blobs, 0, size);
        }
    }

    @Test
    default void what_fails_while_it_is_read_leaves_nothing() throws IOException {
        try (var blobs = openBlobs()) {
            var unreadable = new IOException("line dropped");
            var broken = new IllegalStateException("broken reader");
            for (int size : new int[] {0, 1, 200_000, partBytes(), partBytes() + 1, 2 * partBytes() + 5}) {
                assertThatThrownBy(() -> blobs.put(name(1), SampleContent.failing(size, unreadable)))
                        .isSameAs(unreadable);
                assertThatThrownBy(() -> blobs.put(name(2), SampleContent.failing(size, broken)))
                        .isSameAs(broken);
            }
            checkEmpty(blobs);
        }
    }

    @Test
    default void nothing_is_not_kept() throws IOException {
        try (var blobs = openBlobs()) {
            assertThatThrownBy(() -> blobs.put(name(1), SampleContent.of(0)))
                    .isInstanceOf(IllegalArgumentException.class);
            checkEmpty(blobs);
        }
    }

    @Test
    default void an_interrupted_put_leaves_nothing() throws IOException {
        try (var blobs = openBlobs()) {
            for (int size : new int[] {1_000, partBytes() + 1}) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> blobs.put(name(1), SampleContent.of(size)))
                        .isInstanceOf(StoreFailure.Unavailable.class);
                assertThat(Thread.interrupted()).isTrue();
            }
            checkEmpty(blobs);
        }
    }

    @Test
    default void a_deleted_blob_is_gone_and_can_be_deleted_again() throws IOException {
        try (var blobs = openBlobs()) {
            blobs.put(name(1), SampleContent.of(10));
            blobs.put(name(2), SampleContent.of(20));
            blobs.delete(name(1));
            blobs.delete(name(1));
            blobs.delete(name(3));
            assertThatThrownBy(() -> blobs.open(name(1), 0, 10)).isInstanceOf(StoreFailure.NotFound.class);
            assertThat(blobs.list(DAY, null, 10)).extracting(StoredBlob::name).containsExactly(name(2));
            assertThat(read(blobs, name(2), 0, 20)).isEqualTo(SampleContent.range(0, 20));
        }
    }

    @Test
    default void an_unknown_name_is_not_found() {
        try (var blobs = openBlobs()) {
            assertThatThrownBy(() -> blobs.open(name(1), 0, 1))
                    .isInstanceOf(StoreFailure.NotFound.class)
                    .hasMessageContaining(name(1).key());
            assertThatThrownBy(() -> blobs.open(name(1), 0, 0)).isInstanceOf(StoreFailure.NotFound.class);
            assertThat(blobs.list(DAY, null, 10)).isEmpty();
            assertThat(blobs.generations()).isEmpty();
        }
    }

    @Test
    default void boxes_know_nothing_of_each_other() throws IOException {
        try (var blobs = openBlobs()) {
            var theirs = new BlobName(DAY, OTHER_BOX, new ContentId(1));
            blobs.put(name(1), SampleContent.of(10));
            assertThatThrownBy(() -> blobs.open(theirs, 0, 1)).isInstanceOf(StoreFailure.NotFound.class);
            blobs.put(theirs, SampleContent.of(20));
            blobs.delete(name(1));
            assertThat(read(blobs, theirs, 0, 20)).isEqualTo(SampleContent.range(0, 20));
        }
    }

    @Test
    default void a_day_is_listed_in_order_page_by_page() throws IOException {
        try (var blobs = openBlobs()) {
            var names = new ArrayList<BlobName>();
            for (var box : List.of(BOX, UUID.fromString("0b0d7a4e-53a1-4c6e-8d0a-6a3f5c1f2a0f"), OTHER_BOX)) {
                for (long content : new long[] {1, 2, 9, 10, 11, Integer.MAX_VALUE, Long.MAX_VALUE}) {
                    names.add(new BlobName(DAY, box, new ContentId(content)));
                }
            }
            for (var name : names.reversed()) {
                blobs.put(name, SampleContent.of(10));
            }
            blobs.put(new BlobName(DAY.plusDays(1), BOX, new ContentId(5)), SampleContent.of(10));
            blobs.put(new BlobName(DAY.minusDays(1), OTHER_BOX, new ContentId(5)), SampleContent.of(10));
            for (int page : new int[] {1, 4, 7, 20, 21, 500}) {
                assertThat(listed(blobs, page)).as("pages of %d", page).isEqualTo(names);
            }
            assertThat(blobs.list(DAY, names.getLast(), 10)).isEmpty();
            assertThat(blobs.list(DAY, null, 0)).isEmpty();
            blobs.delete(names.get(3));
            assertThat(blobs.list(DAY, names.get(3), 2))
                    .extracting(StoredBlob::name)
                    .isEqualTo(names.subList(4, 6));
        }
    }

    @Test
    default void a_list_tells_size_and_time() throws IOException {
        try (var blobs = openBlobs()) {
            var before = Instant.now();
            blobs.put(name(1), SampleContent.of(12_345));
            var line = blobs.list(DAY, null, 10).getFirst();
            assertThat(line.size()).isEqualTo(12_345);
            // Stores tell whole seconds.
            assertThat(line.written())
                    .isBetween(before.minusSeconds(2), Instant.now().plusSeconds(2));
        }
    }

    @Test
    default void generations_are_days_in_order() throws IOException {
        try (var blobs = openBlobs()) {
            var days = List.of(DAY.minusYears(1), DAY, DAY.plusDays(1), DAY.plusMonths(1));
            for (var day : days.reversed()) {
                blobs.put(new BlobName(day, BOX, new ContentId(1)), SampleContent.of(10));
            }
            assertThat(blobs.generations()).isEqualTo(days);
        }
    }

    @Test
    default void many_writers_and_readers_do_not_disturb_each_other() throws Exception {
        try (var blobs = openBlobs();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < 32; i++) {
                int writer = i;
                work.add(() -> {
                    writeAndRead(blobs, writer);
                    return true;
                });
            }
            for (var done : threads.invokeAll(work, 50, TimeUnit.SECONDS)) {
                assertThat(done.get()).isTrue();
            }
            assertThat(listed(blobs, 100)).hasSize(32 * 4);
        }
    }

    @Test
    default void what_nothing_refers_to_is_collected() throws IOException {
        try (var blobs = openBlobs()) {
            blobs.put(name(1), SampleContent.of(10));
            blobs.put(name(2), SampleContent.of(20));
            blobs.put(name(3), SampleContent.of(30));
            var day = Duration.ofDays(1);
            var later = InstantSource.offset(InstantSource.system(), day.plusMinutes(1));
            var early = new OrphanCollector(blobs, names -> new HashSet<>(), InstantSource.system(), day).collect();
            assertThat(early.looked()).isZero();
            var figures = new OrphanCollector(blobs, names -> new HashSet<>(List.of(name(2))), later, day).collect();
            assertThat(figures).isEqualTo(new OrphanCollector.Figures(3, 2, 40, 0, null));
            assertThat(blobs.list(DAY, null, 10)).extracting(StoredBlob::name).containsExactly(name(2));
        }
    }

    @Test
    default void nothing_is_in_the_way_of_a_store_that_works() {
        try (var blobs = openBlobs()) {
            assertThat(blobs.obstacle()).isEmpty();
        }
    }

    @Test
    default void a_closed_store_refuses() throws IOException {
        var blobs = openBlobs();
        blobs.put(name(1), SampleContent.of(10));
        blobs.close();
        assertThatThrownBy(() -> blobs.put(name(2), SampleContent.of(10))).isInstanceOf(StoreFailure.Unavailable.class);
        assertThatThrownBy(() -> blobs.open(name(1), 0, 1)).isInstanceOf(StoreFailure.Unavailable.class);
        assertThatThrownBy(blobs::generations).isInstanceOf(StoreFailure.Unavailable.class);
        blobs.close();
    }

    /// A name of the first box.
    static BlobName name(int content) {
        return new BlobName(DAY, BOX, new ContentId(content + 1L));
    }

    static byte[] read(BlobStore blobs, BlobName name, long offset, long length) throws IOException {
        try (var in = blobs.open(name, offset, length)) {
            return in.readAllBytes();
        }
    }

    /// Nothing can be read, nothing is listed, nothing is left behind.
    static void checkEmpty(BlobStore blobs) {
        for (int content = 1; content < 3; content++) {
            var name = name(content);
            assertThatThrownBy(() -> blobs.open(name, 0, 1)).isInstanceOf(StoreFailure.NotFound.class);
        }
        assertThat(blobs.list(DAY, null, 10)).isEmpty();
        assertThat(blobs.discardUnfinished(Instant.now().plusSeconds(3600))).isZero();
    }

    private static void checkRange(BlobStore blobs, int offset, int length) throws IOException {
        assertThat(read(blobs, name(1), offset, length)).isEqualTo(SampleContent.range(offset, length));
    }

    private static void writeAndRead(BlobStore blobs, int writer) throws IOException {
        var random = new Random(writer);
        for (int i = 1; i <= 8; i++) {
            var name = new BlobName(DAY, new UUID(random.nextLong(), writer), new ContentId(i));
            int size = 1 + random.nextInt(200_000);
            blobs.put(name, SampleContent.of(size));
            assertThat(read(blobs, name, 0, size)).isEqualTo(SampleContent.range(0, size));
            if (i % 2 == 0) {
                blobs.delete(name);
            }
        }
    }

    private static List<BlobName> listed(BlobStore blobs, int pageSize) {
        var names = new ArrayList<BlobName>();
        var page = blobs.list(DAY, null, pageSize);
        while (!page.isEmpty()) {
            page.forEach(line -> names.add(line.name()));
            page = blobs.list(DAY, names.getLast(), pageSize);
        }
        return names;
    }
}
