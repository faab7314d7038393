// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.util.HashMap;
import java.util.Map;

/// How the nodes of a cluster run.
///
/// @param heapMib heap of a node; 320 does for tests, bulk loads want 512. The process needs about 350 more
/// @param unsafeSystem whether the tables that Cassandra keeps for itself are left to memory: faster to start and to
///     change the schema of, but a node that is killed forgets its schema
/// @param yaml keys of `cassandra.yaml` with their values as YAML, over ours
public record CassandraSettings(
        int heapMib, CommitLogSync commitLogSync, boolean unsafeSystem, Map<String, String> yaml) {

    public static final CassandraSettings DEFAULT = new CassandraSettings(320, CommitLogSync.BATCH, false, Map.of());

    /// When a write is on disk.
    public enum CommitLogSync {
        /// Within ten seconds, as Cassandra has it by default. A killed node loses what it answered in its last
        /// tenth of a second, for only that often it marks how far its log reaches.
        PERIODIC("commitlog_sync: periodic\ncommitlog_sync_period: 10000ms\n"),
        /// Before it is answered.
        BATCH("commitlog_sync: batch\n"),
        /// Before it is answered, together with those of the same two milliseconds.
        GROUP("commitlog_sync: group\ncommitlog_sync_group_window: 2ms\n");

        private final String lines;

        CommitLogSync(String lines) {
            this.lines = lines;
        }

        String lines() {
            return lines;
        }
    }

    public CassandraSettings {
        if (heapMib < 192) {
            throw new IllegalArgumentException("a node does not start with a heap of " + heapMib + " MiB");
        }
        yaml = Map.copyOf(yaml);
    }

    public CassandraSettings withHeapMib(int mebibytes) {
        return new CassandraSettings(mebibytes, commitLogSync, unsafeSystem, yaml);
    }

    public CassandraSettings withCommitLogSync(CommitLogSync sync) {
        return new CassandraSettings(heapMib, sync, unsafeSystem, yaml);
    }

    public CassandraSettings withUnsafeSystem() {
        return new CassandraSettings(heapMib, commitLogSync, true, yaml);
    }

    /// @param key a key of `cassandra.yaml`
    public CassandraSettings with(String key, String value) {
        var more = new HashMap<>(yaml);
        more.put(key, value);
        return new CassandraSettings(heapMib, commitLogSync, unsafeSystem, more);
    }
}
