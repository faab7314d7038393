// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.satchel.model.Actor;
import org.satchel.model.BoxTransaction;
import org.satchel.model.PendingCommit;
import org.satchel.model.StoreFailure;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.PendingContents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The writes of one box in this process: each runs at once on what the ones before it made, and they become durable in
/// groups, one conditional write after the other.
///
/// When another process was first, everything that is not durable runs again, in the same order, on what that process
/// left. A refusal, too, is only told when what it rests on is known to be the present of the box.
final class WriteQueue {
    private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);
    private static final int CONTENT_TRIES = 3;
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);
    private static final int BACK_OFF_MILLIS = 4;
    private static final int BACK_OFF_DOUBLINGS = 4;

    private final CassandraBox box;
    private final Engine engine;
    private final ReentrantLock writing = new ReentrantLock();
    /// Guarded by `writing`, all of them: what waits, and what is being made durable.
    private final Deque<Attempt> waiting = new ArrayDeque<>();

    private List<Attempt> landing = List.of();
    private boolean working;
    /// Of the one thread that works: the group that is landing was sent, and its outcome is not known.
    private volatile boolean sent;

    private final Regulars regulars = new Regulars(writing.newCondition());
    private PendingContents contents;
    /// Null when nothing is pending.
    private @org.jspecify.annotations.Nullable BoxState pending;

    WriteQueue(CassandraBox box, Engine engine) {
        this.box = box;
        this.engine = engine;
        this.contents = new PendingContents(new LatestRows(box));
    }

    PendingCommit begin(Actor actor, Consumer<BoxTransaction> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a write within a write of box " + box.id());
        }
        box.present(); // read before the lock is taken
        reserve();
        var attempt = new Attempt(box, actor, work);
        boolean queued = false;
        writing.lock();
        try {
            box.checkPresent();
            var state = pending;
            if (state == null) {
                contents = new PendingContents(new LatestRows(box));
                state = box.present().state();
            }
            pending = attempt.run(state, contents, engine.settings().boxes());
            waiting.add(attempt);
            regulars.came(waiting.size());
            queued = true;
            if (!working) {
                working = true;
                engine.threads().execute(this::work);
            }
        } finally {
            writing.unlock();
            if (!queued) {
                attempt.giveBack();
                engine.places().release();
            }
        }
        return attempt;
    }

    boolean isIdle() {
        if (!writing.tryLock()) {
            return false;
        }
        try {
            return !working;
        } finally {
            writing.unlock();
        }
    }

    private void reserve() {
        try {
            engine.places().acquire();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreFailure.Unavailable("interrupted while waiting to write", interrupted);
        }
    }

    private void work() {
        int losses = 0;
        while (isAnythingWaiting()) {
            try {
                if (inTurn()) {
                    losses = 0;
                } else {
                    losses++;
                    backOff(losses);
                }
            } catch (RuntimeException | Error failure) {
                fail(failure);
            }
        }
    }

    /// Lands the next group when no neighbour is about to write the box, if neighbours can be asked.
    ///
    /// @return false when somebody else was first; everything has run again then
    private boolean inTurn() {
        var turn = engine.company().take(box.uuid(), box.present().head());
        try {
            if (turn.known() > box.present().head()) {
                box.refresh();
                runAgain();
            }
            takeGroup();
            if (land()) {
                return true;
            }
            box.refresh();
            runAgain();
            return false;
        } finally {
            turn.giveBack(box.newest());
        }
    }

    private boolean isAnythingWaiting() {
        writing.lock();
        try {
            working = !waiting.isEmpty();
            if (!working) {
                pending = null;
            }
            return working;
        } finally {
            writing.unlock();
        }
    }

    private void takeGroup() {
        var limits = engine.settings().limits();
        writing.lock();
        try {
            regulars.await(waiting);
            var group = new ArrayList<Attempt>();
            int bytes = 0;
            for (var attempt = waiting.peek(); attempt != null; attempt = waiting.peek()) {
                var encoded = attempt.encoded();
                int more = encoded == null ? 0 : encoded.length;
                if (!group.isEmpty()
                        && (group.size() >= limits.groupCommitsMax() || bytes + more > limits.groupBytesMax())) {
                    break;
                }
                group.add(waiting.remove());
                bytes += more;
            }
            landing = group;
            regulars.left();
        } finally {
            writing.unlock();
        }
    }

    /// @return false when somebody else was first
    private boolean land() {
        var group = landing;
        var commits =
                group.stream().map(Attempt::commit).filter(Objects::nonNull).toList();
        if (commits.isEmpty()) {
            return confirm(group);
        }
        var drafts =
                group.stream().flatMap(attempt -> attempt.drafts().stream()).toList();
        putContents(drafts);
        var encoded =
                group.stream().map(Attempt::encoded).filter(Objects::nonNull).toList();
        var stored = engine.bodies().store(box.uuid(), Group.body(encoded), Duration.ZERO);
        var row = new Group(UUID.randomUUID(), commits, stored.parts());
        sent = true; // until it is known that nothing of it can be in the box, or all of it is told
        return switch (outcome(row, stored.value())) {
            case DONE -> {
                box.publish(row, after(group));
                settle(group, row.last());
                sent = false;
                yield true;
            }
            case LOST -> {
                sent = false;
                engine.lostRaces().increment();
                stored.parts().forEach(part -> Database.await(engine.parts().delete(box.uuid(), part)));
                yield false;
            }
            case UNKNOWN -> throw new StoreFailure.Unavailable("nobody knows whether the write was done");
        };
    }

    /// Not even a timeout matters yet: no commit names these rows, and writing them twice changes nothing.
    private void putContents(List<CassandraDraft> drafts) {
        for (int tries = 1; ; tries++) {
            try {
                Database.awaitAll(engine.contents().put(box.uuid(), drafts));
                return;
            } catch (StoreFailure.Unavailable failure) {
                if (tries == CONTENT_TRIES) {
                    throw failure;
                }
                LOG.debug("contents are written again: {}", failure.getMessage());
            }
        }
    }

    /// Nothing is to be written: what was seen must still be the present.
    private boolean confirm(List<Attempt> group) {
        long seen = group.getFirst().seen();
        if (box.refresh().head() != seen) {
            return false;
        }
        settle(group, seen);
        return true;
    }

    private Landing outcome(Group row, ByteBuffer body) {
        long fence = box.fence();
        var landed = engine.heads().append(box.uuid(), row, body, fence);
        long deadline =
                System.nanoTime() + engine.settings().limits().outcomeTimeout().toNanos();
        while (landed == Landing.UNKNOWN
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            try {
                landed = engine.heads().outcome(box.uuid(), row, fence, engine.history());
            } catch (StoreFailure.Unavailable notYet) {
                LOG.debug("the outcome of a write is asked for again: {}", notYet.getMessage());
                pause(ASK_AGAIN.toMillis());
            }
        }
        return landed;
    }

    private static BoxState after(List<Attempt> group) {
        BoxState after = null;
        for (var attempt : group) {
            var made = attempt.after();
            after = made == null ? after : made;
        }
        return Objects.requireNonNull(after);
    }

    private void settle(List<Attempt> group, long last) {
        writing.lock();
        try {
            contents.settle(new org.satchel.model.ModSeq(last));
            landing = List.of();
            regulars.answered(Math.min(
                    group.size() + waiting.size(), engine.settings().limits().groupCommitsMax()));
        } finally {
            writing.unlock();
        }
        group.forEach(Attempt::settle);
        engine.places().release(group.size());
    }

    /// On the present of the box, in the same order.
    private void runAgain() {
        writing.lock();
        try {
            var all = new ArrayDeque<>(landing);
            all.addAll(waiting);
            landing = List.of();
            waiting.clear();
            contents = new PendingContents(new LatestRows(box));
            var state = box.present().state();
            for (var attempt : all) {
                state = attempt.runAgain(state, contents, engine.settings().boxes());
                waiting.add(attempt);
            }
            pending = state;
        } finally {
            writing.unlock();
        }
    }

    /// Everything that is pending builds on what failed.
    private void fail(Throwable failure) {
        var told = failure instanceof StoreFailure known
                ? known
                : new IllegalStateException("a write of box part " + box.uuid() + " failed", failure);
        if (!(failure instanceof StoreFailure)) {
            LOG.error("writes of box part {} failed", box.uuid(), failure);
        }
        List<Attempt> lost;
        List<Attempt> unknown;
        writing.lock();
        try {
            unknown = sent ? landing : List.of();
            lost = new ArrayList<>(sent ? List.of() : landing);
            lost.addAll(waiting);
            sent = false;
            landing = List.of();
            waiting.clear();
            pending = null;
        } finally {
            writing.unlock();
        }
        unknown.forEach(attempt -> attempt.abandon(told));
        lost.forEach(attempt -> attempt.fail(told));
        engine.places().release(lost.size() + unknown.size());
    }

    /// Who lost waits a little, so that one of several wins.
    private static void backOff(int losses) {
        int most = BACK_OFF_MILLIS << Math.min(losses - 1, BACK_OFF_DOUBLINGS);
        pause(ThreadLocalRandom.current().nextInt(most + 1));
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
