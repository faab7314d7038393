// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.satchel.model.contract.BlobStoreContract.DAY;
import static org.satchel.model.contract.BlobStoreContract.name;
import static org.satchel.model.contract.BlobStoreContract.read;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.backends.FaultyLink;
import org.satchel.backends.FaultyLink.Fault;
import org.satchel.backends.S3Endpoint;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.StoredBlob;
import org.satchel.model.contract.SampleContent;

/// What the network before a real endpoint can do to us.
@Timeout(300)
class FaultsTest {
    private static final int LARGE = 16 << 20;
    private static final Duration ATTEMPT = Duration.ofSeconds(1);
    /// All attempts, the wait for a permit, and taking back what may have been done; twice for a slow machine.
    private static final Duration REFUSED_MAX = Duration.ofMinutes(1);

    @TempDir
    private static Path folder;

    private static S3Endpoint endpoint;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        endpoint = S3Endpoint.start(folder);
    }

    @AfterAll
    static void stop() {
        endpoint.close();
    }

    @Test
    void a_store_that_takes_ten_seconds_for_each_request_refuses_many_at_once_in_time() throws Exception {
        try (var link = FaultyLink.to(endpoint.address());
                var blobs = impatient(link)) {
            blobs.put(name(1), SampleContent.of(1000));
            link.set(new Fault.Delay(Duration.ofSeconds(10)));
            var work = new ArrayList<Callable<Duration>>();
            for (int i = 2; i < 302; i++) {
                var name = name(i);
                int size = i % 20 == 0 ? LARGE : 50_000;
                work.add(() -> timeToRefuse(() -> blobs.put(name, SampleContent.of(size))));
                work.add(() -> timeToRefuse(() -> read(blobs, name(1), 0, 1000)));
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var refused : threads.invokeAll(work, 40, TimeUnit.SECONDS)) {
                    assertThat(refused.get()).isLessThan(REFUSED_MAX);
                }
            }
            assertThat(timeToRefuse(() -> blobs.delete(name(1))))
                    .as("nobody waits for a store known to be away")
                    .isLessThan(ATTEMPT);
            link.set(Fault.NONE);
            Endpoints.awaitNoObstacle(blobs);
            assertThat(read(blobs, name(1), 0, 1000)).isEqualTo(SampleContent.range(0, 1000));
            // A request that was given up may still arrive: as a whole, or not at all.
            assertThat(blobs.list(DAY, name(1), 1000))
                    .extracting(StoredBlob::size)
                    .allMatch(size -> size == 50_000);
            for (int i = 900; i < 903; i++) {
                var name = name(i);
                assertThat(blobs.put(name, SampleContent.of(LARGE))).isEqualTo(LARGE);
            }
            assertThat(blobs.isIdle()).isTrue();
        }
    }

    @Test
    void a_store_that_never_answers_is_given_up_in_time() throws Exception {
        try (var link = FaultyLink.to(endpoint.address());
                var blobs = impatient(link)) {
            blobs.put(name(1), SampleContent.of(LARGE));
            try (var reading = blobs.open(name(1), 0, LARGE)) {
                assertThat(reading.read()).isNotNegative();
                link.set(new Fault.BlackHole());
                assertThat(timeToRefuse(() -> blobs.put(name(2), SampleContent.of(1000))))
                        .isLessThan(REFUSED_MAX);
                assertThat(timeToRefuse(() -> blobs.put(name(3), SampleContent.of(LARGE))))
                        .isLessThan(REFUSED_MAX);
                assertThat(timeToRefuse(() -> blobs.open(name(1), 0, 1))).isLessThan(REFUSED_MAX);
                assertThat(timeToRefuse(() -> blobs.list(DAY, null, 10))).isLessThan(REFUSED_MAX);
                assertThat(blobs.obstacle()).hasValue("the payload store does not answer");
                assertThatThrownBy(reading::readAllBytes)
                        .isInstanceOf(IOException.class)
                        .hasMessage("a payload could not be read to its end");
            }
            link.set(Fault.NONE);
            Endpoints.awaitNoObstacle(blobs);
            blobs.put(name(4), SampleContent.of(LARGE));
            assertThat(read(blobs, name(4), 0, LARGE)).isEqualTo(SampleContent.range(0, LARGE));
        }
    }

    @Test
    void connections_that_are_cut_are_made_again() throws Exception {
        try (var link = FaultyLink.to(endpoint.address());
                var blobs = new S3BlobStore(Endpoints.through(link.address(), endpoint))) {
            for (int i = 1; i < 10; i++) {
                blobs.put(name(i), SampleContent.of(1000));
                link.cut();
                assertThat(read(blobs, name(i), 0, 1000)).isEqualTo(SampleContent.range(0, 1000));
            }
        }
    }

    @Test
    void an_upload_that_is_cut_off_is_taken_back_when_the_store_is_there_again() throws Exception {
        try (var link = FaultyLink.to(endpoint.address());
                var blobs = impatient(link)) {
            link.set(new Fault.CutAfter(12 << 20));
            assertThatThrownBy(() -> blobs.put(name(1), SampleContent.of(LARGE)))
                    .isInstanceOf(StoreFailure.Unavailable.class);
            link.set(Fault.NONE);
            Endpoints.awaitNoObstacle(blobs);
            assertThatThrownBy(() -> blobs.open(name(1), 0, 1)).isInstanceOf(StoreFailure.NotFound.class);
            assertThat(blobs.discardUnfinished(Instant.now().plusSeconds(3600))).isEqualTo(1);
        }
    }

    private static S3BlobStore impatient(FaultyLink link) {
        return new S3BlobStore(Endpoints.through(link.address(), endpoint)
                .withLimits(Endpoints.SMALL.withPatience(Endpoints.patience(ATTEMPT))));
    }

    private interface Action {
        void run() throws Exception;
    }

    private static Duration timeToRefuse(Action action) {
        long start = System.nanoTime();
        assertThatThrownBy(action::run).isInstanceOf(StoreFailure.Unavailable.class);
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
