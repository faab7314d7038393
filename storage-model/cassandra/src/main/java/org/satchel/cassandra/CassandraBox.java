// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.cassandra.nodes.Invitation;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.ChangeLog;
import org.satchel.model.Commit;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.MessageBox;
import org.satchel.model.PendingCommit;
import org.satchel.model.StoreFailure;
import org.satchel.model.state.BoxState;

/// One box over the tables. There is at most one of a name at a time in a process, as long as anybody looks at
/// it; other processes have their own, and write when they like.
///
/// A view contains every commit that anyone acknowledged before it was asked for.
final class CassandraBox implements MessageBox {
    /// Estimated heap use beside listings: of a box, and of each of its folders.
    private static final long BOX_BYTES = 4096;

    private static final long FOLDER_BYTES = 512;

    private final BoxId id;
    private final UUID uuid;
    private final Engine engine;
    private final BoxLog log;
    private final WriteQueue writes;
    private final FreshHeads heads;
    private final Checkpoints checkpoints;
    private final ReentrantLock publishing = new ReentrantLock();
    private final AtomicLong loadedBytes = new AtomicLong();
    /// Changed under `publishing`; null when nobody needed it yet, or it was given up.
    private volatile @Nullable Present present;

    private volatile @Nullable StoreFailure end;
    private volatile long fence;

    CassandraBox(BoxId id, UUID uuid, Engine engine) {
        this.id = id;
        this.uuid = uuid;
        this.engine = engine;
        this.log = new BoxLog(this, engine);
        this.writes = new WriteQueue(this, engine);
        this.checkpoints = new Checkpoints(this, engine);
        this.heads = new FreshHeads(() -> engine.heads().begin(uuid));
    }

    @Override
    public BoxId id() {
        return id;
    }

    UUID uuid() {
        return uuid;
    }

    @Override
    public BoxView view() {
        return refresh().view();
    }

    @Override
    public PendingCommit begin(Actor actor, Consumer<BoxTransaction> work) {
        return writes.begin(actor, work);
    }

    @Override
    public ChangeLog changes() {
        return log;
    }

    @Override
    public Draft draft(InputStream content, long bytesMax) throws IOException {
        long nextObject = present().state().counters().nextObject();
        return new Intake(uuid, engine).take(engine.ids().fresh(nextObject), content, bytesMax);
    }

    /// The box as this process knows it; read from the tables when it does not.
    Present present() {
        checkPresent();
        var known = present;
        return known != null ? known : load();
    }

    /// The box with every commit that was acknowledged before the call.
    Present refresh() {
        checkPresent();
        var head = Database.await(heads.next()).orElse(null);
        if (head == null) {
            throw gone();
        }
        fence = head.fence();
        var known = present();
        return known.head() >= head.last() ? known : catchUp(head);
    }

    /// Whether no process has erased it.
    boolean isThere() {
        try {
            refresh();
            return true;
        } catch (StoreFailure.NotFound erased) {
            return false;
        }
    }

    /// The fence of the head that this process saw last.
    long fence() {
        return fence;
    }

    /// The newest commit that this process knows; 0 = none.
    long newest() {
        var known = present;
        return known == null ? 0 : known.head();
    }

    /// Begins to look whether there is anything new, and takes it in.
    CompletableFuture<Void> look() {
        return heads.next()
                .thenAcceptAsync(
                        head -> {
                            if (end == null && head.isPresent()) {
                                var known = present;
                                if (known == null || known.head() < head.get().last()) {
                                    catchUp(head.get());
                                }
                            } else if (end == null) {
                                gone();
                            }
                        },
                        engine.threads());
    }

    /// Another process says that the box has this commit.
    void hint(long last) {
        var known = present;
        if (end == null && known != null && known.head() < last && log.isAwaited()) {
            var _ = look();
        }
    }

