// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.satchel.model.Commit;
import org.satchel.model.ContentId;
import org.satchel.model.Delta;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.ObjectId;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.state.BoxState;
import org.satchel.model.transfer.BoxImage;
import org.satchel.model.transfer.BoxReceiver;

/// One box of another store on its way into the tables: all but its head and its name.
final class Reception {
    private static final int PAGE_OBJECTS = 256;
    private static final int PAGE_COMMITS = 256;

    private final UUID box;
    private final BoxImage image;
    private final Engine engine;
    private final IncomingContents incoming;
    private final Map<FolderId, List<Segment>> segments = new TreeMap<>();
    /// Which object was the first of a content, until it is known that there are several.
    private final Map<ContentId, ObjectId> first = new HashMap<>();

    Reception(UUID box, BoxImage image, Engine engine, BoxReceiver.Tally tally) {
        this.box = box;
        this.image = image;
        this.engine = engine;
        this.incoming = new IncomingContents(box, engine, tally);
    }

    void run() {
        var view = image.view();
        var listings = new TreeMap<FolderId, Listing>();
        for (var folder : image.state().folders()) {
            var listing = view.listing(folder.id());
            if (listing.count() > 0) {
                listings.put(folder.id(), listing);
                segments.put(folder.id(), segments(listing));
            }
        }
        writePlan();
        listings.forEach(this::writeSegments);
        listings.forEach(this::writeObjects);
        incoming.flush();
        incoming.reserveWriters();
        writeHistory();
    }

    private void writePlan() {
        var state = image.state();
        var cold = BoxState.restored(state.box(), state.counters(), state.facts());
        var plan = new Checkpoint(TableReceiver.plan(box), cold, segments, List.of());
        Database.await(engine.parts().put(box, plan));
    }

    private static List<Segment> segments(Listing listing) {
        var found = new ArrayList<Segment>();
        for (int from = 0; from < listing.count(); from += Segment.ENTRIES) {
            int to = Math.min(listing.count(), from + Segment.ENTRIES);
            found.add(new Segment(
                    UUID.randomUUID(),
                    listing.at(from).uid(),
                    listing.at(to - 1).uid(),
                    to - from));
        }
        return found;
    }

    private void writeSegments(FolderId folder, Listing listing) {
        int from = 0;
        for (var segment : segments.getOrDefault(folder, List.of())) {
            int to = from + segment.count();
            Database.await(engine.parts().put(box, segment.part(), entries(listing, from, to)));
            from = to;
        }
    }

    private void writeObjects(FolderId folder, Listing listing) {
        for (int from = 0; from < listing.count(); from += PAGE_OBJECTS) {
            int to = Math.min(listing.count(), from + PAGE_OBJECTS);
            var entries = entries(listing, from, to);
            writeIndex(folder, entries);
            var summaries = new HashMap<ObjectId, Summary>();
            image.contents()
                    .summaries(folder, listing, from, to, (entry, summary) -> summaries.put(entry.object(), summary));
            for (var entry : entries) {
                // of several objects with one content the first brings it
                if (entry.object().equals(first.get(entry.content()))) {
                    take(folder, entry, summaries);
                }
            }
        }
    }

    private void take(FolderId folder, Entry entry, Map<ObjectId, Summary> summaries) {
        var summary = summaries.get(entry.object());
        try {
            if (summary != null) {
                incoming.take(entry, summary, image.view().payload(new Placement(folder, entry.uid())));
                return;
            }
        } catch (StoreFailure.NotFound gone) {
            // told below
        }
        // Removed since: a later commit says so.
        incoming.number(entry.content());
    }

    private void writeIndex(FolderId folder, List<Entry> entries) {
        long modSeq = image.head().number();
        var names = image.keys(entries.stream().map(Entry::object).toList());
        var writes = engine.index().new Writes(box);
        for (var entry : entries) {
            var object = entry.object();
            writes.put(modSeq, object, new Placement(folder, entry.uid()), names.get(object));
            var one = first.putIfAbsent(entry.content(), object);
            if (one != null) {
                writes.share(modSeq, entry.content(), one);
                writes.share(modSeq, entry.content(), object);
            }
        }
        names.forEach((object, name) -> writes.put(modSeq, name, object));
        writes.await();
    }

    private void writeHistory() {
        var position = image.state().counters().oldest();
        while (image.head().isAfter(position)) {
            switch (image.since(position, PAGE_COMMITS)) {
                case Delta.Truncated(var oldest) -> position = oldest;
                case Delta.Commits(var commits) -> {
                    if (commits.isEmpty()) {
                        throw new StoreFailure.Unavailable("the log of box " + image.id() + " ends early");
                    }
                    Database.awaitAll(engine.history().put(box, groups(commits)));
                    position = commits.getLast().modSeq();
                }
            }
        }
    }

    /// Groups as writers make them, none of them beyond its partition.
    private List<Group> groups(List<Commit> commits) {
        var limits = engine.settings().limits();
        var groups = new ArrayList<Group>();
        var open = new ArrayList<Commit>();
        for (var commit : commits) {
            boolean full = open.size() >= limits.groupCommitsMax()
                    || HistoryTable.behindBucket(commit.modSeq().number() - 1)
                            == commit.modSeq().number();
            if (full && !open.isEmpty()) {
                groups.add(new Group(UUID.randomUUID(), open));
                open.clear();
            }
            open.add(commit);
        }
        groups.add(new Group(UUID.randomUUID(), open));
        return groups;
    }

    private static List<Entry> entries(Listing listing, int from, int to) {
        var entries = new ArrayList<Entry>(to - from);
        listing.forEach(from, to, entries::add);
        return entries;
    }
}
