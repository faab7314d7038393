// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.satchel.model.Change;
import org.satchel.model.ContentId;
import org.satchel.model.Delta;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.Landmarks;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Placement;
import org.satchel.model.Quota;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;
import org.satchel.model.blob.BlobName;
import org.satchel.model.check.Fault;
import org.satchel.model.check.Finding;
import org.satchel.model.check.StoreCheck;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.Counters;

/// What the tables hold of one box against its listings. These are in memory meanwhile, and where each object is.
///
/// Commits since the checkpoint are not in the tables yet: what they touch is passed over. Mending makes a checkpoint
/// first, so that nothing is.
final class BoxTableCheck {
    private static final int PAGE_COMMITS = 256;
    /// Contents are written before their commit, and go after the checkpoint that lets go of them: who looks while
    /// servers run looks again after so long.
    private static final long LOOK_AGAIN_NANOS = 1_500_000_000L;

    private final CassandraBox box;
    private final UUID uuid;
    private final Engine engine;
    private final StoreCheck.Depth depth;
    private final Consumer<Finding> found;
    private final Present present;
    private final Map<ObjectId, Placed> objects = new HashMap<>();
    private final Map<ContentId, List<ObjectId>> contents = new HashMap<>();
    private final Set<ObjectId> recent = new HashSet<>();
    private final Set<ContentId> recentContents = new HashSet<>();
    private final Map<FolderId, Folder> right = new TreeMap<>();
    private long bytes;
    private boolean figuresDiffer;

    BoxTableCheck(CassandraBox box, Engine engine, StoreCheck.Depth depth, Consumer<Finding> found) {
        this.box = box;
        this.uuid = box.uuid();
        this.engine = engine;
        this.depth = depth;
        this.found = found;
        if (depth.mend()) {
            box.checkpoint();
        }
        this.present = box.refresh();
    }

    private record Placed(Placement placement, Entry entry) {}

    void run() {
        noteRecent(present.rows().groups(0, Long.MAX_VALUE));
        present.state().folders().forEach(this::checkFolder);
        checkCounters();
        checkPlaces();
        checkShares();
        checkContents();
        checkHistory();
    }