    /// Takes in what the neighbour knows that invites to the group after it, or else what the tables say.
    void follow(Invitation invitation) {
        publishing.lock();
        try {
            var known = present;
            if (known != null) {
                for (var missed : invitation.missed()) {
                    var group = Group.of(missed.op(), missed.commits(), List.of());
                    if (group.first() == known.head() + 1) {
                        known = known.with(group);
                    }
                }
                present = known;
            }
        } finally {
            publishing.unlock();
        }
        if (newest() < invitation.base()) {
            refresh();
        } else {
            log.announce(present().state().head());
            checkpointIfDue();
        }
    }

    /// Takes in a group that is durable.
    ///
    /// @param after the state that it made; used when nothing came in between
    void publish(Group group, BoxState after) {
        publishing.lock();
        try {
            var known = present;
            if (known != null && known.head() == group.first() - 1) { // else a look at the tables was quicker
                known.rows().add(group);
                present = new Present(after, known.rows());
            }
        } finally {
            publishing.unlock();
        }
        log.announce(after.head());
        if (group.commits().stream().anyMatch(CassandraBox::freesByTime)) {
            checkpoints.want();
        }
        checkpointIfDue();
    }

    /// What retention removes, and what the history forgets, is freed by the checkpoint behind it.
    private static boolean freesByTime(Commit commit) {
        return commit.changes().stream()
                .anyMatch(change -> change instanceof Change.HistoryPurged
                        || (change instanceof Change.ObjectRemoved gone && gone.cause() == Change.Cause.EXPIRED));
    }

    /// Goes on from a later checkpoint.
    void settle(Checkpoint later) {
        publishing.lock();
        try {
            var known = present;
            // An older one under a state that rests on a newer one would give it rows that are not its own.
            if (known != null
                    && later.modSeq().isAfter(known.rows().checkpoint().modSeq())
                    && known.head() >= later.modSeq().number()) {
                present = new Present(known.state(), known.rows().on(later));
            }
        } finally {
            publishing.unlock();
        }
    }

    /// Makes a checkpoint now, if there is anything to put into it.
    void checkpoint() {
        checkpoints.make();
    }

    /// From now on every question is answered with this failure.
    void end(StoreFailure failure) {
        end = failure;
        log.close();
    }

    boolean isEnded() {
        return end != null;
    }

    boolean isAwaited() {
        return log.isAwaited();
    }

    /// @throws StoreFailure.NotFound when the box was erased, `Unavailable` when the store was closed
    void checkPresent() {
        var failure = end;
        if (failure != null) {
            throw failure;
        }
    }

    /// The box is not there any more: another process erased it.
    StoreFailure gone() {
        var failure = new StoreFailure.NotFound("box " + id);
        end(failure);
        engine.warm().forget(this);
        return failure;
    }

    /// The box was used: to be kept warm.
    void used() {
        var known = present;
        if (known != null) {
            long folders = FOLDER_BYTES * known.state().folders().size();
            engine.warm().used(this, BOX_BYTES + folders + loadedBytes.get());
        }
    }

    /// So many entries were loaded into a listing.
    void loaded(long entries) {
        loadedBytes.addAndGet(entries * Entry.BYTES);
    }

    /// Leaves everything to the tables again, unless a write is at work; then a later look at the budget will.
    void cool() {
        if (!publishing.tryLock()) {
            return;
        }
        try {
            if (writes.isIdle() && !log.isAwaited()) {
                present = null;
                loadedBytes.set(0);
            }
        } finally {
            publishing.unlock();
        }
    }

    private Present load() {
        publishing.lock();
        try {
            var known = present;
            if (known == null) {
                known = Loading.load(this, engine);
                present = known;
            }
            log.announce(known.state().head());
            return known;
        } finally {
            publishing.unlock();
            used();
        }
    }

    private Present catchUp(Head head) {
        Present caught;
        publishing.lock();
        try {
            var known = present;
            if (known != null && known.head() >= head.last()) {
                return known;
            }
            caught = known == null ? Loading.load(this, engine) : Loading.catchUp(this, engine, known);
            present = caught;
        } finally {
            publishing.unlock();
        }
        log.announce(caught.state().head());
        checkpointIfDue();
        return caught;
    }

    void checkpointIfDue() {
        var known = present;
        if (known != null) {
            checkpoints.consider(
                    known.head() - known.rows().checkpoint().modSeq().number());
        }
    }
}
