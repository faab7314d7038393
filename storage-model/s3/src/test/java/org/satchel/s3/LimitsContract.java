// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.satchel.model.contract.BlobStoreContract.name;
import static org.satchel.model.contract.BlobStoreContract.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.backends.S3Server;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.BlobName;
import org.satchel.model.contract.SampleContent;

/// What many callers at once can take.
@Timeout(300)
interface LimitsContract {
    int PART = 5 << 20;
    S3Limits LIMITS = new S3Limits(
            PART,
            20,
            2,
            2,
            8,
            new S3Patience(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(20),
                    2,
                    8,
                    Duration.ofSeconds(1)));

    S3Server endpoint();

    /// Their clients stop sending just before the end, until they are released.
    @Test
    default void a_thousand_uploads_at_once_hold_no_more_than_the_limits_say() throws Exception {
        var held = new Held();
        var uploads = new ArrayList<Future<Boolean>>();
        try (var blobs = new S3BlobStore(Endpoints.settings(endpoint()).withLimits(LIMITS));
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var _ = held) {
            for (int i = 1; i <= 1000; i++) {
                var name = name(i);
                uploads.add(threads.submit(() -> isTaken(blobs, name, held)));
            }
            assertThat(held.refused.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(held.most())
                    .as("two parts, and twenty chunks that change hands")
                    .isBetween(2L * PART - 2, 2L * PART + 60L * PartBuffer.CHUNK_BYTES);
            held.release.countDown();
            int taken = 0;
            for (var upload : uploads) {
                taken += upload.get(120, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(taken).isEqualTo(LIMITS.largeUploadsMax());
            assertThat(blobs.isIdle()).isTrue();
        }
    }

    @Test
    default void those_who_do_not_read_on_stop_no_writer() throws Exception {
        try (var blobs = new S3BlobStore(Endpoints.settings(endpoint()).withLimits(LIMITS))) {
            blobs.put(name(1), SampleContent.of(3 * PART));
            try (var first = blobs.open(name(1), 0, 3 * PART);
                    var second = blobs.open(name(1), 0, 3 * PART)) {
                assertThat(first.read()).isEqualTo(second.read());
                assertThatThrownBy(() -> blobs.open(name(1), 0, 1))
                        .isInstanceOf(StoreFailure.Unavailable.class)
                        .hasMessage("unavailable: payload store: too many downloads");
                blobs.put(name(2), SampleContent.of(3 * PART));
            }
            assertThat(read(blobs, name(2), 0, 3 * PART)).isEqualTo(SampleContent.range(0, 3 * PART));
            assertThat(blobs.isIdle()).isTrue();
        }
    }

    @Test
    default void a_stream_read_to_its_end_holds_nothing_though_nobody_closes_it() throws Exception {
        try (var blobs = new S3BlobStore(Endpoints.settings(endpoint()).withLimits(LIMITS))) {
            blobs.put(name(1), SampleContent.of(1000));
            for (int i = 0; i < 10; i++) {
                assertThat(blobs.open(name(1), 0, 1000).readNBytes(1000)).hasSize(1000);
            }
            assertThat(blobs.isIdle()).isTrue();
        }
    }

    private static boolean isTaken(S3BlobStore blobs, BlobName name, Held held) throws IOException {
        var content = new Stalling(held);
        try {
            return blobs.put(name, content) == PART - 1;
        } catch (StoreFailure.Unavailable refused) {
            assertThat(refused).hasMessageContaining("too many");
            held.refused.countDown();
            return false;
        } finally {
            held.count(-content.given);
        }
    }

    /// Content bytes that are in memory, and when they may go.
    final class Held implements AutoCloseable {
        private final CountDownLatch release = new CountDownLatch(1);
        private final CountDownLatch refused = new CountDownLatch(1000 - LIMITS.largeUploadsMax());
        private final AtomicLong now = new AtomicLong();
        private final LongAccumulator most = new LongAccumulator(Math::max, 0);

        void count(long bytes) {
            most.accumulate(now.addAndGet(bytes));
        }

        long most() {
            return most.get();
        }

        @Override
        public void close() {
            release.countDown();
        }
    }

    /// A part but one byte, the last of which comes when it is released.
    final class Stalling extends InputStream {
        private final Held held;
        private long given;

        Stalling(Held held) {
            this.held = held;
        }

        @Override
        public int read() throws IOException {
            var octet = new byte[1];
            return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            long left = PART - 1 - given;
            if (left == 1) {
                awaitRelease();
            }
            int piece = (int) Math.min(count, left > 1 ? left - 1 : left);
            given += piece;
            held.count(piece);
            return left == 0 ? -1 : piece;
        }

        private void awaitRelease() throws IOException {
            try {
                held.release.await();
            } catch (InterruptedException interrupted) {
                throw new InterruptedIOException();
            }
        }
    }
}
