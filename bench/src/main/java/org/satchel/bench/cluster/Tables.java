// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.satchel.cassandra.CassandraSettings;

/// The engine's tables, by the driver alone: connected as the engine is, with the engine's statements.
final class Tables implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    /// As in the engine.
    private static final int CONTENTS_BITS = 10;

    private static final Duration FLUSH = Duration.ofSeconds(2);
    private static final int FLUSHES = 4;
    private static final int BATCH_BYTES_MAX = 40 * 1024;
    private static final int ROW_BYTES = 64;
    private static final int HISTORY_BUCKETS_MAX = 10_000;

    private final CqlSession session;
    private final PreparedStatement put;
    private final PreparedStatement found;
    private final PreparedStatement append;

    Tables(CassandraSettings settings) {
        session = CqlSession.builder()
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withString(DefaultDriverOption.PROTOCOL_VERSION, "V4")
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, TIMEOUT)
                        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
                        .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, "LOCAL_SERIAL")
                        .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                        .build())
                .addContactPoints(settings.contactPoints())
                .withLocalDatacenter(settings.datacenter())
                .withKeyspace(settings.keyspace())
                .build();
        put = session.prepare("INSERT INTO box_content (box, bucket, content, summary, payload, blob)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP 1");
        found = session.prepare("UPDATE box_head SET head = ?, applied = 0, fence = 0, group_op = ?, body = ?"
                + " WHERE box = ? AND last = ? IF head = null");
        append = session.prepare("UPDATE box_head SET head = ?, group_op = ?, body = ?"
                + " WHERE box = ? AND last = ? IF head = ? AND fence = 0");
    }

    @Override
    public void close() {
        session.close();
    }

    /// The identity of a box that the engine made.
    UUID box(String name) throws IOException {
        var row =
                session.execute("SELECT box FROM box_name WHERE name = ?", name).one();
        if (row == null) {
            throw new IOException("no box " + name);
        }
        return Objects.requireNonNull(row.getUuid("box"));
    }

    /// The commit of that number, when it is alone in its group and lies beside the head.
    ByteBuffer commit(UUID box, long number) throws IOException {
        var row = session.execute("SELECT body FROM box_head WHERE box = ? AND last = ?", box, number)
                .one();
        if (row == null) {
            throw new IOException("commit " + number + " lies elsewhere");
        }
        return Objects.requireNonNull(row.getByteBuffer("body"));
    }

    /// The first contents of a box.
    List<RecordedRows.Content> contents(UUID box) {
        var contents = new ArrayList<RecordedRows.Content>();
        for (var row : session.execute("SELECT summary, payload FROM box_content WHERE box = ? AND bucket = 1", box)) {
            contents.add(new RecordedRows.Content(
                    Objects.requireNonNull(row.getByteBuffer("summary")),
                    Objects.requireNonNull(row.getByteBuffer("payload"))));
        }
        return contents;
    }

    /// What a box holds, counted row by row.
    ///
    /// @param head number of its last commit
    /// @param contentBytes summaries and payloads
    /// @param commitBytes groups beside the head, the first commit of the box left out
    record Held(long head, long contents, long contentBytes, long commitBytes) {}

    Held held(UUID box) throws IOException {
        var head = session.execute("SELECT DISTINCT head FROM box_head WHERE box = ?", box)
                .one();
        if (head == null) {
            throw new IOException("box " + box + " has no head");
        }
        long count = 0;
        long bytes = 0;
        for (long bucket = 1, before = -1; count > before; bucket++) {
            before = count;
            for (var row : session.execute(
                    "SELECT summary, payload FROM box_content WHERE box = ? AND bucket = ?", box, bucket)) {
                count++;
                bytes += Objects.requireNonNull(row.getByteBuffer("summary")).remaining()
                        + Objects.requireNonNull(row.getByteBuffer("payload")).remaining();
            }
        }
        long commits = 0;
        for (var row : session.execute("SELECT body FROM box_head WHERE box = ? AND last > 1", box)) {
            commits += Objects.requireNonNull(row.getByteBuffer("body")).remaining();
        }
        return new Held(head.getLong("head"), count, bytes, commits);
    }

    /// MiB, rounded up, of the largest partition of the keyspace on the disk of the node that is asked, when all it has
    /// in memory is there, too.
    long largestPartitionMib() throws InterruptedException {
        var keyspace = session.getKeyspace().orElseThrow().asInternal();
        var names =
                session
                        .execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", keyspace)
                        .all()
                        .stream()
                        .map(row -> row.getString("table_name"))
                        .toList();
        for (var name : names) {
            session.execute("ALTER TABLE " + name + " WITH memtable_flush_period_in_ms = " + FLUSH.toMillis());
        }
        Thread.sleep(FLUSH.multipliedBy(FLUSHES));
        return session.execute("SELECT keyspace_name, mebibytes FROM system_views.max_partition_size").all().stream()
                .filter(row -> keyspace.equals(row.getString("keyspace_name")))
                .mapToLong(row -> row.getLong("mebibytes"))
                .max()
                .orElseThrow();
    }

    /// By what conditional writes the box became what it is, each told by its last commit: beside the head or, since a
    /// checkpoint, in the history.
    Set<Long> groups(UUID box) {
        var groups = new HashSet<Long>();
        session.execute("SELECT last FROM box_head WHERE box = ?", box).forEach(row -> groups.add(row.getLong("last")));
        for (long bucket = 0, before = -1; bucket < HISTORY_BUCKETS_MAX && groups.size() > before; bucket++) {
            before = bucket == 0 ? -1 : groups.size();
            session.execute("SELECT last FROM box_history WHERE box = ? AND bucket = ?", box, bucket)
                    .forEach(row -> groups.add(row.getLong("last")));
        }
        return groups;
    }

    /// Makes a box whose first commit is this one.
    boolean found(UUID box, ByteBuffer body) {
        var op = UUID.randomUUID();
        return session.execute(found.bind(1L, op, body, box, 1L)).wasApplied();
    }

    /// Writes rows of contents, those of one bucket in batches, and waits for them.
    ///
    /// @param first how many the box holds already
    void put(UUID box, long first, List<RecordedRows.Content> rows) {
        var begun = new ArrayList<CompletionStage<?>>();
        var batch = new ArrayList<BoundStatement>();
        int bytes = 0;
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            long bucket = bucket(first + i);
            boolean leaves = i > 0 && bucket != bucket(first + i - 1);
            if (!batch.isEmpty() && (leaves || bytes + ROW_BYTES + row.bytes() > BATCH_BYTES_MAX)) {
                begun.add(send(batch));
                batch.clear();
                bytes = 0;
            }
            batch.add(put.boundStatementBuilder()
                    .setUuid(0, box)
                    .setLong(1, bucket)
                    .setLong(2, bucket << 46 | first + i)
                    .setByteBuffer(3, row.summary())
                    .setByteBuffer(4, row.payload())
                    .build());
            bytes += ROW_BYTES + row.bytes();
        }
        begun.add(send(batch));
        begun.forEach(stage -> stage.toCompletableFuture().join());
    }

    /// Moves the head from one commit to another, if it is still there.
    boolean append(UUID box, long head, long last, ByteBuffer body) {
        var op = UUID.randomUUID();
        return session.execute(append.bind(last, op, body, box, last, head)).wasApplied();
    }

    private CompletionStage<?> send(List<BoundStatement> rows) {
        return session.executeAsync(
                rows.size() == 1
                        ? rows.getFirst()
                        : BatchStatement.newInstance(BatchType.UNLOGGED, rows.toArray(new BoundStatement[0])));
    }

    private static long bucket(long content) {
        return 1 + (content >>> CONTENTS_BITS);
    }
}
