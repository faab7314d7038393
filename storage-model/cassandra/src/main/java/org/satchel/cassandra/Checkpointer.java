// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.ContentId;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.ObjectId;
import org.satchel.model.Placement;
import org.satchel.model.Uid;
import org.satchel.model.state.BoxState;

/// Makes the next checkpoint of a box out of the last one and the commits since: writes their index rows and history,
/// then new segments where the listing changed, then the checkpoint that names them.
///
/// Nothing is visible before [HeadTable#publish]. Two processes may do the same work; one of them publishes.
final class Checkpointer {
    /// For so long a view may go on looking at the parts of an earlier checkpoint.
    static final Duration RETIRED_KEPT = Duration.ofMinutes(10);

    private final UUID box;
    private final Engine engine;
    private final Checkpoint before;
    private final Map<FolderId, Edits> folders = new HashMap<>();
    private final Map<ObjectId, Edit<Placement>> places = new HashMap<>();
    private final Map<ObjectId, String> keysOf = new HashMap<>();
    private final Map<String, Edit<ObjectId>> keys = new HashMap<>();
    private final Map<Share, Edit<Boolean>> shares = new HashMap<>();
    private final List<Checkpoint.Retired> retired = new ArrayList<>();
    private final List<UUID> written = new ArrayList<>();

    private Checkpointer(UUID box, Engine engine, Checkpoint before) {
        this.box = box;
        this.engine = engine;
        this.before = before;
    }

    /// @param groups all that came after `before`, up to `state`
    /// @return the checkpoint of `state`; its parts are written
    static Made make(UUID box, Engine engine, Checkpoint before, List<Group> groups, BoxState state) {
        var work = new Checkpointer(box, engine, before);
        work.readKeys(groups);
        for (var group : groups) {
            for (var commit : group.commits()) {
                work.take(commit);
            }
        }
        work.writeRows(groups);
        return new Made(work.writeParts(groups, state), work.written);
    }

    /// @param parts that were written for it, itself among them
    record Made(Checkpoint checkpoint, List<UUID> parts) {
        Made {
            parts = List.copyOf(parts);
        }

        UUID part() {
            return Objects.requireNonNull(checkpoint.part());
        }
    }

    /// What is to go when the checkpoint is published: parts that nobody looks at any more, and contents that nothing
    /// refers to.
    static void clean(UUID box, Engine engine, Checkpoint before, List<Group> groups) {
        var limit = engine.clock().instant().minus(RETIRED_KEPT);
        var begun = before.retired().stream()
                .filter(gone -> gone.since().isBefore(limit))
                .map(gone -> engine.parts().delete(box, gone.part()))
                .toList();
        Database.awaitAll(begun);
        engine.contents().release(box, removed(groups).map(Entry::content).collect(Collectors.toSet()));
    }

    private void take(Commit commit) {
        long modSeq = commit.modSeq().number();
        for (var change : commit.changes()) {
            switch (change) {
                case Change.ObjectAdded added -> add(modSeq, added);
                case Change.FlagsChanged(var folder, var uid, var object, var flagsBefore, var flags) ->
                    edits(folder).change(uid, entry -> entry.withFlags(flags, commit.modSeq()));
                case Change.ObjectMoved(var from, var fromUid, var to, var entry) -> {
                    edits(from).remove(fromUid);
                    edits(to).put(entry);
                    places.put(entry.object(), new Edit<>(modSeq, new Placement(to, entry.uid())));
                }
                case Change.ObjectRemoved(var folder, var last, var cause) -> {
                    edits(folder).remove(last.uid());
                    places.put(last.object(), new Edit<>(modSeq, null));
                    shares.put(new Share(last.content(), last.object()), new Edit<>(modSeq, null));
                    removeKey(modSeq, last.object());
                }
                case Change.HistoryPurged(var through, var horizon) ->
                    Database.awaitAll(engine.history()
                            .purge(box, before.state().counters().oldest().number(), through.number()));
                case Change.FolderCreated _,
                        Change.FolderRenamed _,
                        Change.FolderRemoved _,
                        Change.SubscriptionSet _,
                        Change.AnnotationSet _,
                        Change.GrantSet _,
                        Change.QuotaSet _ -> {}
            }
        }
    }

