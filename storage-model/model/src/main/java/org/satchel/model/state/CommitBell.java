// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.satchel.model.ModSeq;

/// Wakes who waits for the next visible commit of a box. Thousands may wait:
/// nobody holds a lock, and a commit nobody waits for costs one small object.
public final class CommitBell {
    private volatile ModSeq head;
    private volatile CompletableFuture<Void> next = new CompletableFuture<>();
    private volatile boolean closed;

    public CommitBell(ModSeq head) {
        this.head = head;
    }

    /// Announces a visible commit; one that is not after the last one announced is no news.
    public synchronized void ring(ModSeq visible) {
        if (visible.isAfter(head)) {
            head = visible;
            wake();
        }
    }

    /// Wakes all for good: the box is closed or erased.
    public synchronized void close() {
        closed = true;
        wake();
    }

    /// Waits until there is a commit after `position`, the bell is closed, or `timeout` is over.
    public void await(ModSeq position, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + nanos(timeout);
        while (true) {
            var ring = next; // before the look at the head: a ring in between completes it
            long left = deadline - System.nanoTime();
            if (head.isAfter(position) || closed || left <= 0) {
                return;
            }
            try {
                ring.get(left, TimeUnit.NANOSECONDS);
            } catch (TimeoutException over) {
                return;
            } catch (ExecutionException never) {
                throw new IllegalStateException(never);
            }
        }
    }

    private void wake() {
        var ring = next;
        next = new CompletableFuture<>();
        ring.complete(null);
    }

    private static long nanos(Duration timeout) {
        return timeout.compareTo(Duration.ofDays(365)) > 0
                ? Duration.ofDays(365).toNanos()
                : timeout.toNanos();
    }
}
