// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.satchel.backends.CassandraCluster;
import org.satchel.backends.CassandraSettings;
import org.satchel.backends.CassandraSettings.CommitLogSync;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.config.Settings;
import org.satchel.server.storage.OneMachine;
import org.satchel.server.storage.Source;
import org.satchel.server.storage.Storage;

/// Where tests keep stores: folders, and keyspaces of one Cassandra node that they share.
final class Places {
    private static final Duration SILENT = Duration.ofMillis(1_500);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private Places() {}

    private static final class Shared {
        static final CassandraCluster CLUSTER = start();

        private static CassandraCluster start() {
            try {
                var quick = CassandraSettings.DEFAULT
                        .withCommitLogSync(CommitLogSync.PERIODIC)
                        .withUnsafeSystem();
                return CassandraCluster.start(1, Files.createTempDirectory("satchel-cassandra"), quick);
            } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    static ServerConfig embedded(Path folder) {
        return ServerConfig.of(new Settings()
                .option(
                        "data",
                        folder.resolve("embedded-" + COUNT.incrementAndGet()).toString())
                .option("engine.block-cache-bytes", "8M"));
    }

    static ServerConfig cassandra(Path folder) {
        var place = Shared.CLUSTER.contactPoints().getFirst();
        return ServerConfig.of(new Settings()
                .option(
                        "data",
                        folder.resolve("cassandra-" + COUNT.incrementAndGet()).toString())
                .option("engine.kind", "cassandra")
                .option("cassandra.contact-points", place.getAddress().getHostAddress() + ":" + place.getPort())
                .option("cassandra.datacenter", Shared.CLUSTER.datacenter())
                .option("cassandra.replicas", "1")
                .option("cassandra.keyspace", "move_" + COUNT.incrementAndGet()));
    }

    static Storage open(ServerConfig config) throws IOException {
        Files.createDirectories(config.data());
        return Storage.openBriefly(config, InstantSource.system());
    }

    /// The store of a configuration as a source, whose server is `serving`; null = none is.
    static Source source(ServerConfig config, @Nullable Storage serving) throws IOException {
        Source.RowCopier copier = folder -> {
            if (serving instanceof OneMachine machine) {
                machine.copyRows(folder);
                return true;
            }
            return false;
        };
        return Source.open(config, InstantSource.system(), copier, SILENT);
    }
}
