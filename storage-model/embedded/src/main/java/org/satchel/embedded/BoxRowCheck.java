// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.ContentId;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.Landmarks;
import org.satchel.model.ObjectId;
import org.satchel.model.Placement;
import org.satchel.model.Quota;
import org.satchel.model.Uid;
import org.satchel.model.check.Fault;
import org.satchel.model.check.Finding;
import org.satchel.model.check.StoreCheck;
import org.satchel.model.codec.CorruptRecord;
import org.satchel.model.codec.EntryCodec;
import org.satchel.model.codec.FolderCodec;
import org.satchel.model.codec.SummaryCodec;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.Counters;

/// The rows of one box against each other. Its listings are in memory meanwhile, and where each object is.
final class BoxRowCheck {
    private static final byte[] NOTHING = {};
    private static final int PIECE_BYTES = 64 * 1024;

    private final BoxId id;
    private final Keys keys;
    private final RowCheck store;
    private final StoreCheck.Depth depth;
    private final Consumer<Finding> found;
    private final BoxState state;
    private final Map<ObjectId, Placed> objects = new HashMap<>();
    private final Map<ContentId, Long> sizes = new HashMap<>();
    private final Map<FolderId, Figures> figures = new TreeMap<>();
    private final RowBatch batch = new RowBatch();

    BoxRowCheck(BoxId id, Keys keys, RowCheck store, StoreCheck.Depth depth, Consumer<Finding> found) {
        this.id = id;
        this.keys = keys;
        this.store = store;
        this.depth = depth;
        this.found = found;
        this.state = StateRows.restore(id, keys, store.rows());
    }

    private record Placed(Placement placement, ContentId content) {}

    /// What the objects of a folder come to.
    private static final class Figures {
        int count;
        int unseen;
        int deleted;
        long bytes;
        long lastUid;
        Landmarks landmarks = Landmarks.NONE;

        /// To be told of the entries in uid order, as their keys are.
        void add(Entry entry) {
            count++;
            unseen += entry.flags().has(Flags.SEEN) ? 0 : 1;
            deleted += entry.flags().has(Flags.DELETED) ? 1 : 0;
            bytes += entry.size();
            lastUid = Math.max(lastUid, entry.uid().number());
            landmarks = landmarks.with(entry);
        }
    }

    void run() {
        readEntries();
        checkFigures();
        checkDetails();
        var came = checkPlaces();
        checkKeys(came);
        checkReferences();
        checkPayloads();
        checkHistory();
        checkCounters();
        if (!batch.ops().isEmpty()) {
            store.mend(batch);
        }
    }

    private void readEntries() {
        scan(Table.ENTRY, row -> {
            var place = placement(row.key());
            if (state.folder(place.folder()).isEmpty()) {
                left(row, "entry " + place.folder().number() + "/" + place.uid());
                return;
            }
            try {
                var entry = EntryCodec.decode(place.uid(), row.value());
                objects.put(entry.object(), new Placed(place, entry.content()));
                sizes.put(entry.content(), entry.size());
                figures.computeIfAbsent(place.folder(), folder -> new Figures()).add(entry);
            } catch (CorruptRecord damaged) {
                find(Fault.UNREADABLE, "entry " + place.folder().number() + "/" + place.uid(), false);
            }
        });
    }

    private void checkFigures() {
        for (var folder : state.folders()) {
            var now = figures.getOrDefault(folder.id(), new Figures());
            boolean same = folder.count() == now.count
                    && folder.unseen() == now.unseen
                    && folder.deleted() == now.deleted
                    && folder.bytes() == now.bytes
                    && folder.uidNext().number() > now.lastUid
                    && (folder.landmarks() == null || now.landmarks.equals(folder.landmarks()));
            if (!same) {
                var right = new Folder(
                        folder.id(),
                        folder.path(),
                        folder.uidValidity(),
                        Uid.of(Math.max(folder.uidNext().number(), now.lastUid + 1)),
                        folder.created(),
                        folder.changed(),
                        now.count,
                        now.unseen,
                        now.deleted,
                        now.bytes,
                        folder.selectable(),
                        folder.system(),
                        now.landmarks);
                batch(() -> batch.put(Family.ROWS, keys.folder(folder.id()), FolderCodec.encode(right)));
                find(Fault.FIGURES, "folder " + folder.id().number(), depth.mend());
            }
        }
    }

