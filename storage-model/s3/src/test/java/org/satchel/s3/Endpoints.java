// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.satchel.backends.S3Backend;
import org.satchel.model.blob.BlobStore;

/// Stores over a real S3 endpoint, each with a part of the bucket for itself.
final class Endpoints {
    /// Small parts, and the usual patience.
    static final S3Limits SMALL = new S3Limits(5 << 20, 64, 4, 32, 32, S3Patience.STANDARD);

    private static final Duration RECOVERY_MAX = Duration.ofMinutes(2);
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private Endpoints() {}

    static S3Settings settings(S3Backend endpoint) {
        return settings(endpoint, endpoint.endpoint());
    }

    /// @param through where to connect instead
    static S3Settings through(InetSocketAddress through, S3Backend endpoint) {
        return settings(
                endpoint, URI.create("http://" + through.getAddress().getHostAddress() + ":" + through.getPort()));
    }

    /// Little patience.
    static S3Patience patience(Duration attempt) {
        return new S3Patience(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                attempt,
                attempt.multipliedBy(2),
                2,
                8,
                Duration.ofMillis(500));
    }

    static void awaitNoObstacle(BlobStore blobs) {
        long deadline = System.nanoTime() + RECOVERY_MAX.toNanos();
        while (blobs.obstacle().isPresent()) {
            assertThat(System.nanoTime()).as("ready in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static S3Settings settings(S3Backend endpoint, URI address) {
        var location =
                S3Location.at(address, endpoint.bucket()).withKeyPrefix("test-" + PREFIXES.incrementAndGet() + "/");
        return S3Settings.of(location, new Credentials.Fixed(endpoint.accessKey(), endpoint.secretKey()))
                .withLimits(SMALL);
    }
}
