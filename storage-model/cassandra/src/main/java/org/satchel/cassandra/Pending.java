// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.satchel.model.ModSeq;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.PendingContents;

/// The writes of one box in this process that are not durable yet, in their order: those that are landing, and those
/// that wait behind them; and the neighbours that want to add theirs. All of it under one lock.
final class Pending {
    private final CassandraBox box;
    private final Engine engine;
    private final ReentrantLock lock = new ReentrantLock();
    private final Regulars regulars = new Regulars(lock.newCondition());
    private final Deque<Attempt> waiting = new ArrayDeque<>();
    private final Deque<Guest> guests = new ArrayDeque<>();
    private List<Attempt> landing = List.of();
    private boolean working;
    private boolean hosting;
    private PendingContents contents;
    /// The box with everything that is pending; null when nothing is.
    private @Nullable BoxState state;

    Pending(CassandraBox box, Engine engine) {
        this.box = box;
        this.engine = engine;
        this.contents = fresh();
    }

    /// Runs a write on what the ones before it made, and lets it wait.
    ///
    /// @return whether nobody works at it: the caller has to begin
    boolean enter(Attempt attempt) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a write within a write of box " + box.id());
        }
        lock.lock();
        try {
            box.checkPresent();
            var before = state;
            if (before == null) {
                contents = fresh();
                before = box.present().state();
            }
            state = attempt.run(before, contents, engine.settings().boxes());
            waiting.add(attempt);
            came();
            boolean idle = !working;
            working = true;
            return idle;
        } finally {
            lock.unlock();
        }
    }

    /// A neighbour has writes for the box.
    ///
    /// @return false when this process does not land the writes of the box
    boolean admit(Guest guest) {
        lock.lock();
        try {
            if (!working || !hosting) {
                return false;
            }
            guests.add(guest);
            came();
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean isIdle() {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            return !working;
        } finally {
            lock.unlock();
        }
    }

    /// What is left to do for the thread that works.
    enum Rest {
        SOMETHING,
        NOTHING,
        /// And neighbours were guests until now.
        NOTHING_TO_HOST
    }

    /// Ends the work when nothing waits.
    Rest rest() {
        lock.lock();
        try {
            working = !waiting.isEmpty() || !guests.isEmpty();
            if (working) {
                return Rest.SOMETHING;
            }
            state = null;
            boolean wasHosting = hosting;
            open(false);
            return wasHosting ? Rest.NOTHING_TO_HOST : Rest.NOTHING;
        } finally {
            lock.unlock();
        }
    }

    /// Of the commit of the write that waits longest, as bytes.
    int firstBytes() {
        lock.lock();
        try {
            var first = waiting.peek();
            return first == null ? 0 : bytes(first);
        } finally {
            lock.unlock();
        }
    }

    /// Neighbours are welcome from now on, or not.
    void host(boolean welcome) {
        lock.lock();
        try {
            open(welcome);
        } finally {
            lock.unlock();
        }
    }

    /// The next writes to land together, after those were waited for a little who were just answered.
    List<Attempt> takeGroup() {
        var limits = engine.settings().limits();
        lock.lock();
        try {
            regulars.await(() -> waiting.size() + guests.size());
            var group = new ArrayList<Attempt>();
            int total = 0;
            for (var attempt = waiting.peek(); attempt != null; attempt = waiting.peek()) {
                int more = bytes(attempt);
                if (!group.isEmpty()
                        && (group.size() >= limits.groupCommitsMax() || total + more > limits.groupBytesMax())) {
                    break;
                }
                group.add(waiting.remove());
                total += more;
            }
            landing = group;
            regulars.left();
            return group;
        } finally {
            lock.unlock();
        }
    }

    /// Contents that the writes that wait will name, as far as nobody writes them yet.
    List<CassandraDraft> contentsToWrite() {
        lock.lock();
        try {
            return waiting.stream()
                    .limit(engine.settings().limits().groupCommitsMax())
                    .flatMap(attempt -> attempt.contentsToWrite().stream())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /// Those who may add to a group that has so many bytes; the others stay for the next one.
    List<Guest> takeGuests(int bytes) {
        int room =
                (Bodies.ROW_BYTES_MAX - bytes) / (2 * engine.settings().limits().groupBytesMax());
        lock.lock();
        try {
            var taken = new ArrayList<Guest>();
            while (taken.size() < room && !guests.isEmpty()) {
                taken.add(guests.remove());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// What waits runs again behind a group that is about to land.
    void adopt(GroupDraft draft) {
        lock.lock();
        try {
            runAll(draft);
        } finally {
            lock.unlock();
        }
    }

    /// Everything runs again, in the same order, on the present of the box: what was to land did not.
    void runAgain() {
        lock.lock();
        try {
            landing.reversed().forEach(waiting::addFirst);
            landing = List.of();
            runAll(new GroupDraft(UUID.randomUUID(), box.fence(), box));
        } finally {
            lock.unlock();
        }
    }

    /// What was landing is durable, up to this commit.
    ///
    /// @param others who had added to it
    void settle(List<Attempt> group, long last, int others) {
        lock.lock();
        try {
            contents.settle(new ModSeq(last));
            landing = List.of();
            int answered = Math.min(
                    group.size() + waiting.size(), engine.settings().limits().groupCommitsMax());
            regulars.answered(answered, others);
        } finally {
            lock.unlock();
        }
        group.forEach(Attempt::settle);
        engine.places().release(group.size());
    }

    /// Nothing of it can go on: everything that is pending builds on what failed.
    ///
    /// @param sent nobody knows whether what was landing is in the box
    void fail(RuntimeException failure, boolean sent) {
        List<Attempt> unknown;
        List<Attempt> lost;
        lock.lock();
        try {
            unknown = sent ? landing : List.of();
            lost = new ArrayList<>(sent ? List.of() : landing);
            lost.addAll(waiting);
            landing = List.of();
            waiting.clear();
            declineGuests();
            state = null;
        } finally {
            lock.unlock();
        }
        unknown.forEach(attempt -> attempt.abandon(failure));
        lost.forEach(attempt -> attempt.fail(failure));
        engine.places().release(lost.size() + unknown.size());
    }

    private void runAll(GroupDraft draft) {
        contents = draft.contents();
        var next = draft.state();
        for (var attempt : waiting) {
            next = attempt.runAgain(next, contents, engine.settings().boxes());
        }
        state = next;
    }

    private void open(boolean welcome) {
        if (hosting == welcome) {
            return;
        }
        hosting = welcome;
        if (welcome) {
            engine.hosted().open(box.uuid(), this);
        } else {
            engine.hosted().close(box.uuid());
            declineGuests();
        }
    }

    private void came() {
        regulars.came(waiting.size() + guests.size());
    }

    private void declineGuests() {
        guests.forEach(Guest::decline);
        guests.clear();
    }

    private PendingContents fresh() {
        return new PendingContents(new LatestRows(box));
    }

    private static int bytes(Attempt attempt) {
        var encoded = attempt.encoded();
        return encoded == null ? 0 : encoded.length;
    }
}
