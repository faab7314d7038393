// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Whose turn it is to write which box, of the boxes that this process keeps turns for: one at a time, first come first
/// served. Who has not given its turn back in time has lost it.
final class Turns {
    private static final int BOXES_MAX = 100_000;

    private final Duration turnMax;
    private final AtomicLong tickets = new AtomicLong();
    /// Guarded by itself: only boxes of which somebody has, or waits for, the turn.
    private final Map<UUID, Queue> queues = new HashMap<>();

    /// @param turnMax how long a turn lasts at most
    Turns(Duration turnMax) {
        this.turnMax = turnMax;
    }

    /// @return completed, with a ticket to give back, when it is the caller's turn; with 0 when turns are not kept,
    ///   because there are too many
    CompletableFuture<Long> take(UUID box) {
        var turn = new CompletableFuture<Long>();
        synchronized (queues) {
            var queue = queues.get(box);
            if (queue == null) {
                if (queues.size() >= BOXES_MAX) {
                    return CompletableFuture.completedFuture(0L);
                }
                queue = new Queue();
                queues.put(box, queue);
            }
            queue.waiting.add(turn);
        }
        next(box, 0);
        return turn;
    }

    /// The turn is over. A ticket that is not that of the present turn is passed over.
    void giveBack(UUID box, long ticket) {
        next(box, ticket);
    }

    private void next(UUID box, long over) {
        CompletableFuture<Long> turn = null;
        long ticket = 0;
        synchronized (queues) {
            var queue = queues.get(box);
            if (queue == null) {
                return;
            }
            if (queue.ticket == over) {
                queue.ticket = 0;
                do {
                    turn = queue.waiting.poll();
                } while (turn != null && turn.isDone()); // nobody waits for it any more
                if (turn == null) {
                    queues.remove(box);
                } else {
                    ticket = tickets.incrementAndGet();
                    queue.ticket = ticket;
                }
            }
        }
        if (turn != null) {
            long mine = ticket;
            CompletableFuture.delayedExecutor(turnMax.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> next(box, mine));
            if (!turn.complete(mine)) {
                next(box, mine);
            }
        }
    }

    private static final class Queue {
        final Deque<CompletableFuture<Long>> waiting = new ArrayDeque<>();
        /// Of the present turn; 0 = it is nobody's.
        long ticket;
    }
}
