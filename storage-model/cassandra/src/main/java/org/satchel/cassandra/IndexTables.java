// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.satchel.model.ContentId;
import org.satchel.model.FolderId;
import org.satchel.model.ObjectId;
import org.satchel.model.Placement;
import org.satchel.model.Uid;

/// The tables `box_place`, `box_key` and `box_share`: where an object is, which object came with a key, and which
/// objects share a content. Derived from the commits up to the checkpoint at least.
///
/// A row carries the mod-sequence of its commit as its timestamp: whoever writes it, how often, and in what order, the
/// newest commit decides.
final class IndexTables {
    /// Places of one partition, about: some hundred kilobytes.
    private static final int OBJECTS_BITS = 12;

    /// Up to so many objects of a bucket are asked for by name; for more, the whole bucket is read.
    private static final int NAMED_MAX = 24;
    /// A timestamp above that of any commit.
    private static final long AFTER_ALL = Long.MAX_VALUE / 2;

    private final Database database;
    private final PreparedStatement place;
    private final PreparedStatement places;
    private final PreparedStatement allSharers;
    private final PreparedStatement putPlace;
    private final PreparedStatement deletePlace;
    private final PreparedStatement key;
    private final PreparedStatement putKey;
    private final PreparedStatement deleteKey;
    private final PreparedStatement sharers;
    private final PreparedStatement putShare;
    private final PreparedStatement deleteShare;
    private final PreparedStatement deleteShares;
    private final PreparedStatement keysOf;
    private final PreparedStatement keysNamed;
    private final PreparedStatement deletePlaces;

