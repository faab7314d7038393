// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.satchel.backends.CassandraCluster;
import org.satchel.model.MessageStore;
import org.satchel.model.blob.BlobStore;
import org.satchel.model.state.BoxSettings;

/// The one Cassandra node that all tests of a JVM share who neither stop nor kill it, and a keyspace with all tables.
/// Started when the first one asks.
public final class TestCluster {
    private TestCluster() {}

    static CassandraSettings settings() {
        return Shared.SETTINGS;
    }

    static Database database() {
        return Shared.DATABASE;
    }

    /// Forgets all that the tables hold.
    public static void empty() {
        Shared.DATABASE.truncate();
    }

    /// A store on the shared node, with what the tables hold.
    ///
    /// @param blobs closed with the store
    public static MessageStore store(BoxSettings boxes, BlobStore blobs) {
        return CassandraStore.over(database(), () -> {}, settings().withBoxes(boxes), blobs);
    }

    private static final class Shared {
        static final CassandraSettings SETTINGS = settings(start());
        static final Database DATABASE = Database.open(SETTINGS);
    }

    private static CassandraSettings settings(CassandraCluster cluster) {
        return CassandraSettings.of(
                        cluster.contactPoints(),
                        cluster.datacenter(),
                        "satchel",
                        "{'class': 'NetworkTopologyStrategy', '" + cluster.datacenter() + "': 1}")
                .withLimits(CassandraLimits.SMALL);
    }

    private static CassandraCluster start() {
        try {
            var quick = org.satchel.backends.CassandraSettings.DEFAULT
                    .withCommitLogSync(org.satchel.backends.CassandraSettings.CommitLogSync.PERIODIC)
                    .withUnsafeSystem();
            return CassandraCluster.start(1, Files.createTempDirectory("satchel-cassandra"), quick);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
