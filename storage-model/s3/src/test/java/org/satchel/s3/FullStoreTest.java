// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.satchel.model.contract.BlobStoreContract.DAY;
import static org.satchel.model.contract.BlobStoreContract.name;
import static org.satchel.model.contract.BlobStoreContract.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.backends.S3Endpoint;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.StoredBlob;
import org.satchel.model.contract.SampleContent;

/// The disk of a real endpoint is filled, and given space again. Mounting it takes root.
@Timeout(300)
class FullStoreTest {
    private static final int BALLAST_BYTES = 40 << 20;
    /// The endpoint holds the parts and the whole for a while.
    private static final int LARGE = 16 << 20;

    @TempDir
    private Path mountPoint;

    private Path ballast;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", mountPoint.toString()))
                .as("mounting takes root")
                .isZero();
        ballast = mountPoint.resolve("ballast");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        run("umount", "-l", mountPoint.toString());
    }

    @Test
    void a_full_store_refuses_reads_on_and_takes_more_when_there_is_room() throws Exception {
        try (var endpoint = S3Endpoint.start(mountPoint.resolve("s3"));
                var blobs = new S3BlobStore(Endpoints.settings(endpoint))) {
            blobs.put(name(1), SampleContent.of(100_000));
            Files.write(ballast, new byte[BALLAST_BYTES]);
            assertThatThrownBy(() -> blobs.put(name(2), SampleContent.of(LARGE)))
                    .isInstanceOf(StoreFailure.Unavailable.class);
            int kept = 0;
            for (int i = 3; kept == i - 3 && i < 1000; i++) {
                kept += isTaken(blobs, i) ? 1 : 0;
            }
            assertThat(kept).isLessThan(900);
            assertThat(blobs.list(DAY, null, 2000))
                    .hasSize(1 + kept)
                    .extracting(StoredBlob::size)
                    .allMatch(size -> size == 100_000);
            assertThat(read(blobs, name(1), 0, 100_000)).isEqualTo(SampleContent.range(0, 100_000));
            assertThatThrownBy(() -> blobs.open(name(2), 0, 1)).isInstanceOf(StoreFailure.NotFound.class);
            Files.delete(ballast);
            blobs.put(name(2), SampleContent.of(LARGE));
            assertThat(read(blobs, name(2), 0, LARGE)).isEqualTo(SampleContent.range(0, LARGE));
            assertThat(blobs.discardUnfinished(Instant.now().plusSeconds(3600))).isZero();
        }
    }

    private static boolean isTaken(S3BlobStore blobs, int number) throws IOException {
        try {
            blobs.put(name(number), SampleContent.of(100_000));
            return true;
        } catch (StoreFailure.Unavailable full) {
            assertThat(full).hasMessageNotContaining("127.");
            return false;
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
