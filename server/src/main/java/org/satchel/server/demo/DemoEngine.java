// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.satchel.backends.CassandraCluster;
import org.satchel.backends.S3Endpoint;

/// What the server of a demonstration keeps its boxes on: real backends, started for it alone, that end with it.
public final class DemoEngine implements AutoCloseable {
    /// The engines there are.
    public static final List<String> NAMES = List.of("embedded", "cassandra", "cassandra+s3");

    private final List<AutoCloseable> backends = new ArrayList<>();
    private final List<String> settings = new ArrayList<>();

    /// @param name one of [#NAMES]
    /// @param folder gets the data of the backends
    /// @throws IOException when they do not start; nothing runs then
    public DemoEngine(String name, Path folder) throws IOException, InterruptedException {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("--engine is none of " + NAMES + ": " + name);
        }
        try {
            if (name.startsWith("cassandra")) {
                startCassandra(folder.resolve("cassandra"));
            }
            if (name.endsWith("+s3")) {
                startS3(folder);
            }
        } catch (IOException | InterruptedException failure) {
            close();
            throw failure;
        }
    }

    /// `key=value` for the server; none for the embedded engine.
    public List<String> settings() {
        return List.copyOf(settings);
    }

    @Override
    public void close() {
        for (var backend : backends) {
            try {
                backend.close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    private void startCassandra(Path folder) throws IOException, InterruptedException {
        var cluster = CassandraCluster.start(1, folder);
        backends.add(cluster);
        var place = cluster.contactPoints().getFirst();
        settings.add("engine.kind=cassandra");
        settings.add("cassandra.contact-points=" + place.getAddress().getHostAddress() + ":" + place.getPort());
        settings.add("cassandra.datacenter=" + cluster.datacenter());
        settings.add("cassandra.replicas=1");
        // So that the payloads of messages go where larger ones do.
        settings.add("cassandra.small-payload-bytes-max=64");
    }

    private void startS3(Path folder) throws IOException, InterruptedException {
        var s3 = S3Endpoint.start(folder.resolve("s3"));
        backends.add(s3);
        var secret = Files.writeString(folder.resolve("s3-secret"), s3.secretKey());
        settings.addAll(List.of(
                "payloads.kind=s3",
                "s3.endpoint=" + s3.endpoint(),
                "s3.region=" + s3.region(),
                "s3.bucket=" + s3.bucket(),
                "s3.access-key=" + s3.accessKey(),
                "s3.secret-key-file=" + secret));
    }
}
