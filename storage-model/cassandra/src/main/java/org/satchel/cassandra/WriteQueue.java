// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.cassandra.nodes.Host;
import org.satchel.cassandra.nodes.Invitation;
import org.satchel.cassandra.nodes.Landed;
import org.satchel.cassandra.nodes.Neighbour;
import org.satchel.model.Actor;
import org.satchel.model.BoxTransaction;
import org.satchel.model.PendingCommit;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The writes of one box in this process: each runs at once on what the ones before it made, and they become durable in
/// groups, one conditional write after the other.
///
/// While a neighbour lands the writes of the box, they run once more on what it is about to land, and become part of
/// its group; while this process does, neighbours are its guests. When another process was first, everything that is
/// not durable runs again, in the same order, on what that process left. A refusal, too, is only told when what it
/// rests on is known to be the present of the box.
final class WriteQueue {
    private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);
    private static final int BACK_OFF_MILLIS = 4;
    private static final int BACK_OFF_DOUBLINGS = 4;
    /// After so many hosts that did not take this process in, it writes alone.
    private static final int DECLINED_MAX = 3;

    private final CassandraBox box;
    private final Engine engine;
    private final GroupWriter writer;
    private final Pending pending;
    /// Of the one thread that works: the group that is landing was sent, and its outcome is not known.
    private volatile boolean sent;

    /// Of the one thread that works: hosts in a row that did not take this process in.
    private int declined;
    /// Likewise: who landed the last group, and until when nobody is asked again; by [System#nanoTime].
    private @Nullable Host host;

    private long askAgain;

    WriteQueue(CassandraBox box, Engine engine) {
        this.box = box;
        this.engine = engine;
        this.writer = new GroupWriter(box, engine);
        this.pending = new Pending(box, engine);
    }

    PendingCommit begin(Actor actor, Consumer<BoxTransaction> work) {
        box.present(); // read before anything is locked
        reserve();
        var attempt = new Attempt(box, actor, work);
        boolean entered = false;
        try {
            boolean idle = pending.enter(attempt);
            entered = true;
            if (idle) {
                engine.threads().execute(this::work);
            }
        } finally {
            if (!entered) {
                attempt.giveBack();
                engine.places().release();
            }
        }
        return attempt;
    }

    boolean isIdle() {
        return pending.isIdle();
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
                if (landNext()) {
                    losses = 0;
                } else {
                    losses++;
                    backOff(losses);
                    box.refresh();
                    pending.runAgain();
                }
            } catch (RuntimeException | Error failure) {
                fail(failure);
            }
        }
    }

    private boolean isAnythingWaiting() {
        return switch (pending.rest()) {
            case SOMETHING -> true;
            case NOTHING -> false;
            case NOTHING_TO_HOST -> {
                host = null;
                engine.company().release(box.uuid(), box.newest());
                yield false;
            }
        };
    }

    /// Makes the next group durable, here or with the neighbour that lands the writes of the box.
    ///
    /// @return false when nothing came of it: somebody else was first, or the neighbour did not take it
    private boolean landNext() {
        return switch (nextHost()) {
            case Host.Other(var neighbour) -> {
                pending.host(false);
                yield visit(neighbour);
            }
            case Host.Self(long known) -> {
                declined = 0;
                pending.host(true);
                if (known > box.present().head()) {
                    box.refresh();
                    pending.runAgain();
                }
                yield land(pending.takeGroup());
            }
        };
    }

    private Host nextHost() {
        if (declined >= DECLINED_MAX
                || pending.firstBytes() > engine.settings().limits().groupBytesMax()) {
            return new Host.Self(0);
        }
        var last = host;
        long now = System.nanoTime();
        if (last != null && now - askAgain < 0) {
            return last;
        }
        var next = engine.company().host(box.uuid(), box.present().head());
        askAgain = now + engine.hosted().sureFor().toNanos();
        // What the box is known to have is news only once.
        host = next instanceof Host.Self ? new Host.Self(0) : next;
        return next;
    }

    /// Lands what was taken, with what guests add.
    ///
    /// @return false when somebody else was first
    private boolean land(List<Attempt> group) {
        var draft = new GroupDraft(UUID.randomUUID(), box.fence(), box);
        if (!group.isEmpty() && group.getFirst().seen() != draft.base()) {
            return false; // another look at the tables found commits that it does not follow
        }
        draft.add(group);
        var seats = new Seats(box, engine, draft);
        try {
            compose(group, draft, seats);
            if (draft.isEmpty()) {
                boolean confirmed = confirm(group, draft.base(), seats.count());
                seats.tell(confirmed ? Landed.done() : Landed.LOST);
                return confirmed;
            }
            return write(group, draft, seats);
        } finally {
            seats.tell(Landed.UNKNOWN); // unless they know better
        }
    }

    /// Writes the contents, while guests add to the group.
    private void compose(List<Attempt> group, GroupDraft draft, Seats seats) {
        var contents = contentsToWrite(group);
        var invited = pending.takeGuests(draft.bytes());
        if (invited.isEmpty()) {
            writer.putContents(contents);
            return;
        }
        var put = put(contents);
        try {
            int own = draft.size();
            seats.fill(invited);
            if (draft.size() > own) {
                pending.adopt(draft);
            }
        } finally {
            Database.await(put);
        }
    }

    private boolean write(List<Attempt> group, GroupDraft draft, Seats seats) {
        // Until it is known that nothing of it can be in the box, or all of it is told.
        var result = writer.write(draft, () -> sent = true);
        return switch (result.landing()) {
            case DONE -> {
                box.publish(result.group(), draft.state());
                seats.tellDone();
                engine.company().tell(box.uuid(), result.group().last());
                settle(group, result.group().last(), seats.count());
                yield true;
            }
            case LOST -> {
                sent = false;
                seats.tell(Landed.LOST);
                yield false;
            }
            case UNKNOWN -> throw new StoreFailure.Unavailable("nobody knows whether the write was done");
        };
    }

    /// Adds what waits to the next group of a neighbour.
    ///
    /// @return false when nothing of it landed
    private boolean visit(Neighbour neighbour) {
        var contents = put(pending.contentsToWrite()); // while it waits for the group
        try {
            var invitation =
                    engine.company().join(neighbour, box.uuid(), box.present().head());
            if (invitation.isEmpty()) {
                declined++;
                host = null;
                return false;
            }
            declined = 0;
            return visit(neighbour, invitation.get(), contents);
        } finally {
            Database.await(contents);
        }
    }

    private boolean visit(Neighbour neighbour, Invitation invitation, CompletableFuture<Void> contents) {
        boolean told = false;
        try {
            var draft = follow(invitation);
            if (draft == null) {
                return false;
            }
            pending.adopt(draft);
            var group = pending.takeGroup();
            writer.putContents(contentsToWrite(group));
            Database.await(contents);
            int ahead = draft.size();
            draft.add(group);
            sent = draft.size() > ahead;
            told = true;
            var landed = engine.company().add(neighbour, invitation, draft.body(ahead));
            return settle(invitation, draft, group, landed);
        } finally {
            if (!told) {
                engine.company().add(neighbour, invitation, ByteBuffer.allocate(0));
            }
        }
    }

    /// What the neighbour is about to land, on what the box is known to be; null when the two do not fit.
    private @Nullable GroupDraft follow(Invitation invitation) {
        try {
            box.follow(invitation);
            if (box.present().head() != invitation.base()) {
                return null;
            }
            var draft = new GroupDraft(invitation.op(), invitation.fence(), box);
            draft.follow(invitation.ahead());
            return draft;
        } catch (StoreFailure failure) {
            throw failure;
        } catch (RuntimeException stranger) {
            LOG.warn("what a neighbour is about to write is not understood: {}", stranger.getMessage());
            declined = DECLINED_MAX;
            return null;
        }
    }

    private CompletableFuture<Void> put(List<CassandraDraft> contents) {
        return contents.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(() -> writer.putContents(contents), engine.threads());
    }

    /// @return false when nothing of it landed
    private boolean settle(Invitation invitation, GroupDraft draft, List<Attempt> group, Landed landed) {
        return switch (fate(invitation, draft, landed.fate())) {
            case DONE -> {
                if (landed.fate() == Landed.Fate.DONE && !draft.isEmpty()) {
                    draft.follow(landed.behind());
                    box.publish(draft.group(List.of()), draft.state());
                } else {
                    box.refresh();
                }
                engine.visits().increment();
                settle(group, draft.state().head().number(), 0);
                yield true;
            }
            case LOST -> {
                sent = false;
                yield false;
            }
            case UNKNOWN -> throw new StoreFailure.Unavailable("nobody knows whether the write was done");
        };
    }

    /// What became of a group; when the neighbour cannot say, the tables can.
    private Landing fate(Invitation invitation, GroupDraft draft, Landed.Fate told) {
        return switch (told) {
            case DONE -> Landing.DONE;
            case LOST -> Landing.LOST;
            case UNKNOWN -> draft.isEmpty() ? Landing.LOST : writer.outcome(draft.group(List.of()), invitation.fence());
        };
    }

    private static List<CassandraDraft> contentsToWrite(List<Attempt> group) {
        return group.stream()
                .flatMap(attempt -> attempt.contentsToWrite().stream())
                .toList();
    }

    /// Nothing is to be written: what was seen must still be the present.
    private boolean confirm(List<Attempt> group, long seen, int others) {
        if (group.isEmpty() && others == 0) {
            return true;
        }
        if (box.refresh().head() != seen) {
            return false;
        }
        settle(group, seen, others);
        return true;
    }

    private void settle(List<Attempt> group, long last, int others) {
        sent = false;
        pending.settle(group, last, others);
    }

    private void fail(Throwable failure) {
        var told = failure instanceof StoreFailure known
                ? known
                : new IllegalStateException("a write of box part " + box.uuid() + " failed", failure);
        if (!(failure instanceof StoreFailure)) {
            LOG.error("writes of box part {} failed", box.uuid(), failure);
        }
        boolean unknown = sent;
        sent = false;
        pending.fail(told, unknown);
    }

    /// Who lost waits a little, so that one of several wins.
    private static void backOff(int losses) {
        int most = BACK_OFF_MILLIS << Math.min(losses - 1, BACK_OFF_DOUBLINGS);
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(most + 1));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
