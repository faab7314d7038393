// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.satchel.model.contract.BlobStoreContract.name;
import static org.satchel.model.contract.BlobStoreContract.read;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.satchel.backends.S3Server;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.BlobStore;
import org.satchel.model.blob.StoredBlob;
import org.satchel.model.contract.BlobStoreContract;
import org.satchel.model.contract.SampleContent;

/// What each make of S3 must show, beyond what every store of blobs must keep.
interface EndpointContract extends BlobStoreContract, LimitsContract {
    int LARGE = 16 << 20;
    /// S3 lists a thousand at once.
    int MORE_THAN_A_PAGE = 1_010;

    int THREADS = 16;

    @Override
    default BlobStore openBlobs() {
        return new S3BlobStore(Endpoints.settings(endpoint()));
    }

    @Override
    default int partBytes() {
        return Endpoints.SMALL.partBytes();
    }

    @Test
    default void a_film_goes_in_many_parts_and_is_read_across_their_borders() throws Exception {
        int film = 8 * partBytes() + 4_321;
        try (var blobs = openBlobs()) {
            assertThat(blobs.put(name(1), SampleContent.of(film))).isEqualTo(film);
            for (int part = 1; part <= 8; part++) {
                int from = part * partBytes() - 1_000;
                assertThat(read(blobs, name(1), from, 2_000))
                        .as("around part %d", part)
                        .isEqualTo(SampleContent.range(from, 2_000));
            }
            assertThat(read(blobs, name(1), 0, film)).isEqualTo(SampleContent.range(0, film));
        }
    }

