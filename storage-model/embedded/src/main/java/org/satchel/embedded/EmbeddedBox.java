// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.ChangeLog;
import org.satchel.model.Commit;
import org.satchel.model.ContentId;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.MessageBox;
import org.satchel.model.PendingCommit;
import org.satchel.model.StoreFailure;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.Outcome;
import org.satchel.model.state.Transaction;

/// One box over the rows. There is at most one of a name at a time in a store, as long as anybody looks at
/// it.
///
/// Writers work on the pending state, one at a time and without waiting for the disk; readers see the durable
/// one, and hold nothing.
final class EmbeddedBox implements MessageBox, RowOwner {
    /// Estimated heap use beside listings: of a box, and of each of its folders.
    private static final long BOX_BYTES = 2048;

    private static final long FOLDER_BYTES = 512;
    private static final long UNCOUNTED_BYTES_MAX = 64 * 1024;

    private final BoxId id;
    private final Keys keys;
    private final Engine engine;
    private final RowContents contents;
    private final BoxLog log;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicLong residentBytes = new AtomicLong();
    private final AtomicLong uncountedBytes = new AtomicLong();
    private final RecentObjects recent = new RecentObjects(this::kept);

    /// Guarded by `writing`: the newest state, and the run of writes it comes from.
    private BoxState pending;

    private Lineage lineage;
    /// An erasure is on its way to the disk: nothing may be written behind it.
    private volatile boolean erasing;

    private volatile BoxState durable;
    private volatile @Nullable StoreFailure end;

    EmbeddedBox(BoxId id, Keys keys, BoxState restored, Engine engine) {
        this.id = id;
        this.keys = keys;
        this.engine = engine;
        this.durable = restored;
        this.pending = restored;
        this.contents = new RowContents(this, engine.database(), engine.files(), engine.longReads(), recent);
        this.lineage = new Lineage(engine.database());
        this.log = new BoxLog(this, engine);
        this.residentBytes.set(fixedBytes(restored));
    }

    @Override
    public Keys keys() {
        return keys;
    }

    /// The newest state that is on disk.
    BoxState durable() {
        return durable;
    }

    @Override
    public BoxId id() {
        return id;
    }

    @Override
    public BoxView view() {
        checkPresent();
        if (uncountedBytes.get() > UNCOUNTED_BYTES_MAX) {
            used();
        }
        return durable.view(contents);
    }