    IndexTables(Database database) {
        this.database = database;
        place = database.repeatable(
                "SELECT folder, uid, key FROM box_place WHERE box = ? AND bucket = ? AND object = ?");
        places = database.repeatable("SELECT object, folder, uid, key FROM box_place WHERE box = ? AND bucket = ?");
        allSharers = database.repeatable("SELECT object FROM box_share WHERE box = ? AND content = ?");
        putPlace = database.repeatable("INSERT INTO box_place (box, bucket, object, folder, uid, key)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
        deletePlace = database.repeatable(
                "DELETE FROM box_place USING TIMESTAMP ? WHERE box = ? AND bucket = ? AND object = ?");
        key = database.repeatable("SELECT object FROM box_key WHERE box = ? AND key = ?");
        putKey = database.repeatable("INSERT INTO box_key (box, key, object) VALUES (?, ?, ?) USING TIMESTAMP ?");
        deleteKey = database.repeatable("DELETE FROM box_key USING TIMESTAMP ? WHERE box = ? AND key = ?");
        sharers = database.repeatable("SELECT object FROM box_share WHERE box = ? AND content = ? LIMIT 1");
        putShare =
                database.repeatable("INSERT INTO box_share (box, content, object) VALUES (?, ?, ?) USING TIMESTAMP ?");
        deleteShare = database.repeatable(
                "DELETE FROM box_share USING TIMESTAMP ? WHERE box = ? AND content = ? AND object = ?");
        deleteShares = database.repeatable("DELETE FROM box_share WHERE box = ? AND content = ?");
        keysOf = database.repeatable("SELECT object, key FROM box_place WHERE box = ? AND bucket = ?");
        keysNamed =
                database.repeatable("SELECT object, key FROM box_place WHERE box = ? AND bucket = ? AND object IN ?");
        deletePlaces = database.repeatable("DELETE FROM box_place WHERE box = ? AND bucket = ?");
    }

    /// @param key with which the object came; null = none
    record Place(Placement placement, @Nullable String key) {}

    Optional<Place> place(UUID box, ObjectId object) {
        var row = database.run(place.bind(box, bucket(object), object.number())).one();
        if (row == null || row.isNull("folder")) {
            return Optional.empty();
        }
        var placement = new Placement(new FolderId(row.getLong("folder")), Uid.of(row.getLong("uid")));
        return Optional.of(new Place(placement, row.getString("key")));
    }

    /// With which keys objects came; those that came without, or are gone, are not in the answer.
    Map<ObjectId, String> keys(UUID box, Set<ObjectId> objects) {
        var buckets = objects.stream().collect(Collectors.groupingBy(IndexTables::bucket));
        var found = new HashMap<ObjectId, String>();
        buckets.forEach((bucket, some) -> {
            var numbers = some.stream().map(ObjectId::number).toList();
            var question =
                    numbers.size() <= NAMED_MAX ? keysNamed.bind(box, bucket, numbers) : keysOf.bind(box, bucket);
            for (var row : database.run(question)) {
                var object = new ObjectId(row.getLong("object"));
                var name = row.getString("key");
                if (name != null && objects.contains(object)) {
                    found.put(object, name);
                }
            }
        });
        return found;
    }

    /// All places of a box, partition by partition.
    ///
    /// @param nextObject number of the object that would be the next
    void forEachPlace(UUID box, long nextObject, BiConsumer<ObjectId, Place> action) {
        for (long bucket = 0; bucket <= nextObject >>> OBJECTS_BITS; bucket++) {
            for (var row : database.run(places.bind(box, bucket))) {
                if (!row.isNull("folder")) {
                    var placement = new Placement(new FolderId(row.getLong("folder")), Uid.of(row.getLong("uid")));
                    action.accept(new ObjectId(row.getLong("object")), new Place(placement, row.getString("key")));
                }
            }
        }
    }

    /// The objects that are named as sharing a content.
    Set<ObjectId> sharers(UUID box, ContentId content) {
        var found = new HashSet<ObjectId>();
        for (var row : database.run(allSharers.bind(box, content.number()))) {
            found.add(new ObjectId(row.getLong("object")));
        }
        return found;
    }

    /// The objects of those among the names that have one; all are asked for at once.
    Map<String, ObjectId> deposited(UUID box, Collection<String> names) {
        var begun = new LinkedHashMap<String, CompletableFuture<AsyncResultSet>>();
        names.forEach(name -> begun.put(name, database.begin(key.bind(box, name))));
        Database.awaitAll(List.copyOf(begun.values()));
        var found = new HashMap<String, ObjectId>();
        begun.forEach((name, rows) -> {
            var row = rows.join().one();
            if (row != null && !row.isNull("object")) {
                found.put(name, new ObjectId(row.getLong("object")));
            }
        });
        return found;
    }

    /// Begins to ask whether objects share a content.
    CompletableFuture<Boolean> isShared(UUID box, ContentId content) {
        return database.begin(sharers.bind(box, content.number())).thenApply(rows -> rows.one() != null);
    }

    CompletableFuture<AsyncResultSet> unshare(UUID box, ContentId content) {
        return database.begin(deleteShares.bind(box, content.number()));
    }

    /// Removes all places and keys of a box that is gone.
    ///
    /// @param nextObject number of the object that would have been the next
    void erase(UUID box, long nextObject) {
        for (long bucket = 0; bucket <= nextObject >>> OBJECTS_BITS; bucket++) {
            var begun = new ArrayList<CompletableFuture<AsyncResultSet>>();
            for (var row : database.run(keysOf.bind(box, bucket))) {
                var name = row.getString("key");
                if (name != null) {
                    begun.add(database.begin(deleteKey.bind(AFTER_ALL, box, name)));
                }
            }
            Database.awaitAll(begun);
            database.run(deletePlaces.bind(box, bucket));
        }
    }

    /// Rows of one box on their way; those of one partition travel together.
    final class Writes {
        private static final int BATCH_ROWS_MAX = 100;

        private final UUID box;
        private final Map<Long, List<BatchableStatement<?>>> places = new HashMap<>();
        private final List<CompletableFuture<AsyncResultSet>> begun = new ArrayList<>();

        Writes(UUID box) {
            this.box = box;
        }

        /// @param name null leaves the key of a known object as it is
        void put(long modSeq, ObjectId object, Placement placement, @Nullable String name) {
            var row = putPlace.boundStatementBuilder()
                    .setUuid(0, box)
                    .setLong(1, bucket(object))
                    .setLong(2, object.number())
                    .setLong(3, placement.folder().number())
                    .setLong(4, placement.uid().number())
                    .setLong(6, modSeq);
            add(object, (name == null ? row : row.setString(5, name)).build());
        }

        void delete(long modSeq, ObjectId object) {
            add(object, deletePlace.bind(modSeq, box, bucket(object), object.number()));
        }

        void put(long modSeq, String name, ObjectId object) {
            begun.add(database.begin(putKey.bind(box, name, object.number(), modSeq)));
        }

        void delete(long modSeq, String name) {
            begun.add(database.begin(deleteKey.bind(modSeq, box, name)));
        }

        void share(long modSeq, ContentId content, ObjectId object) {
            begun.add(database.begin(putShare.bind(box, content.number(), object.number(), modSeq)));
        }

        void unshare(long modSeq, ContentId content, ObjectId object) {
            begun.add(database.begin(deleteShare.bind(modSeq, box, content.number(), object.number())));
        }

        void await() {
            places.values().forEach(this::send);
            places.clear();
            Database.awaitAll(begun);
            begun.clear();
        }

        private void add(ObjectId object, BatchableStatement<?> row) {
            var rows = places.computeIfAbsent(bucket(object), bucket -> new ArrayList<>());
            rows.add(row);
            if (rows.size() == BATCH_ROWS_MAX) {
                send(rows);
                rows.clear();
            }
        }

        private void send(List<BatchableStatement<?>> rows) {
            if (!rows.isEmpty()) {
                begun.add(database.begin(
                        BatchStatement.newInstance(BatchType.UNLOGGED, rows).setIdempotent(true)));
            }
        }
    }

    private static long bucket(ObjectId object) {
        return object.number() >>> OBJECTS_BITS;
    }
}