    @Test
    default void a_day_of_more_than_a_page_is_listed_in_full() throws Exception {
        try (var blobs = openBlobs()) {
            forEach(MORE_THAN_A_PAGE, i -> {
                try {
                    blobs.put(name(i), SampleContent.of(1 + i % 7));
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            });
            var all = blobs.list(DAY, null, 2 * MORE_THAN_A_PAGE);
            assertThat(all).hasSize(MORE_THAN_A_PAGE);
            assertThat(all).extracting(blob -> blob.name().key()).isSorted().doesNotHaveDuplicates();
            assertThat(blobs.list(DAY, all.get(999).name(), 2 * MORE_THAN_A_PAGE))
                    .isEqualTo(all.subList(1_000, MORE_THAN_A_PAGE));
            assertThat(blobs.generations()).containsExactly(DAY);
        }
    }

    /// Two of one name among them.
    @Test
    default void unfinished_uploads_of_more_than_a_page_are_all_discarded() throws Exception {
        var settings = Endpoints.settings(endpoint());
        try (var bucket = new Bucket(settings);
                var blobs = new S3BlobStore(settings)) {
            forEach(MORE_THAN_A_PAGE, i -> bucket.beginUpload(bucket.key(name(i / 2))));
            blobs.put(name(1), SampleContent.of(10));
            assertThat(blobs.discardUnfinished(Instant.now().minusSeconds(3600)))
                    .isZero();
            assertThat(blobs.discardUnfinished(Instant.now().plusSeconds(3600))).isEqualTo(MORE_THAN_A_PAGE);
            assertThat(blobs.discardUnfinished(Instant.now().plusSeconds(3600))).isZero();
            assertThat(read(blobs, name(1), 0, 10)).isEqualTo(SampleContent.range(0, 10));
        }
    }

    @Test
    default void an_upload_whose_store_is_killed_is_refused_and_leaves_nothing_to_read() throws Exception {
        try (var blobs = new S3BlobStore(Endpoints.settings(endpoint()))) {
            blobs.put(name(1), SampleContent.of(1000));
            assertThatThrownBy(() -> blobs.put(name(2), killing(endpoint(), LARGE, 11 << 20)))
                    .isInstanceOf(StoreFailure.Unavailable.class)
                    .hasMessageNotContaining("127.");
            assertThatThrownBy(() -> blobs.open(name(1), 0, 1000)).isInstanceOf(StoreFailure.Unavailable.class);
            assertThat(blobs.obstacle()).isPresent();
            endpoint().restart();
            Endpoints.awaitNoObstacle(blobs);
            assertThatThrownBy(() -> blobs.open(name(2), 0, 1)).isInstanceOf(StoreFailure.NotFound.class);
            assertThat(blobs.list(DAY, null, 10)).extracting(StoredBlob::name).containsExactly(name(1));
            assertThat(read(blobs, name(1), 0, 1000)).isEqualTo(SampleContent.range(0, 1000));
            blobs.put(name(3), SampleContent.of(LARGE));
            assertThat(blobs.discardUnfinished(Instant.now().minusSeconds(3600)))
                    .as("uploads that may be under way")
                    .isZero();
            assertThat(blobs.discardUnfinished(Instant.now().plusSeconds(3600))).isEqualTo(1);
            assertThat(blobs.discardUnfinished(Instant.now().plusSeconds(3600))).isZero();
            assertThat(read(blobs, name(3), 0, LARGE)).isEqualTo(SampleContent.range(0, LARGE));
        }
    }

    @Test
    default void a_wrong_secret_is_told_without_telling_it() {
        var right = Endpoints.settings(endpoint());
        var wrong = new S3Settings(
                right.location(),
                new Credentials.Fixed(endpoint().accessKey(), "not-the-secret"),
                right.encryption(),
                right.checksums(),
                right.limits());
        try (var blobs = new S3BlobStore(wrong)) {
            assertThatThrownBy(() -> blobs.put(name(1), SampleContent.of(1000)))
                    .isInstanceOf(StoreFailure.Unavailable.class)
                    .hasMessage("unavailable: payload store: it answered 403 SignatureDoesNotMatch");
            assertThat(blobs.obstacle()).hasValue("the payload store refuses requests");
        }
    }

    @Test
    default void a_missing_bucket_is_no_missing_payload() {
        var settings = Endpoints.settings(endpoint());
        var elsewhere = new S3Settings(
                S3Location.at(endpoint().endpoint(), "nowhere"),
                settings.credentials(),
                settings.encryption(),
                settings.checksums(),
                settings.limits());
        try (var blobs = new S3BlobStore(elsewhere)) {
            assertThatThrownBy(() -> blobs.open(name(1), 0, 1))
                    .isInstanceOf(StoreFailure.Unavailable.class)
                    .hasMessageContaining("NoSuchBucket");
            assertThat(blobs.obstacle()).isPresent();
        }
    }

    /// Neither make has keys of its own.
    @Test
    default void what_the_store_would_not_encrypt_as_asked_is_not_kept() {
        try (var blobs = new S3BlobStore(Endpoints.settings(endpoint()).withEncryption(new Encryption.StoreKeys()))) {
            assertThat(blobs.obstacle()).isPresent();
            for (int size : new int[] {1_000, partBytes() + 1}) {
                assertThatThrownBy(() -> blobs.put(name(1), SampleContent.of(size)))
                        .isInstanceOf(StoreFailure.Unavailable.class);
            }
            BlobStoreContract.checkEmpty(blobs);
        }
    }

    private static void forEach(int count, IntConsumer action) throws Exception {
        var work = new ArrayList<Callable<Boolean>>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread;
            work.add(() -> {
                for (int i = first; i < count; i += THREADS) {
                    action.accept(i);
                }
                return true;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(work, 50, TimeUnit.SECONDS)) {
                assertThat(done.get()).isTrue();
            }
        }
    }

    /// Content that ends the store when so much of it has been read.
    private static InputStream killing(S3Server endpoint, int size, int killedAt) {
        var content = SampleContent.of(size);
        return new FilterInputStream(content) {
            private boolean killed;

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (!killed && content.given() >= killedAt) {
                    killed = true;
                    endpoint.kill();
                }
                return super.read(bytes, offset, length);
            }
        };
    }
}