    private void noteRecent(List<Group> groups) {
        for (var group : groups) {
            for (var commit : group.commits()) {
                for (var change : commit.changes()) {
                    switch (change) {
                        case Change.ObjectAdded added -> note(added.entry());
                        case Change.ObjectMoved moved -> note(moved.entry());
                        case Change.ObjectRemoved removed -> note(removed.last());
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
            }
        }
    }

    private void note(Entry entry) {
        recent.add(entry.object());
        recentContents.add(entry.content());
    }

    private void checkFolder(Folder folder) {
        var listing = present.view().listing(folder.id());
        var now = new long[3];
        listing.forEach(entry -> {
            objects.put(entry.object(), new Placed(new Placement(folder.id(), entry.uid()), entry));
            contents.computeIfAbsent(entry.content(), content -> new ArrayList<>(1))
                    .add(entry.object());
            now[0] += entry.flags().has(Flags.SEEN) ? 0 : 1;
            now[1] += entry.flags().has(Flags.DELETED) ? 1 : 0;
            now[2] += entry.size();
        });
        bytes += now[2];
        long last =
                listing.count() == 0 ? 0 : listing.at(listing.count() - 1).uid().number();
        var correct = new Folder(
                folder.id(),
                folder.path(),
                folder.uidValidity(),
                Uid.of(Math.max(folder.uidNext().number(), last + 1)),
                folder.created(),
                folder.changed(),
                listing.count(),
                (int) now[0],
                (int) now[1],
                now[2],
                folder.selectable(),
                folder.system(),
                folder.landmarks() == null ? null : Landmarks.of(listing));
        right.put(folder.id(), correct);
        if (!correct.equals(folder)) {
            figuresDiffer = true;
            find(Fault.FIGURES, "folder " + folder.id().number(), depth.mend());
        }
    }

    private void checkCounters() {
        var now = present.state().counters();
        var correct = new Counters(
                Math.max(now.nextFolder(), 1 + last(right.keySet().stream().map(FolderId::number))),
                Math.max(now.nextObject(), 1 + last(objects.keySet().stream().map(ObjectId::number))),
                Math.max(now.nextContent(), 1 + last(contents.keySet().stream().map(ContentId::number))),
                Math.max(
                        now.lastUidValidity(),
                        right.values().stream()
                                .mapToInt(Folder::uidValidity)
                                .max()
                                .orElse(0)),
                now.head(),
                now.oldest(),
                new Quota.Usage(bytes, objects.size()));
        if (!correct.equals(now)) {
            find(Fault.COUNTERS, "", depth.mend());
        }
        if (depth.mend() && (figuresDiffer || !correct.equals(now))) {
            republish(correct);
        }
    }

    /// The checkpoint once more, with the right figures. Nobody writes meanwhile.
    private void republish(Counters correct) {
        var before = present.rows().checkpoint();
        var facts = present.state().facts();
        var corrected = new BoxState.Facts(
                right.values(), facts.subscriptions(), facts.annotations(), facts.grants(), facts.quota());
        var state = BoxState.restored(box.id(), correct, corrected);
        var retired = new ArrayList<>(before.retired());
        var previous = before.part();
        if (previous != null) {
            retired.add(new Checkpoint.Retired(previous, engine.clock().instant()));
        }
        var mended = new Checkpoint(UUID.randomUUID(), state, before.segments(), retired);
        Database.await(engine.parts().put(uuid, mended));
        var head = engine.heads().readSerially(uuid).orElseThrow(box::gone);
        var part = java.util.Objects.requireNonNull(mended.part());
        if (head.last() != before.modSeq().number()
                || engine.heads().publish(uuid, head, head.applied(), part) != Landing.DONE) {
            throw new StoreFailure.Unavailable("somebody writes box " + box.id() + " while it is mended");
        }
        box.cool();
    }

    private void checkPlaces() {
        var missing = new HashMap<>(objects);
        missing.keySet().removeAll(recent);
        var writes = engine.index().new Writes(uuid);
        long head = present.head();
        engine.index().forEachPlace(uuid, present.state().counters().nextObject(), (object, place) -> {
            if (recent.contains(object)) {
                return;
            }
            var placed = missing.remove(object);
            if (placed == null) {
                if (depth.mend()) {
                    writes.delete(head, object);
                }
                find(Fault.LEFT_ROW, "place of object " + object.number(), depth.mend());
                return;
            }
            if (!placed.placement().equals(place.placement())) {
                if (depth.mend()) {
                    writes.put(head, object, placed.placement(), place.key());
                }
                find(Fault.PLACE, "object " + object.number(), depth.mend());
            }
            var key = place.key();
            if (key != null
                    && !object.equals(
                            engine.index().deposited(uuid, List.of(key)).get(key))) {
                if (depth.mend()) {
                    writes.put(head, key, object);
                }
                find(Fault.KEY, "object " + object.number(), depth.mend());
            }
        });
        missing.forEach((object, placed) -> {
            if (depth.mend()) {
                writes.put(head, object, placed.placement(), null);
            }
            find(Fault.PLACE, "object " + object.number(), depth.mend());
        });
        writes.await();
    }

    /// Contents of several objects: each must be named, or the content would go with the first of them.
    private void checkShares() {
        var writes = engine.index().new Writes(uuid);
        contents.forEach((content, sharing) -> {
            if (sharing.size() > 1 && !recentContents.contains(content)) {
                var named = engine.index().sharers(uuid, content);
                for (var object : sharing) {
                    if (!named.remove(object)) {
                        if (depth.mend()) {
                            writes.share(present.head(), content, object);
                        }
                        find(Fault.REFERENCE, "content " + content.number(), depth.mend());
                    }
                }
                for (var gone : named) {
                    if (depth.mend()) {
                        writes.unshare(present.head(), content, gone);
                    }
                    find(Fault.LEFT_ROW, "share of object " + gone.number(), depth.mend());
                }
            }
        });
        writes.await();
    }

    private void checkContents() {
        var missing = new HashMap<>(contents);
        var left = new HashMap<ContentId, BlobName>();
        var leftInRows = new HashSet<ContentId>();
        engine.contents().table().forEach(uuid, present.state().counters().nextObject(), row -> {
            var sharing = missing.remove(row.content());
            if (sharing == null) {
                leftInRows.add(row.content());
                var blob = row.blob();
                if (blob != null) {
                    left.put(row.content(), blob);
                }
                return;
            }
            if (!row.summary()) {
                find(Fault.SUMMARY, "object " + sharing.getFirst().number(), false);
            }
            checkPayload(java.util.Objects.requireNonNull(objects.get(sharing.getFirst())));
        });
        missing.forEach((content, sharing) -> {
            if (!isGoneMeanwhile(sharing.getFirst())) {
                find(Fault.SUMMARY, "object " + sharing.getFirst().number(), false);
                find(Fault.PAYLOAD, "object " + sharing.getFirst().number(), false);
            }
        });
        leftInRows.removeAll(recentContents);
        if (!leftInRows.isEmpty()) {
            checkLeft(leftInRows, left);
        }
    }

    private void checkLeft(Set<ContentId> candidates, Map<ContentId, BlobName> blobs) {
        if (!depth.mend()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            var later = box.refresh();
            recentContents.clear();
            noteRecent(later.rows().groups(0, Long.MAX_VALUE));
            for (var folder : later.state().folders()) {
                later.view().listing(folder.id()).forEach(entry -> recentContents.add(entry.content()));
            }
            candidates.removeAll(recentContents);
        }
        for (var content : candidates) {
            if (!engine.contents().table().isThere(uuid, content)) {
                continue; // its checkpoint has let go of it
            }
            if (depth.mend()) {
                Database.await(engine.contents().table().delete(uuid, content));
                Database.await(engine.index().unshare(uuid, content));
                var blob = blobs.get(content);
                if (blob != null) {
                    engine.contents().delete(blob);
                }
            }
            find(Fault.LEFT_CONTENT, "content " + content.number(), depth.mend());
        }
    }

    private void checkPayload(Placed placed) {
        var entry = placed.entry();
        var what = "object " + entry.object().number();
        try {
            var payload = engine.contents().payload(uuid, entry.content(), entry.size());
            if (payload.size() != entry.size()) {
                find(Fault.PAYLOAD, what + " has " + payload.size() + " bytes", false);
            } else if (depth.payloads()) {
                try (var in = payload.open()) {
                    long length = in.transferTo(OutputStream.nullOutputStream());
                    if (length != entry.size()) {
                        find(Fault.PAYLOAD, what + " has " + length + " bytes", false);
                    }
                }
            } else if (entry.size() > 0) {
                checkLastByte(payload.open(entry.size() - 1, 1), what);
            }
        } catch (StoreFailure.NotFound gone) {
            if (!isGoneMeanwhile(entry.object())) {
                find(Fault.PAYLOAD, what + " is missing", false);
            }
        } catch (IndexOutOfBoundsException | java.io.EOFException shorter) {
            find(Fault.PAYLOAD, what + " is too short", false);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void checkLastByte(InputStream in, String what) throws IOException {
        try (in) {
            if (in.read() < 0) {
                find(Fault.PAYLOAD, what + " is too short", false);
            }
        }
    }

    private boolean isGoneMeanwhile(ObjectId object) {
        return !depth.mend() && box.refresh().view().locate(object).isEmpty();
    }

    /// From the first commit that has not expired, there must be each.
    private void checkHistory() {
        var position = present.state().counters().oldest();
        boolean begun = false;
        while (present.state().head().isAfter(position)) {
            switch (box.changes().since(position, PAGE_COMMITS)) {
                case Delta.Truncated(var oldest) -> {
                    if (begun || isTold(position.next())) {
                        find(Fault.HISTORY, "commits up to " + oldest, false);
                    }
                    position = oldest;
                }
                case Delta.Commits(var commits) -> position = commits.getLast().modSeq();
            }
            begun = true;
        }
    }

    private boolean isTold(ModSeq commit) {
        var before = new ModSeq(commit.number() - 1);
        return box.changes().since(before, 1) instanceof Delta.Commits(var commits) && !commits.isEmpty();
    }

    private static long last(java.util.stream.Stream<Long> numbers) {
        return numbers.mapToLong(Long::longValue).max().orElse(0);
    }

    private void find(Fault fault, String what, boolean mended) {
        found.accept(new Finding(fault, box.id().text(), what, mended));
    }
}