    private void checkDetails() {
        var there = new HashSet<Placement>();
        scan(Table.DETAIL, row -> {
            var place = placement(row.key());
            there.add(place);
            try {
                SummaryCodec.decode(row.value());
            } catch (CorruptRecord damaged) {
                find(Fault.SUMMARY, "at " + place.folder().number() + "/" + place.uid(), false);
            }
        });
        objects.forEach((object, placed) -> {
            if (!there.remove(placed.placement())) {
                find(Fault.SUMMARY, "object " + object.number(), false);
            }
        });
        for (var place : there) {
            batch(() -> batch.delete(Family.ROWS, keys.detail(place.folder(), place.uid())));
            find(Fault.LEFT_ROW, "summary at " + place.folder().number() + "/" + place.uid(), depth.mend());
        }
    }

    /// @return with which keys objects came
    private Map<ObjectId, String> checkPlaces() {
        var came = new HashMap<ObjectId, String>();
        var there = new HashSet<ObjectId>();
        scan(Table.PLACE, row -> {
            var object = new ObjectId(lastLong(row.key()));
            var placed = objects.get(object);
            if (placed == null) {
                left(row, "place of object " + object.number());
                return;
            }
            there.add(object);
            var key = PlaceRow.key(row.value());
            if (key != null) {
                came.put(object, key);
            }
            if (!PlaceRow.placement(row.value()).equals(placed.placement())) {
                mendPlace(object, placed, key);
            }
        });
        var lost = new HashMap<ObjectId, Placed>(objects);
        lost.keySet().removeAll(there);
        if (!lost.isEmpty()) {
            scan(Table.KEY, row -> {
                var object = Numbers.object(row.value());
                if (lost.containsKey(object)) {
                    came.put(object, Keys.name(row.key()));
                }
            });
            lost.forEach((object, placed) -> mendPlace(object, placed, came.get(object)));
        }
        return came;
    }

    private void mendPlace(ObjectId object, Placed placed, @Nullable String key) {
        var place = placed.placement();
        batch(() -> batch.put(Family.ROWS, keys.place(object), PlaceRow.of(place.folder(), place.uid(), key)));
        find(Fault.PLACE, "object " + object.number(), depth.mend());
    }

    private void checkKeys(Map<ObjectId, String> came) {
        var missing = new HashMap<ObjectId, String>(came);
        scan(Table.KEY, row -> {
            var object = Numbers.object(row.value());
            var key = Keys.name(row.key());
            if (key.equals(came.get(object))) {
                missing.remove(object);
            } else {
                left(Family.KEYS, row, "key of object " + object.number());
            }
        });
        missing.forEach((object, key) -> {
            batch(() -> batch.put(Family.KEYS, keys.named(Table.KEY, key), Numbers.row(object.number())));
            find(Fault.KEY, "object " + object.number(), depth.mend());
        });
    }

    private void checkReferences() {
        var missing = new HashSet<>(objects.keySet());
        scan(Table.REFERENCE, row -> {
            var object = Keys.referrer(row.key());
            var placed = objects.get(object);
            if (placed != null && Arrays.equals(row.key(), keys.reference(placed.content(), object))) {
                missing.remove(object);
            } else {
                left(row, "reference of object " + object.number());
            }
        });
        for (var object : missing) {
            var content = java.util.Objects.requireNonNull(objects.get(object)).content();
            batch(() -> batch.put(Family.ROWS, keys.reference(content, object), NOTHING));
            find(Fault.REFERENCE, "object " + object.number(), depth.mend());
        }
    }

    private void checkPayloads() {
        var inFiles = new HashMap<ContentId, Digest>();
        scan(Table.FILE_OF, row -> {
            var content = new ContentId(lastLong(row.key()));
            if (sizes.containsKey(content)) {
                inFiles.put(content, Digest.of(row.value()));
            } else {
                left(row, "file of content " + content.number());
            }
        });
        var unused = new HashMap<>(inFiles);
        scan(Table.FILE_USE, row -> {
            var content = new ContentId(lastLong(row.key()));
            var digest = inFiles.get(content);
            if (digest != null && Arrays.equals(row.key(), keys.fileUse(digest, content))) {
                unused.remove(content);
            } else {
                left(row, "use of a file by content " + content.number());
            }
        });
        unused.forEach((content, digest) -> {
            batch(() -> batch.put(Family.ROWS, keys.fileUse(digest, content), NOTHING));
            find(Fault.REFERENCE, "file of content " + content.number(), depth.mend());
        });
        var missing = new HashSet<>(sizes.keySet());
        RowCheck.scan(store.rows(), Family.PAYLOADS, keys.first(), Keys.behind(keys.first()), row -> {
            var content = new ContentId(lastLong(row.key()));
            var size = sizes.get(content);
            if (size == null) {
                batch(() -> batch.delete(Family.PAYLOADS, row.key()));
                find(Fault.LEFT_CONTENT, "content " + content.number(), depth.mend());
            } else if (row.value().length != size) {
                find(Fault.PAYLOAD, "content " + content.number() + " has " + row.value().length + " bytes", false);
            }
            missing.remove(content);
        });
        inFiles.forEach((content, digest) -> {
            missing.remove(content);
            checkFile(content, digest, java.util.Objects.requireNonNull(sizes.get(content)));
        });
        missing.forEach(content -> find(Fault.PAYLOAD, "content " + content.number() + " is missing", false));
    }