    private void add(long modSeq, Change.ObjectAdded added) {
        var entry = added.entry();
        edits(added.folder()).put(entry);
        places.put(entry.object(), new Edit<>(modSeq, new Placement(added.folder(), entry.uid())));
        var key = added.key();
        if (key != null) {
            keys.put(key, new Edit<>(modSeq, entry.object()));
            keysOf.put(entry.object(), key);
        }
        var source = added.source();
        if (source != null) {
            shares.put(new Share(entry.content(), entry.object()), new Edit<>(modSeq, true));
            shares.putIfAbsent(new Share(entry.content(), source), new Edit<>(modSeq, true));
        }
    }

    /// The keys with which objects came that are removed now, as far as they came before.
    private void readKeys(List<Group> groups) {
        var removed = removed(groups).map(Entry::object).collect(Collectors.toSet());
        keysOf.putAll(engine.index().keys(box, removed));
    }

    private static Stream<Entry> removed(List<Group> groups) {
        return groups.stream()
                .flatMap(group -> group.commits().stream())
                .flatMap(commit -> commit.changes().stream())
                .flatMap(change ->
                        change instanceof Change.ObjectRemoved gone ? Stream.of(gone.last()) : Stream.empty());
    }

    private void removeKey(long modSeq, ObjectId object) {
        var key = keysOf.get(object);
        if (key != null) {
            var present = keys.get(key);
            if (present == null || object.equals(present.value())) {
                keys.put(key, new Edit<>(modSeq, null));
            }
        }
    }

    private void writeRows(List<Group> groups) {
        var writes = engine.index().new Writes(box);
        places.forEach((object, edit) -> {
            var placement = edit.value();
            if (placement == null) {
                writes.delete(edit.modSeq(), object);
            } else {
                writes.put(edit.modSeq(), object, placement, keysOf.get(object));
            }
        });
        keys.forEach((key, edit) -> {
            var object = edit.value();
            if (object == null) {
                writes.delete(edit.modSeq(), key);
            } else {
                writes.put(edit.modSeq(), key, object);
            }
        });
        shares.forEach((share, edit) -> {
            if (edit.value() == null) {
                writes.unshare(edit.modSeq(), share.content(), share.object());
            } else {
                writes.share(edit.modSeq(), share.content(), share.object());
            }
        });
        var history = engine.history().put(box, groups);
        writes.await();
        Database.awaitAll(history);
    }

    private Checkpoint writeParts(List<Group> groups, BoxState state) {
        var segments = new TreeMap<FolderId, List<Segment>>();
        var now = engine.clock().instant();
        for (var folder : state.folders()) {
            var edited = folders.get(folder.id());
            var old = before.segments(folder.id());
            var list = edited == null ? old : rewritten(old, edited, now);
            int count = list.stream().mapToInt(Segment::count).sum();
            if (count != folder.count()) {
                throw new IllegalStateException("folder " + folder.id().number() + " should hold " + folder.count()
                        + " objects, its segments hold " + count);
            }
            if (!list.isEmpty()) {
                segments.put(folder.id(), list);
            }
        }
        before.segments().forEach((folder, list) -> {
            if (state.folder(folder).isEmpty()) {
                list.forEach(segment -> retired.add(new Checkpoint.Retired(segment.part(), now)));
            }
        });
        var limit = now.minus(RETIRED_KEPT);
        before.retired().stream().filter(gone -> !gone.since().isBefore(limit)).forEach(retired::add);
        groups.forEach(group -> group.parts().forEach(part -> retired.add(new Checkpoint.Retired(part, now))));
        var previous = before.part();
        if (previous != null) {
            retired.add(new Checkpoint.Retired(previous, now));
        }
        var made = new Checkpoint(UUID.randomUUID(), cold(state), segments, retired);
        written.add(Objects.requireNonNull(made.part()));
        Database.await(engine.parts().put(box, made));
        return made;
    }

