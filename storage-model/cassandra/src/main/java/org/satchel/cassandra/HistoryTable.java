// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// The table `box_history`: the groups of commits that a checkpoint contains, until they expire. The only rows that do.
final class HistoryTable {
    /// Commits of one partition: 64 MiB, if each of them filled a row.
    private static final int COMMITS_BITS = 9;

    private static final int BATCH_BYTES_MAX = 40 * 1024;
    private static final int ROW_BYTES = 64;
    private static final Duration KEPT_LEAST = Duration.ofHours(1);

    private final Database database;
    private final Bodies bodies;
    private final Duration kept;
    private final InstantSource clock;
    private final PreparedStatement put;
    private final PreparedStatement from;
    private final PreparedStatement purge;
    private final PreparedStatement purgeBucket;

    /// @param kept how long a commit can be asked for
    HistoryTable(Database database, Bodies bodies, Duration kept, InstantSource clock) {
        this.database = database;
        this.bodies = bodies;
        this.kept = kept;
        this.clock = clock;
        put = database.repeatable(
                "INSERT INTO box_history (box, bucket, last, group_op, body) VALUES (?, ?, ?, ?, ?) USING TTL ?");
        from = database.repeatable(
                "SELECT group_op, body FROM box_history WHERE box = ? AND bucket = ? AND last >= ? LIMIT ?");
        purge = database.repeatable("DELETE FROM box_history WHERE box = ? AND bucket = ? AND last <= ?");
        purgeBucket = database.repeatable("DELETE FROM box_history WHERE box = ? AND bucket = ?");
    }

    /// Begins to write groups; those of one bucket travel together.
    List<CompletableFuture<AsyncResultSet>> put(UUID box, List<Group> groups) {
        var begun = new ArrayList<CompletableFuture<AsyncResultSet>>();
        var batch = new ArrayList<BatchableStatement<?>>();
        long bucket = 0;
        int bytes = 0;
        for (var group : groups) {
            var lifetime = lifetime(group);
            var value = bodies.store(box, group.body(), lifetime).value();
            boolean leaves = bucket(group.last()) != bucket || bytes + value.remaining() > BATCH_BYTES_MAX;
            if (!batch.isEmpty() && leaves) {
                begun.add(send(batch));
                batch.clear();
                bytes = 0;
            }
            bucket = bucket(group.last());
            bytes += ROW_BYTES + value.remaining();
            int seconds = Math.toIntExact(lifetime.toSeconds());
            batch.add(put.bind(box, bucket, group.last(), group.op(), value, seconds));
        }
        if (!batch.isEmpty()) {
            begun.add(send(batch));
        }
        return begun;
    }

    private CompletableFuture<AsyncResultSet> send(List<BatchableStatement<?>> rows) {
        return database.begin(
                BatchStatement.newInstance(BatchType.UNLOGGED, rows).setIdempotent(true));
    }

    private Duration lifetime(Group group) {
        var age = Duration.between(group.commits().getFirst().at(), clock.instant());
        var left = kept.minus(age);
        return left.compareTo(KEPT_LEAST) < 0 ? KEPT_LEAST : left.compareTo(kept) > 0 ? kept : left;
    }

    /// The group that holds this commit.
    Optional<Group> holding(UUID box, long modSeq) {
        return since(box, modSeq, 1).stream()
                .findFirst()
                .or(() -> since(box, behindBucket(modSeq), 1).stream().findFirst())
                .filter(group -> group.first() <= modSeq);
    }

    /// Groups of the bucket of `modSeq` whose last commit is this one or a later one.
    List<Group> since(UUID box, long modSeq, int limit) {
        var groups = new ArrayList<Group>();
        for (var row : database.run(from.bind(box, bucket(modSeq), modSeq, limit))) {
            groups.add(group(box, row));
        }
        return groups;
    }

    /// Removes the groups up to this commit, but for one that goes beyond it.
    List<CompletableFuture<AsyncResultSet>> purge(UUID box, long after, long through) {
        var begun = new ArrayList<CompletableFuture<AsyncResultSet>>();
        for (long bucket = bucket(after + 1); bucket < bucket(through); bucket++) {
            begun.add(database.begin(purgeBucket.bind(box, bucket)));
        }
        begun.add(database.begin(purge.bind(box, bucket(through), through)));
        return begun;
    }

    /// Removes the history of a box that is gone.
    void erase(UUID box, long last) {
        Database.awaitAll(purge(box, 0, last + (1L << COMMITS_BITS)));
    }

    /// Number of the first commit of the next bucket.
    static long behindBucket(long modSeq) {
        return (bucket(modSeq) + 1) << COMMITS_BITS;
    }

    private static long bucket(long modSeq) {
        return modSeq >>> COMMITS_BITS;
    }

    private Group group(UUID box, Row row) {
        return bodies.group(
                box,
                Objects.requireNonNull(row.getUuid("group_op")),
                Objects.requireNonNull(row.getByteBuffer("body")));
    }
}
