// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.satchel.model.BoxId;
import org.satchel.model.Entry;
import org.satchel.model.StoreFailure;
import org.satchel.model.codec.ListingCodec;

/// The table `box_part`: checkpoints and segments, each written once under a fresh id; and the segments read last, in
/// memory.
final class PartTable {
    private final Database database;
    private final PreparedStatement put;
    private final PreparedStatement get;
    private final PreparedStatement delete;
    private final long cacheBytesMax;
    /// Guarded by itself; in order of use.
    private final Map<UUID, List<Entry>> cache = new LinkedHashMap<>(16, 0.75f, true);

    private long cacheBytes;

    PartTable(Database database, long cacheBytesMax) {
        this.database = database;
        this.cacheBytesMax = cacheBytesMax;
        put = database.repeatable(
                "INSERT INTO box_part (box, part, body) VALUES (?, ?, ?) USING TIMESTAMP 1 AND TTL ?");
        get = database.repeatable("SELECT body FROM box_part WHERE box = ? AND part = ?");
        delete = database.repeatable("DELETE FROM box_part USING TIMESTAMP 2 WHERE box = ? AND part = ?");
    }

    CompletableFuture<AsyncResultSet> put(UUID box, Checkpoint checkpoint) {
        var body = ByteBuffer.wrap(checkpoint.encode());
        return put(box, Objects.requireNonNull(checkpoint.part()), body, Duration.ZERO);
    }

    CompletableFuture<AsyncResultSet> put(UUID box, UUID part, List<Entry> entries) {
        keep(part, entries);
        return put(box, part, ByteBuffer.wrap(ListingCodec.encode(entries)), Duration.ZERO);
    }

    Checkpoint checkpoint(UUID box, BoxId id, UUID part) {
        try (var in = new DataInputStream(new ByteArrayInputStream(Database.await(read(box, part))))) {
            return Checkpoint.decode(id, part, in);
        } catch (IOException damaged) {
            throw new UncheckedIOException("checkpoint " + part, damaged);
        }
    }

    /// Empty when it is gone.
    Optional<Checkpoint> find(UUID box, BoxId id, UUID part) {
        var row = database.run(get.bind(box, part)).one();
        return row == null || row.isNull("body") ? Optional.empty() : Optional.of(checkpoint(box, id, part));
    }

    CompletableFuture<List<Entry>> entries(UUID box, Segment segment) {
        synchronized (cache) {
            var kept = cache.get(segment.part());
            if (kept != null) {
                return CompletableFuture.completedFuture(kept);
            }
        }
        return read(box, segment.part()).thenApply(bytes -> {
            var entries = ListingCodec.decode(bytes);
            keep(segment.part(), entries);
            return entries;
        });
    }

    CompletableFuture<AsyncResultSet> delete(UUID box, UUID part) {
        return database.begin(delete.bind(box, part));
    }

    /// Removes the parts of a box that is gone, the checkpoint last.
    void erase(UUID box, Checkpoint checkpoint) {
        var begun = new ArrayList<CompletableFuture<AsyncResultSet>>();
        checkpoint.segments().values().forEach(list -> list.forEach(segment -> begun.add(delete(box, segment.part()))));
        checkpoint.retired().forEach(gone -> begun.add(delete(box, gone.part())));
        Database.awaitAll(begun);
        var part = checkpoint.part();
        if (part != null) {
            Database.await(delete(box, part));
        }
    }

    /// @param lifetime zero = for ever
    CompletableFuture<AsyncResultSet> put(UUID box, UUID part, ByteBuffer body, Duration lifetime) {
        return database.begin(put.bind(box, part, body, Math.toIntExact(lifetime.toSeconds())));
    }

    CompletableFuture<byte[]> read(UUID box, UUID part) {
        return database.begin(get.bind(box, part)).thenApply(rows -> {
            var row = rows.one();
            if (row == null || row.isNull("body")) {
                throw new CompletionException(
                        new StoreFailure.Unavailable("the box has moved on; part " + part + " is gone"));
            }
            return ContentTable.bytes(Objects.requireNonNull(row.getByteBuffer("body")));
        });
    }

    private void keep(UUID part, List<Entry> entries) {
        synchronized (cache) {
            if (cache.put(part, entries) == null) {
                cacheBytes += bytes(entries);
            }
            var oldest = cache.values().iterator();
            while (cacheBytes > cacheBytesMax && oldest.hasNext()) {
                cacheBytes -= bytes(oldest.next());
                oldest.remove();
            }
        }
    }

    private static long bytes(List<Entry> entries) {
        return (long) entries.size() * Entry.BYTES;
    }
}