    private void checkFile(ContentId content, Digest digest, long size) {
        var name = new PayloadFiles.Name(keys.box(), digest);
        try (var channel = store.files().open(name)) {
            if (channel.size() != size) {
                find(Fault.PAYLOAD, "content " + content.number() + " has " + channel.size() + " bytes", false);
            } else if (depth.payloads()) {
                var hash = Digest.start();
                var piece = ByteBuffer.allocate(PIECE_BYTES);
                while (channel.read(piece.clear()) >= 0) {
                    hash.update(piece.flip());
                }
                if (!Digest.of(hash.digest()).equals(digest)) {
                    find(Fault.PAYLOAD, "content " + content.number() + " has another digest", false);
                }
            }
        } catch (java.nio.file.NoSuchFileException gone) {
            find(Fault.PAYLOAD, "content " + content.number() + " is missing", false);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void checkHistory() {
        long oldest = state.counters().oldest().number();
        long head = state.head().number();
        var next = new long[] {oldest + 1};
        RowCheck.scan(store.rows(), Family.LOG, keys.first(), Keys.behind(keys.first()), row -> {
            long number = lastLong(row.key());
            if (number <= oldest || number > head) {
                batch(() -> batch.delete(Family.LOG, row.key()));
                find(Fault.LEFT_ROW, "commit " + number, depth.mend());
                return;
            }
            if (number > next[0]) {
                find(Fault.HISTORY, "commits " + next[0] + " to " + (number - 1), false);
            }
            next[0] = number + 1;
        });
        if (next[0] <= head) {
            find(Fault.HISTORY, "commits " + next[0] + " to " + head, false);
        }
    }

    private void checkCounters() {
        var now = state.counters();
        long bytes = figures.values().stream().mapToLong(each -> each.bytes).sum();
        var right = new Counters(
                Math.max(
                        now.nextFolder(),
                        1 + last(state.folders().stream().map(one -> one.id().number()))),
                Math.max(now.nextObject(), 1 + last(objects.keySet().stream().map(ObjectId::number))),
                Math.max(now.nextContent(), 1 + last(sizes.keySet().stream().map(ContentId::number))),
                Math.max(
                        now.lastUidValidity(),
                        state.folders().stream()
                                .mapToInt(Folder::uidValidity)
                                .max()
                                .orElse(0)),
                now.head(),
                now.oldest(),
                new Quota.Usage(bytes, objects.size()));
        if (!right.equals(now)) {
            batch(() -> batch.put(Family.ROWS, keys.row(Table.HEAD), Numbers.head(right)));
            find(Fault.COUNTERS, "", depth.mend());
        }
    }

    private static long last(java.util.stream.Stream<Long> numbers) {
        return numbers.mapToLong(Long::longValue).max().orElse(0);
    }

    private void left(Row row, String what) {
        left(Family.ROWS, row, what);
    }

    private void left(Family family, Row row, String what) {
        batch(() -> batch.delete(family, row.key()));
        find(Fault.LEFT_ROW, what, depth.mend());
    }

    private void batch(Runnable mending) {
        if (depth.mend()) {
            mending.run();
        }
    }

    private void find(Fault fault, String what, boolean mended) {
        found.accept(new Finding(fault, id.text(), what, mended));
    }

    private void scan(Table table, Consumer<Row> action) {
        var all = keys.row(table);
        var family = table == Table.KEY ? Family.KEYS : Family.ROWS;
        RowCheck.scan(store.rows(), family, all, Keys.behind(all), action);
    }

    private static Placement placement(byte[] key) {
        var at = ByteBuffer.wrap(key, Long.BYTES + 1, Long.BYTES + Integer.BYTES);
        return new Placement(new FolderId(at.getLong()), new Uid(at.getInt()));
    }

    private static long lastLong(byte[] key) {
        return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
    }
}
