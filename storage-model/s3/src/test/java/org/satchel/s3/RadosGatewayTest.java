// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.satchel.model.contract.BlobStoreContract.name;
import static org.satchel.model.contract.BlobStoreContract.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.satchel.backends.RadosGateway;
import org.satchel.backends.S3Server;
import org.satchel.model.StoreFailure;
import org.satchel.model.contract.BlobStoreContract;
import org.satchel.model.contract.SampleContent;

/// A store on Ceph keeps the contract, and what Ceph does not do is told.
final class RadosGatewayTest implements EndpointContract {
    @TempDir
    private static Path folder;

    private static @Nullable RadosGateway endpoint;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        assumeTrue(RadosGateway.isAvailable(), RadosGateway.MISSING);
        endpoint = RadosGateway.start(folder);
    }

    @AfterAll
    static void stop() {
        if (endpoint != null) {
            endpoint.close();
        }
    }

    @Override
    public S3Server endpoint() {
        return endpoint;
    }

    /// This is why the SDK's checksums are off by default.
    @Test
    void the_checksums_of_the_sdk_are_refused() throws IOException {
        var settings = Endpoints.settings(endpoint).withChecksums(Checksums.WHEN_SUPPORTED);
        try (var blobs = new S3BlobStore(settings)) {
            assertThatThrownBy(() -> blobs.put(name(1), SampleContent.of(1000)))
                    .isInstanceOf(StoreFailure.Unavailable.class)
                    .hasMessageContaining("XAmzContentSHA256Mismatch");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100_000, (5 << 20) + 1, 12 << 20})
    void what_a_customer_key_encrypted_is_read_with_it_alone(int size) throws IOException {
        var plain = Endpoints.settings(endpoint);
        try (var blobs = new S3BlobStore(plain.withEncryption(key("0123456789abcdef0123456789abcdef")));
                var others = new S3BlobStore(plain.withEncryption(key("a different key of 32 characters")));
                var keyless = new S3BlobStore(plain)) {
            assertThat(blobs.put(name(1), SampleContent.of(size))).isEqualTo(size);
            assertThat(read(blobs, name(1), 0, size)).isEqualTo(SampleContent.range(0, size));
            assertThat(read(blobs, name(1), size / 3, size / 3)).isEqualTo(SampleContent.range(size / 3, size / 3));
            assertThatThrownBy(() -> read(others, name(1), 0, size)).isInstanceOf(StoreFailure.Unavailable.class);
            assertThatThrownBy(() -> read(keyless, name(1), 0, size)).isInstanceOf(StoreFailure.Unavailable.class);
            assertThat(blobs.list(DAY, null, 10))
                    .singleElement()
                    .satisfies(line -> assertThat(line.size()).isEqualTo(size));
        }
    }

    /// Ceph 16 knows no SSE-S3: it ignores what asks for it, stores, and says 200.
    @Test
    void a_store_that_ignores_the_wish_for_encryption_is_found_out() {
        try (var blobs = new S3BlobStore(Endpoints.settings(endpoint).withEncryption(new Encryption.StoreKeys()))) {
            assertThat(blobs.obstacle()).hasValue("the payload store does not encrypt as it is asked to");
            assertThatThrownBy(() -> blobs.put(name(1), SampleContent.of(1_000)))
                    .hasMessageEndingWith("payload store: it does not encrypt as it is asked to");
        }
    }

    /// No KMS stands behind this one.
    @Test
    void encryption_that_the_store_refuses_is_told() {
        try (var blobs = new S3BlobStore(Endpoints.settings(endpoint).withEncryption(new Encryption.Kms("key-1")))) {
            assertThatThrownBy(() -> blobs.put(name(1), SampleContent.of(1_000)))
                    .isInstanceOf(StoreFailure.Unavailable.class)
                    .hasMessageEndingWith("payload store: it answered 400 InvalidArgument");
            BlobStoreContract.checkEmpty(blobs);
        }
    }

    private static Encryption.CustomerKey key(String raw) {
        return new Encryption.CustomerKey(Base64.getEncoder().encodeToString(raw.getBytes(StandardCharsets.US_ASCII)));
    }
}