    @Override
    public PendingCommit begin(Actor actor, Consumer<BoxTransaction> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a write within a write of box " + id);
        }
        return attempt(actor, work);
    }

    @Override
    public ChangeLog changes() {
        return log;
    }

    @Override
    public Draft draft(InputStream content, long bytesMax) throws IOException {
        checkPresent();
        return new Intake(keys.box(), engine).take(content, bytesMax);
    }

    /// Makes the first commit of a new box: its system folders.
    ///
    /// @param known the rows that make the box known, written with it
    PendingWrite found(RowBatch known) {
        var founding = Transaction.founding(id, contents, engine.settings().boxes());
        writing.lock();
        try {
            return submit(founding, lineage, contents, known);
        } finally {
            writing.unlock();
        }
    }

    /// Takes in a commit that was made elsewhere, exactly as it is.
    ///
    /// @param drafts the contents of objects that it adds
    /// @throws StoreFailure.Conflict when it does not follow the last one
    PendingWrite replay(Commit commit, Map<ContentId, Draft> drafts) {
        engine.committer().reserve();
        boolean submitted = false;
        writing.lock();
        try {
            checkWritable();
            var current = freshLineage();
            if (!commit.modSeq().equals(pending.head().next())) {
                throw new StoreFailure.Conflict("commit " + commit.modSeq() + " does not follow " + pending.head());
            }
            var pendingContents = new RowContents(this, current.rows(), engine.files(), engine.longReads());
            var write =
                    submit(pending.replay(commit, pendingContents, drafts), current, pendingContents, new RowBatch());
            submitted = true;
            return write;
        } finally {
            writing.unlock();
            if (!submitted) {
                engine.committer().release();
            }
        }
    }

    /// Removes all rows of the box in one write; when it returns the box answers [StoreFailure.NotFound].
    ///
    /// @param nameRow key of the row that makes the box known
    void erase(byte[] nameRow) {
        PendingWrite write;
        engine.committer().reserve();
        writing.lock();
        try {
            checkWritable();
            var batch = new RowBatch();
            batch.delete(Family.ROWS, nameRow);
            for (var family : Family.values()) {
                batch.deleteRange(family, keys.first(), Keys.behind(keys.first()));
            }
            write = PendingWrite.of(batch, freshLineage(), () -> end(new StoreFailure.NotFound("box " + id)));
            erasing = true;
            var _ = write.landed().whenComplete((nothing, failure) -> erasing = failure == null);
            engine.committer().submit(write);
        } catch (RuntimeException | Error failure) {
            engine.committer().release();
            throw failure;
        } finally {
            writing.unlock();
        }
        Waiting.on(write.landed());
        engine.warm().forget(this);
    }

    /// From now on every question is answered with this failure.
    void end(StoreFailure failure) {
        end = failure;
        log.close();
    }

    boolean isEnded() {
        return end != null;
    }

    /// @throws StoreFailure.NotFound when the box was erased, `Unavailable` when the store was closed
    @Override
    public void checkPresent() {
        var failure = end;
        if (failure != null) {
            throw failure;
        }
    }

    /// The box was used: to be kept warm.
    void used() {
        uncountedBytes.set(0);
        engine.warm().used(this, residentBytes.get());
    }

    /// So many entries were loaded into a listing.
    @Override
    public void loaded(long entries) {
        kept(entries * Entry.BYTES);
    }

    private void kept(long bytes) {
        residentBytes.addAndGet(bytes);
        uncountedBytes.addAndGet(bytes);
    }

    /// Leaves the listings to the rows again, unless a write is at work; then a later look at the budget
    /// will.
    void cool() {
        if (writing.isHeldByCurrentThread() || !writing.tryLock()) {
            return;
        }
        try {
            if (lineage.isBroken() || !settled()) {
                return;
            }
            var cooled = durable;
            for (var folder : cooled.folders()) {
                cooled = cooled.cooled(folder.id());
            }
            durable = cooled;
            pending = cooled;
            recent.forget();
            residentBytes.set(fixedBytes(cooled));
        } finally {
            writing.unlock();
        }
    }

    private Attempt attempt(Actor actor, Consumer<BoxTransaction> work) {
        engine.committer().reserve();
        boolean submitted = false;
        writing.lock();
        try {
            checkWritable();
            var current = freshLineage();
            var attempt = run(actor, work, current);
            submitted = attempt.landed != null;
            return attempt;
        } finally {
            writing.unlock();
            if (!submitted) {
                engine.committer().release();
            }
        }
    }

    private Attempt run(Actor actor, Consumer<BoxTransaction> work, Lineage current) {
        var pendingContents = new RowContents(this, current.rows(), engine.files(), engine.longReads());
        var transaction = new Transaction(
                pending, pendingContents, actor, engine.settings().boxes());
        try {
            work.accept(transaction);
        } catch (StoreFailure failure) {
            // What it was refused for may not be on disk yet, and could still come to nothing.
            return new Attempt(null, failure, settled() ? null : barrier(current));
        }
        var outcome = transaction.finish();
        if (outcome.isEmpty()) {
            return new Attempt(outcome.commit(), null, settled() ? null : barrier(current));
        }
        checkRoom(outcome);
        return new Attempt(outcome.commit(), null, submit(outcome, current, pendingContents, new RowBatch()));
    }

    private PendingWrite submit(Outcome outcome, Lineage current, RowContents pendingContents, RowBatch batch) {
        var rows = CommitRows.of(outcome, keys, current.rows(), outcome.after().view(pendingContents), batch);
        var drafts = claim(outcome);
        var cells = current.rows().take(rows.staged());
        long grown = grownBytes(outcome);
        boolean moves = outcome.commit().changes().stream()
                .anyMatch(change -> change instanceof Change.ObjectMoved || change instanceof Change.ObjectRemoved);
        var write = PendingWrite.of(batch, current, () -> {
            log.append(outcome.commit());
            if (moves) {
                recent.moved();
            }
            durable = outcome.after();
            current.rows().settle(cells);
            residentBytes.addAndGet(grown);
            log.announce(outcome.commit());
        });
        rows.named().forEach(engine.files()::hold);
        var _ = write.landed().whenComplete((nothing, failure) -> {
            rows.named().forEach(engine.files()::letGo);
            if (failure != null) {
                drafts.forEach(StoredDraft::giveBack);
            }
        });
        pending = outcome.after();
        engine.committer().submit(write);
        return write;
    }

    /// The run of writes to build on: when one of it was lost, a new one from the durable state.
    private Lineage freshLineage() {
        if (lineage.isBroken()) {
            lineage = new Lineage(engine.database());
            pending = durable;
        }
        return lineage;
    }

    private boolean settled() {
        return pending.head().equals(durable.head());
    }

    private PendingWrite barrier(Lineage current) {
        var barrier = PendingWrite.of(new RowBatch(), current, () -> {});
        engine.committer().submit(barrier);
        return barrier;
    }

    private void checkWritable() {
        checkPresent();
        if (erasing) {
            throw new StoreFailure.NotFound("box " + id);
        }
    }

    private void checkRoom(Outcome outcome) {
        if (grownBytes(outcome) > 0) {
            engine.disk().checkRoom();
        }
    }

    private static List<StoredDraft> claim(Outcome outcome) {
        var claimed = new ArrayList<StoredDraft>();
        try {
            for (var draft : outcome.drafts().values()) {
                var stored = (StoredDraft) draft;
                stored.claim();
                claimed.add(stored);
            }
        } catch (RuntimeException failure) {
            claimed.forEach(StoredDraft::giveBack);
            throw failure;
        }
        return claimed;
    }

    private static long grownBytes(Outcome outcome) {
        long bytes = 0;
        for (var change : outcome.commit().changes()) {
            bytes += change instanceof Change.ObjectAdded ? Entry.BYTES : 0;
        }
        return bytes;
    }

    private static long fixedBytes(BoxState state) {
        return BOX_BYTES + FOLDER_BYTES * state.folders().size() + state.residentBytes();
    }

    /// What became of a transaction: a commit or a failure. What it saw is durable when it has `landed`.
    private final class Attempt implements PendingCommit {
        private final @Nullable Commit commit;
        private final @Nullable StoreFailure failure;
        /// Null when all it saw was durable at once.
        private final @Nullable CompletableFuture<Void> landed;

        Attempt(@Nullable Commit commit, @Nullable StoreFailure failure, @Nullable PendingWrite write) {
            this.commit = commit;
            this.failure = failure;
            this.landed = write == null ? null : write.landed();
        }

        @Override
        public Commit await() {
            if (landed != null) {
                Waiting.on(landed);
                used();
            }
            if (failure != null) {
                throw failure;
            }
            if (commit == null) {
                throw new IllegalStateException("neither a commit nor a failure");
            }
            return commit;
        }
    }
}
