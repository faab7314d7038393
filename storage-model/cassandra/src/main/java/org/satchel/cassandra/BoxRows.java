// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.ContentId;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.ObjectId;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.Uid;
import org.satchel.model.state.BoxContents;

/// What a box keeps beside its state: the parts of one checkpoint, the tables, and what the commits since that
/// checkpoint say that the tables may not say yet.
///
/// Holds its box, so that a box stays the only one of its name for as long as anybody looks at it.
final class BoxRows implements BoxContents {
    /// Entries whose summaries are asked for ahead of the one that is wanted.
    private static final int AHEAD_ENTRIES = 256;

    private final CassandraBox box;
    private final Engine engine;
    private final Checkpoint checkpoint;
    private final Map<ObjectId, Recent> places = new ConcurrentHashMap<>();
    private final Map<String, ObjectId> keys = new ConcurrentHashMap<>();
    /// Guarded by itself: all groups since the checkpoint.
    private final List<Group> groups = new ArrayList<>();

    BoxRows(CassandraBox box, Engine engine, Checkpoint checkpoint) {
        this.box = box;
        this.engine = engine;
        this.checkpoint = checkpoint;
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    /// Takes in the next group, in order, before a state with its commits is visible.
    ///
    /// One that is here already is passed over: whoever failed to follow it tries again.
    void add(Group group) {
        synchronized (groups) {
            long last = groups.isEmpty()
                    ? checkpoint.modSeq().number()
                    : groups.getLast().last();
            if (group.last() <= last) {
                return;
            }
            groups.add(group);
        }
        for (var commit : group.commits()) {
            commit.changes().forEach(this::add);
        }
    }

    /// Groups after number `after`, up to number `last`.
    List<Group> groups(long after, long last) {
        synchronized (groups) {
            return groups.stream()
                    .filter(group -> group.first() > after && group.last() <= last)
                    .toList();
        }
    }

    /// All groups after number `after`, when they are at hand; empty when they are not.
    List<Group> groupsSince(long after) {
        return after < checkpoint.modSeq().number() ? List.of() : groups(after, Long.MAX_VALUE);
    }

    /// With which keys objects came since the checkpoint.
    Map<ObjectId, String> recentKeys(Set<ObjectId> objects) {
        var found = new HashMap<ObjectId, String>();
        keys.forEach((key, object) -> {
            if (objects.contains(object)) {
                found.put(object, key);
            }
        });
        return found;
    }

    /// Commits from number `next`, which is after the checkpoint, up to number `last`.
    List<Commit> commits(long next, long last, int limit) {
        var found = new ArrayList<Commit>();
        synchronized (groups) {
            int at = firstHolding(next);
            for (int i = at; i < groups.size() && found.size() < limit; i++) {
                for (var commit : groups.get(i).commits()) {
                    long number = commit.modSeq().number();
                    if (number >= next && number <= last && found.size() < limit) {
                        found.add(commit);
                    }
                }
            }
        }
        return found;
    }

    private int firstHolding(long commit) {
        int low = 0;
        int high = groups.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (groups.get(middle).last() < commit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The same on a later checkpoint.
    BoxRows on(Checkpoint later) {
        var next = new BoxRows(box, engine, later);
        groups(later.modSeq().number(), Long.MAX_VALUE).forEach(next::add);
        return next;
    }

    @Override
    public void loadListing(FolderId folder, Uid last, Consumer<Entry> action) {
        box.checkPresent();
        long count = 0;
        var reads = new ArrayDeque<CompletableFuture<List<Entry>>>();
        var segments = checkpoint.segments(folder);
        int next = 0;
        while (next < segments.size() || !reads.isEmpty()) {
            while (next < segments.size()
                    && reads.size() < engine.settings().limits().readsInFlightMax()) {
                reads.add(engine.parts().entries(box.uuid(), segments.get(next++)));
            }
            for (var entry : Database.await(reads.remove())) {
                if (entry.uid().compareTo(last) <= 0) {
                    action.accept(entry);
                    count++;
                }
            }
        }
        box.loaded(count);
    }

    @Override
    public Optional<Entry> loadEntry(FolderId folder, Uid uid) {
        box.checkPresent();
        for (var segment : checkpoint.segments(folder)) {
            if (segment.covers(uid)) {
                var entries = Database.await(engine.parts().entries(box.uuid(), segment));
                return entries.stream().filter(entry -> entry.uid().equals(uid)).findFirst();
            }
        }
        return Optional.empty();
    }

    @Override
    public Summary summary(FolderId folder, Entry entry) {
        box.checkPresent();
        return Database.await(engine.contents().table().summary(box.uuid(), entry.content()))
                .orElseThrow(() ->
                        new StoreFailure.NotFound("object " + entry.object().number()));
    }

    @Override
    public void summaries(FolderId folder, Listing listing, int from, int to, BiConsumer<Entry, Summary> action) {
        box.checkPresent();
        var stretches = new ArrayDeque<Stretch>();
        int next = from;
        while (next < to || !stretches.isEmpty()) {
            while (next < to && stretches.size() < 2) {
                int end = Math.min(to, next + AHEAD_ENTRIES);
                stretches.add(begin(listing, next, end));
                next = end;
            }
            deliver(stretches, action);
        }
    }

    @Override
    public Payload payload(FolderId folder, Entry entry) {
        box.checkPresent();
        return engine.contents().payload(box.uuid(), entry.content(), entry.size());
    }

    @Override
    public Optional<Placement> locate(ObjectId object) {
        box.checkPresent();
        return switch (places.get(object)) {
            case Recent.At(var placement) -> Optional.of(placement);
            case Recent.Gone _ -> Optional.empty();
            case null -> engine.index().place(box.uuid(), object).map(IndexTables.Place::placement);
        };
    }

    @Override
    public Map<String, ObjectId> deposited(Collection<String> asked) {
        box.checkPresent();
        var found = new HashMap<String, ObjectId>();
        var rest = new ArrayList<String>(asked.size());
        for (var key : asked) {
            var recent = keys.get(key);
            if (recent == null) {
                rest.add(key);
            } else {
                found.put(key, recent);
            }
        }
        found.putAll(engine.index().deposited(box.uuid(), rest));
        return found;
    }

    private void add(Change change) {
        switch (change) {
            case Change.ObjectAdded(var folder, var entry, var source, var key) -> {
                places.put(entry.object(), new Recent.At(new Placement(folder, entry.uid())));
                if (key != null) {
                    keys.put(key, entry.object());
                }
            }
            case Change.ObjectMoved(var from, var fromUid, var to, var entry) ->
                places.put(entry.object(), new Recent.At(new Placement(to, entry.uid())));
            case Change.ObjectRemoved(var folder, var last, var cause) -> places.put(last.object(), new Recent.Gone());
            case Change.FolderCreated _,
                    Change.FolderRenamed _,
                    Change.FolderRemoved _,
                    Change.SubscriptionSet _,
                    Change.FlagsChanged _,
                    Change.AnnotationSet _,
                    Change.GrantSet _,
                    Change.QuotaSet _,
                    Change.HistoryPurged _ -> {}
        }
    }

    private Stretch begin(Listing listing, int from, int to) {
        var entries = new ArrayList<Entry>(to - from);
        listing.forEach(from, to, entries::add);
        var contents = new HashMap<Long, List<Long>>();
        for (var entry : entries) {
            contents.computeIfAbsent(ContentIds.bucket(entry.content()), bucket -> new ArrayList<>())
                    .add(entry.content().number());
        }
        var reads = new ArrayList<CompletableFuture<Map<Long, Summary>>>();
        contents.forEach((bucket, ids) -> reads.add(engine.contents().table().summaries(box.uuid(), bucket, ids)));
        return new Stretch(entries, reads);
    }

    private static void deliver(Deque<Stretch> stretches, BiConsumer<Entry, Summary> action) {
        var stretch = stretches.remove();
        Map<Long, Summary> found = new HashMap<>();
        stretch.reads().forEach(read -> found.putAll(Database.await(read)));
        for (var entry : stretch.entries()) {
            var summary = found.get(content(entry.content()));
            if (summary != null) {
                action.accept(entry, summary);
            }
        }
    }

    private static long content(ContentId content) {
        return content.number();
    }

    /// Where a recent commit put an object.
    private sealed interface Recent {
        record At(Placement placement) implements Recent {}

        record Gone() implements Recent {}
    }

    private record Stretch(List<Entry> entries, List<CompletableFuture<Map<Long, Summary>>> reads) {}
}
