// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.backends.S3Endpoint;
import org.satchel.backends.S3Server;
import org.satchel.model.contract.BlobStoreContract;
import org.satchel.model.contract.SampleContent;

/// A store on S3Proxy keeps the contract.
final class S3BlobStoreTest implements EndpointContract {
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

    @Override
    public S3Server endpoint() {
        return endpoint;
    }

    @Test
    void the_checksums_of_the_sdk_change_nothing() throws IOException {
        var settings = Endpoints.settings(endpoint).withChecksums(Checksums.WHEN_SUPPORTED);
        try (var blobs = new S3BlobStore(settings)) {
            for (int size : new int[] {1, 100_000, partBytes() + 1}) {
                var name = BlobStoreContract.name(size);
                blobs.put(name, SampleContent.of(size));
                assertThat(BlobStoreContract.read(blobs, name, 0, size)).isEqualTo(SampleContent.range(0, size));
            }
        }
    }
}
