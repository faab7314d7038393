// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.satchel.backends.CassandraCluster;
import org.satchel.backends.CassandraSettings;
import org.satchel.backends.S3Endpoint;

/// The engine of servers whose test names none: the system property `satchel.engine`, one of `embedded` (when nothing
/// is said), `cassandra` (with payloads in the data folder) and `cassandra+s3`.
///
/// One node of Cassandra, and one S3 endpoint, are started when the first server asks, and end with this JVM. What
/// belongs to one data folder has a keyspace of its own there.
enum Engine {
    EMBEDDED,
    CASSANDRA,
    CASSANDRA_S3;

    private static final String PROPERTY = "satchel.engine";
    private static final String KIND = "engine.kind=";
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Map<Path, String> KEYSPACES = new ConcurrentHashMap<>();

    private static Engine chosen() {
        var name = System.getProperty(PROPERTY, "");
        return name.isEmpty() ? EMBEDDED : valueOf(name.toUpperCase(Locale.ROOT).replace('+', '_'));
    }

    /// These settings, after those of the engine if they name none.
    static List<String> with(Path data, String... settings) {
        var all = new ArrayList<String>();
        if (Arrays.stream(settings).noneMatch(setting -> setting.startsWith(KIND))) {
            all.addAll(chosen().settings(data));
        }
        all.addAll(Arrays.asList(settings));
        return all;
    }

    private List<String> settings(Path data) {
        if (this == EMBEDDED) {
            return List.of();
        }
        var keyspace =
                KEYSPACES.computeIfAbsent(data.toAbsolutePath(), unknown -> "conformance_" + NUMBERS.incrementAndGet());
        var place = Shared.CASSANDRA.contactPoints().getFirst();
        var all = new ArrayList<>(List.of(
                KIND + "cassandra",
                "cassandra.contact-points=" + place.getAddress().getHostAddress() + ":" + place.getPort(),
                "cassandra.datacenter=" + Shared.CASSANDRA.datacenter(),
                "cassandra.replicas=1",
                "cassandra.keyspace=" + keyspace));
        if (this == CASSANDRA_S3) {
            all.addAll(List.of(
                    "payloads.kind=s3",
                    "s3.endpoint=" + Endpoint.S3.endpoint(),
                    "s3.bucket=" + Endpoint.S3.bucket(),
                    "s3.key-prefix=" + keyspace + "/",
                    "s3.access-key=" + Endpoint.S3.accessKey(),
                    "s3.secret-key-file=" + Endpoint.SECRET));
        }
        return all;
    }

    private static final class Shared {
        static final CassandraCluster CASSANDRA = start();

        private static CassandraCluster start() {
            // A busy machine may take its time, and nobody kills this node.
            var patient = CassandraSettings.DEFAULT
                    .withUnsafeSystem()
                    .with("write_request_timeout", "20s")
                    .with("read_request_timeout", "20s")
                    .with("cas_contention_timeout", "20s");
            try {
                return CassandraCluster.start(1, Files.createTempDirectory("satchel-cassandra"), patient);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException failure) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(failure);
            }
        }
    }

    private static final class Endpoint {
        static final S3Endpoint S3 = start();
        static final Path SECRET = secret();

        private static S3Endpoint start() {
            try {
                return S3Endpoint.start(Files.createTempDirectory("satchel-s3"));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException failure) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(failure);
            }
        }

        private static Path secret() {
            try {
                return Files.writeString(Files.createTempFile("satchel-s3", "secret"), S3.secretKey() + "\n");
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
