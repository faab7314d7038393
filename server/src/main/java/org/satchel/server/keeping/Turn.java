// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.Conversations;
import org.satchel.model.Delta;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.MessageBox;
import org.satchel.model.ModSeq;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One box has its turn: first what is expired goes, then what was marked long enough, then the history. Each commit
/// stands for itself and is checked when it is made, so a turn may end anywhere, and the next one finds what is left.
// CPM-MSG §14: the order
final class Turn {
    /// Objects in one transaction, which holds up the other writers of the box.
    static final int OBJECTS_PER_COMMIT = 500;
    /// Objects in one turn; then other boxes have theirs.
    static final int OBJECTS_PER_TURN = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);
    private static final int COMMITS_PER_PAGE = 1_000;

    private final MessageBox box;
    private final Registry registry;
    private final Times times;
    private final Instant now;
    private final Deeds deeds;
    private final String key;
    /// A folder that happens to be called like that where nothing is recorded belongs to its owner.
    private final boolean expires;
    private byte @Nullable [] row;
    private Dues stored;
    private Dues dues;
    private int left = OBJECTS_PER_TURN;
    private boolean waits;

    private Turn(MessageBox box, Registry registry, Times times, Instant now, Deeds deeds) {
        this.box = box;
        this.registry = registry;
        this.times = times;
        this.now = now;
        this.deeds = deeds;
        this.key = Dues.key(box.id());
        this.expires = !times.retention().isZero()
                && box.view()
                        .folder(Conversations.RECORDED)
                        .filter(Folder::system)
                        .isPresent();
        this.row = registry.get(key).orElse(null);
        this.stored = decoded(row);
        this.dues = stored;
    }

    /// @return whether something is due that was left for another turn
    /// @throws StoreFailure when the rest is left for another turn because the box cannot be written
    static boolean of(MessageBox box, Registry registry, Times times, Instant now, Deeds deeds)
            throws InterruptedException {
        var turn = new Turn(box, registry, times, now, deeds);
        turn.run();
        return turn.waits;
    }

    private void run() throws InterruptedException {
        var view = box.view();
        if (dues.arrivals().isAfter(view.modSeq()) || dues.marks().isAfter(view.modSeq())) {
            dues = Dues.NOTHING; // of another box that had this name
        }
        if (expires) {
            dues = Arrivals.read(box, view, dues);
            expire(view);
        }
        if (!times.deletedGrace().isZero()) {
            expunge();
        }
        forgetHistory();
    }

    private void expire(BoxView view) throws InterruptedException {
        var cut = now.minus(times.retention());
        for (var folder : view.folders()) {
            if (Arrivals.isExpiring(folder.path())
                    && folder.count() > 0
                    && !dues.bound(folder.id()).isAfter(cut)) {
                if (left == 0) {
                    waits = true;
                    return;
                }
                expire(view, folder, cut);
            }
        }
        if (!dues.others().isAfter(cut)) {
            dues = dues.withOthers(Dues.NEVER); // each folder that there is has its own bound now
        }
    }

    private void expire(BoxView view, Folder folder, Instant cut) throws InterruptedException {
        var look = new Look(cut, now);
        view.listing(folder.id()).forEach(look);
        int taken = Math.min(left, look.due.size());
        remove(
                folder.id(),
                look.due.subList(0, taken),
                (place, entry) -> Arrivals.isExpiring(place.path()) && isExpired(entry, cut),
                deeds::expired);
        if (taken == look.due.size()) {
            dues = dues.withFolder(folder.id(), look.next);
        } else {
            dues = dues.withFolder(folder.id(), Instant.EPOCH); // to be listed again, whatever holds for others
            waits = true;
        }
    }

    private static boolean isExpired(Entry entry, Instant cut) {
        return !entry.saved().isAfter(cut) && !entry.flags().has(Flags.ARCHIVED);
    }

    private void expunge() throws InterruptedException {
        if (left == 0) {
            waits = true;
            return;
        }
        var view = box.view();
        var due = Marks.find(box, view, dues.marks(), now.minus(times.deletedGrace()), left);
        boolean all = true;
        for (var folder : due.folders().entrySet()) {
            int wanted = folder.getValue().size();
            int taken = Math.min(left, wanted);
            boolean unchanged = remove(
                    folder.getKey(),
                    folder.getValue().subList(0, taken),
                    (place, entry) -> Marks.isDue(entry) && !entry.modSeq().isAfter(view.modSeq()),
                    deeds::deleted);
            all &= unchanged && taken == wanted;
        }
        if (all) {
            dues = dues.withMarks(due.position());
        }
        waits |= !all || !due.complete();
    }

    /// Removes those of the objects that are still as they were found.
    ///
    /// @return whether all were, or are gone
    private boolean remove(FolderId folder, List<Uid> uids, BiPredicate<Folder, Entry> still, Removed removed)
            throws InterruptedException {
        boolean all = true;
        for (int from = 0; from < uids.size(); from += OBJECTS_PER_COMMIT) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            var some = uids.subList(from, Math.min(uids.size(), from + OBJECTS_PER_COMMIT));
            left -= some.size();
            var changed = new boolean[1];
            var commit = box.write(Actor.owner(box.id()), tx -> {
                changed[0] = false;
                var place = tx.view().folder(folder);
                if (place.isEmpty()) {
                    return;
                }
                var listing = tx.view().listing(folder);
                var doomed = new ArrayList<Uid>(some.size());
                for (var uid : some) {
                    var entry = listing.find(uid);
                    if (entry.isPresent() && still.test(place.get(), entry.get())) {
                        doomed.add(uid);
                    } else {
                        changed[0] |= entry.isPresent();
                    }
                }
                tx.remove(folder, doomed, Change.Cause.EXPIRED);
            });
            all &= !changed[0];
            told(commit, removed);
        }
        return all;
    }

    private static void told(Commit commit, Removed removed) {
        long bytes = 0;
        for (var change : commit.changes()) {
            if (change instanceof Change.ObjectRemoved gone) {
                bytes += gone.last().size();
            }
        }
        removed.count(commit.changes().size(), bytes);
    }

    /// Behind the horizon, but nothing that is still to be read; what has been read is written down before.
    private void forgetHistory() {
        var through = lastBefore(now.minus(times.history()));
        boolean forgets = through.isAfter(box.view().oldest());
        if (!store(forgets)) {
            return;
        }
        if (forgets) {
            box.write(Actor.owner(box.id()), tx -> tx.purgeHistory(through));
        }
    }

    private ModSeq lastBefore(Instant cut) {
        var position = Log.begin(box.changes(), box.view().oldest());
        int page = 1; // most often the first one is too young already
        while (box.changes().since(position, page) instanceof Delta.Commits(var commits) && !commits.isEmpty()) {
            page = COMMITS_PER_PAGE;
            for (var commit : commits) {
                if (!commit.at().isBefore(cut) || isWanted(commit.modSeq())) {
                    return position;
                }
                position = commit.modSeq();
            }
        }
        return position;
    }

    private boolean isWanted(ModSeq commit) {
        boolean forArrivals = expires && commit.isAfter(dues.arrivals());
        boolean forMarks = !times.deletedGrace().isZero() && commit.isAfter(dues.marks());
        return forArrivals || forMarks;
    }

    /// @param everything also what costs only a little reading when it is not written
    /// @return false when another node has this box in its hands
    private boolean store(boolean everything) {
        var next = dues.trimmed();
        if (everything ? next.equals(stored) : !next.isNews(stored)) {
            return true;
        }
        var bytes = next.encoded();
        if (!registry.replace(key, row, bytes)) {
            LOG.debug("another node keeps the same box");
            return false;
        }
        row = bytes;
        stored = next;
        return true;
    }

    private static Dues decoded(byte @Nullable [] row) {
        try {
            return row == null ? Dues.NOTHING : Dues.decode(row);
        } catch (IllegalArgumentException e) {
            LOG.warn("what is remembered of a box cannot be read, and is found out again: {}", e.getMessage());
            return Dues.NOTHING;
        }
    }

    /// Of a folder: what is due, and when something will be next.
    ///
    /// Objects lie in the order in which they came. So none came before one that lies before it,
    /// whatever was said by a clock that stood back for a while.
    private static final class Look implements Consumer<Entry> {
        private final Instant cut;
        private final Instant now;
        private final List<Uid> due = new ArrayList<>();
        private Instant came = Instant.MIN;
        private Instant next = Dues.NEVER;

        Look(Instant cut, Instant now) {
            this.cut = cut;
            this.now = now;
        }

        @Override
        public void accept(Entry entry) {
            if (entry.saved().isAfter(came) && !entry.saved().isAfter(now)) {
                came = entry.saved();
            }
            if (isExpired(entry, cut) && !came.isAfter(cut)) {
                due.add(entry.uid());
            } else if (!entry.flags().has(Flags.ARCHIVED)) {
                var since = entry.saved().isAfter(came) ? entry.saved() : came;
                if (since.isBefore(next)) {
                    next = Instant.ofEpochSecond(since.getEpochSecond());
                }
            }
        }
    }

    private interface Removed {
        void count(long objects, long bytes);
    }
}