    private static BoxState cold(BoxState state) {
        return BoxState.restored(state.box(), state.counters(), state.facts());
    }

    /// The segments of a folder with its edits: those that no edit touches stay as they are.
    private List<Segment> rewritten(List<Segment> old, Edits edits, Instant now) {
        var segments = new ArrayList<Segment>();
        var open = new ArrayList<Entry>();
        for (int i = 0; i < old.size(); i++) {
            var segment = old.get(i);
            boolean last = i == old.size() - 1;
            boolean grows = last && segment.count() < Segment.ENTRIES && edits.appends();
            boolean joins = !open.isEmpty() && open.size() < Segment.ENTRIES_LEAST;
            if (!edits.touches(segment) && !grows && !joins) {
                cut(open, segments);
                segments.add(segment);
                continue;
            }
            retired.add(new Checkpoint.Retired(segment.part(), now));
            for (var entry : Database.await(engine.parts().entries(box, segment))) {
                var edited = edits.apply(entry);
                if (edited != null) {
                    open.add(edited);
                }
            }
            if (open.size() >= Segment.ENTRIES_LEAST && !grows) {
                cut(open, segments);
            }
        }
        open.addAll(edits.appended());
        cut(open, segments);
        return segments;
    }

    /// Writes the entries as segments, and leaves none behind.
    private void cut(List<Entry> open, List<Segment> segments) {
        var writes = new ArrayList<CompletionStage<?>>();
        for (int from = 0; from < open.size(); from += Segment.ENTRIES) {
            var entries = List.copyOf(open.subList(from, Math.min(open.size(), from + Segment.ENTRIES)));
            var part = UUID.randomUUID();
            written.add(part);
            writes.add(engine.parts().put(box, part, entries));
            segments.add(new Segment(
                    part, entries.getFirst().uid(), entries.getLast().uid(), entries.size()));
        }
        open.clear();
        Database.awaitAll(writes);
    }

    private Edits edits(FolderId folder) {
        return folders.computeIfAbsent(folder, id -> new Edits(before.segments(id)));
    }

    /// @param value null = removed
    private record Edit<T>(long modSeq, @Nullable T value) {}

    private record Share(ContentId content, ObjectId object) {}

    private interface EntryChange {
        Entry of(Entry entry);
    }

    /// What the commits did to the listing of one folder.
    private static final class Edits {
        private final @Nullable Uid lastOld;
        private final TreeMap<Uid, Entry> appended = new TreeMap<>();
        /// Of older entries; null = removed.
        private final TreeMap<Uid, List<EntryChange>> changes = new TreeMap<>();

        private final TreeMap<Uid, Boolean> removed = new TreeMap<>();

        Edits(List<Segment> old) {
            this.lastOld = old.isEmpty() ? null : old.getLast().last();
        }

        void put(Entry entry) {
            appended.put(entry.uid(), entry);
        }

        void change(Uid uid, EntryChange change) {
            if (isOld(uid)) {
                changes.computeIfAbsent(uid, same -> new ArrayList<>()).add(change);
            } else {
                appended.put(uid, change.of(Objects.requireNonNull(appended.get(uid))));
            }
        }

        void remove(Uid uid) {
            if (isOld(uid)) {
                removed.put(uid, true);
            } else {
                appended.remove(uid);
            }
        }

        boolean appends() {
            return !appended.isEmpty();
        }

        List<Entry> appended() {
            return List.copyOf(appended.values());
        }

        boolean touches(Segment segment) {
            return !changes.subMap(segment.first(), true, segment.last(), true).isEmpty()
                    || !removed.subMap(segment.first(), true, segment.last(), true)
                            .isEmpty();
        }

        @Nullable
        Entry apply(Entry entry) {
            if (removed.containsKey(entry.uid())) {
                return null;
            }
            var edited = entry;
            for (var change : changes.getOrDefault(entry.uid(), List.of())) {
                edited = change.of(edited);
            }
            return edited;
        }

        private boolean isOld(Uid uid) {
            return lastOld != null && uid.compareTo(lastOld) <= 0;
        }
    }
}
