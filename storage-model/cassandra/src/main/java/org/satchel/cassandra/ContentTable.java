// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.ContentId;
import org.satchel.model.Summary;
import org.satchel.model.blob.BlobName;
import org.satchel.model.codec.SummaryCodec;

/// The table `box_content`: summary and payload of each content, or where its payload is. Written before any commit
/// names it, a later version above the earlier ones, and every deletion above them all.
final class ContentTable {
    /// Up to so many contents of a bucket are asked for by name; of more, the whole stretch is read.
    private static final int NAMED_MAX = 24;
    private static final int BATCH_BYTES_MAX = 40 * 1024;
    private static final int ROW_BYTES = 64;
    private static final long DELETED = 1_000_000;

    private final Database database;
    private final PreparedStatement put;
    private final PreparedStatement summary;
    private final PreparedStatement named;
    private final PreparedStatement stretch;
    private final PreparedStatement payload;
    private final PreparedStatement blob;
    private final PreparedStatement delete;
    private final PreparedStatement blobsOf;
    private final PreparedStatement seen;
    private final PreparedStatement deleteBucket;

    ContentTable(Database database) {
        this.database = database;
        put = database.repeatable("INSERT INTO box_content (box, bucket, content, summary, payload, blob)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
        summary = database.repeatable(
                "SELECT content, summary FROM box_content WHERE box = ? AND bucket = ? AND content = ?");
        named = database.repeatable(
                "SELECT content, summary FROM box_content WHERE box = ? AND bucket = ? AND content IN ?");
        stretch = database.repeatable("SELECT content, summary FROM box_content"
                + " WHERE box = ? AND bucket = ? AND content >= ? AND content <= ?");
        payload = database.repeatable(
                "SELECT payload, blob FROM box_content WHERE box = ? AND bucket = ? AND content = ?");
        blob = database.repeatable("SELECT blob FROM box_content WHERE box = ? AND bucket = ? AND content = ?");
        delete = database.repeatable(
                "DELETE FROM box_content USING TIMESTAMP " + DELETED + " WHERE box = ? AND bucket = ? AND content = ?");
        seen = database.repeatable("SELECT content, blob, WRITETIME(summary) AS written FROM box_content"
                + " WHERE box = ? AND bucket = ?");
        blobsOf = database.repeatable("SELECT content, blob FROM box_content WHERE box = ? AND bucket = ?");
        deleteBucket = database.repeatable(
                "DELETE FROM box_content USING TIMESTAMP " + DELETED + " WHERE box = ? AND bucket = ?");
    }

    /// A content on its way into the table.
    ///
    /// @param version above those of earlier times that it was written
    /// @param payload null when it is a blob
    /// @param blob null when it is in the row
    record Incoming(
            ContentId content,
            long version,
            Summary summary,
            @Nullable ByteBuffer payload,
            @Nullable BlobName blob) {}

    /// Where a payload is: one of the two.
    record Place(@Nullable ByteBuffer payload, @Nullable BlobName blob) {}

    /// Begins to write contents of one box; neighbours travel together.
    List<CompletableFuture<AsyncResultSet>> put(UUID box, List<Incoming> contents) {
        var batches = new HashMap<Long, List<Sized>>();
        for (var content : contents) {
            batches.computeIfAbsent(ContentIds.bucket(content.content()), bucket -> new ArrayList<>())
                    .add(sized(box, content));
        }
        var begun = new ArrayList<CompletableFuture<AsyncResultSet>>();
        batches.values().forEach(rows -> send(rows, begun));
        return begun;
    }

    CompletableFuture<Optional<Summary>> summary(UUID box, ContentId content) {
        return database.begin(summary.bind(box, ContentIds.bucket(content), content.number()))
                .thenApply(rows -> Optional.ofNullable(rows.one()).map(ContentTable::summary));
    }

    /// Begins to read summaries of contents of one bucket; those that are gone are not in the answer.
    CompletableFuture<Map<Long, Summary>> summaries(UUID box, long bucket, List<Long> contents) {
        Statement<?> question = contents.size() <= NAMED_MAX
                ? named.bind(box, bucket, contents)
                : stretch.bind(
                        box,
                        bucket,
                        contents.stream().min(Long::compare).orElseThrow(),
                        contents.stream().max(Long::compare).orElseThrow());
        return collect(database.begin(question), new TreeMap<>());
    }

    Optional<Place> payload(UUID box, ContentId content) {
        var row = database.run(payload.bind(box, ContentIds.bucket(content), content.number()))
                .one();
        return Optional.ofNullable(row).map(ContentTable::place);
    }

    /// Begins to ask which blob a content is in, if it is in one.
    CompletableFuture<Optional<BlobName>> blob(UUID box, ContentId content) {
        return database.begin(blob.bind(box, ContentIds.bucket(content), content.number()))
                .thenApply(rows -> Optional.ofNullable(rows.one())
                        .map(row -> row.getString("blob"))
                        .flatMap(BlobName::parse));
    }

    boolean isThere(UUID box, ContentId content) {
        return database.run(blob.bind(box, ContentIds.bucket(content), content.number()))
                        .one()
                != null;
    }

    /// Whether the content of a blob is there, and says that this blob is its payload.
    CompletableFuture<Boolean> names(BlobName name) {
        return database.begin(blob.bind(
                        name.box(),
                        ContentIds.bucket(name.content()),
                        name.content().number()))
                .thenApply(rows -> {
                    var row = rows.one();
                    return row != null && name.key().equals(row.getString("blob"));
                });
    }

    CompletableFuture<AsyncResultSet> delete(UUID box, ContentId content) {
        return database.begin(delete.bind(box, ContentIds.bucket(content), content.number()));
    }

    /// A content as a look at all of them shows it.
    ///
    /// @param summary whether it has one
    record Seen(
            ContentId content, boolean summary, @Nullable BlobName blob) {}

    /// All contents of a box, bucket by bucket, without reading what they hold.
    void forEach(UUID box, long nextObject, Consumer<Seen> action) {
        for (long bucket : ContentIds.buckets(nextObject)) {
            for (var row : database.run(seen.bind(box, bucket))) {
                var blob = row.getString("blob");
                action.accept(new Seen(
                        new ContentId(row.getLong("content")),
                        !row.isNull("written"),
                        blob == null ? null : BlobName.parse(blob).orElse(null)));
            }
        }
    }

    /// Removes all contents of a box, bucket by bucket.
    ///
    /// @param let told of each content, and of its blob if it has one, before its row goes
    void erase(UUID box, long nextObject, BiConsumer<ContentId, Optional<BlobName>> let) {
        for (long bucket : ContentIds.buckets(nextObject)) {
            for (var row : database.run(blobsOf.bind(box, bucket))) {
                var blob = Optional.ofNullable(row.getString("blob")).flatMap(BlobName::parse);
                let.accept(new ContentId(row.getLong("content")), blob);
            }
            database.run(deleteBucket.bind(box, bucket));
        }
    }

    private CompletableFuture<Map<Long, Summary>> collect(
            CompletableFuture<AsyncResultSet> page, Map<Long, Summary> found) {
        return page.thenCompose(rows -> {
            for (var row : rows.currentPage()) {
                if (!row.isNull("summary")) {
                    found.put(row.getLong("content"), summary(row));
                }
            }
            return rows.hasMorePages()
                    ? collect(rows.fetchNextPage().toCompletableFuture(), found)
                    : CompletableFuture.completedFuture(found);
        });
    }

    private void send(List<Sized> rows, List<CompletableFuture<AsyncResultSet>> begun) {
        var batch = new ArrayList<BatchableStatement<?>>();
        int bytes = 0;
        for (var row : rows) {
            if (!batch.isEmpty() && bytes + row.bytes() > BATCH_BYTES_MAX) {
                begun.add(database.begin(batch(batch)));
                batch.clear();
                bytes = 0;
            }
            batch.add(row.statement());
            bytes += row.bytes();
        }
        begun.add(database.begin(batch(batch)));
    }

    private static Statement<?> batch(List<BatchableStatement<?>> rows) {
        return rows.size() == 1
                ? rows.getFirst()
                : BatchStatement.newInstance(BatchType.UNLOGGED, rows).setIdempotent(true);
    }

    private Sized sized(UUID box, Incoming incoming) {
        var content = incoming.content();
        var encoded = SummaryCodec.encode(incoming.summary());
        var payload = incoming.payload();
        var blob = incoming.blob();
        // A value that is not set writes nothing; null would write a tombstone.
        var statement = put.boundStatementBuilder()
                .setUuid(0, box)
                .setLong(1, ContentIds.bucket(content))
                .setLong(2, content.number())
                .setByteBuffer(3, ByteBuffer.wrap(encoded));
        if (payload != null) {
            statement = statement.setByteBuffer(4, payload.duplicate());
        }
        if (blob != null) {
            statement = statement.setString(5, blob.key());
        }
        statement = statement.setLong(6, Math.min(incoming.version(), DELETED - 1));
        return new Sized(statement.build(), ROW_BYTES + encoded.length + (payload == null ? 0 : payload.remaining()));
    }

    private static Summary summary(Row row) {
        return SummaryCodec.decode(bytes(Objects.requireNonNull(row.getByteBuffer("summary"))));
    }

    private static Place place(Row row) {
        var blob = row.getString("blob");
        return new Place(
                row.getByteBuffer("payload"),
                blob == null ? null : BlobName.parse(blob).orElseThrow());
    }

    static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private record Sized(BatchableStatement<?> statement, int bytes) {}
}
