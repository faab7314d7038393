// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that makes writes durable: it takes what waits, writes it as one batch with one sync,
/// publishes, and lets the writers go.
///
/// A platform thread, because the sync happens in native code, where a virtual thread would hold its carrier.
/// When the disk refuses a batch, its writes fail, and so does every later write that was built on one of
/// them; the next ones are tried afresh.
final class Committer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private final Database database;
    private final EngineLimits limits;
    private final Semaphore places;
    private final BlockingQueue<PendingWrite> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    /// The last batch that had rows failed.
    private volatile boolean failing;

    private volatile boolean closing;
    /// When the batch under way was begun; 0 = there is none.
    private volatile long landingNanos;

    Committer(Database database, EngineLimits limits) {
        this.database = database;
        this.limits = limits;
        this.places = new Semaphore(limits.pendingWritesMax());
        this.thread = Thread.ofPlatform().name("satchel-committer").start(this::run);
    }

    /// Takes a place for one write; taken before the box's lock, so that nobody waits for a place with a lock
    /// held.
    ///
    /// @throws StoreFailure.Unavailable when the store is closing, or when interrupted
    void reserve() {
        try {
            places.acquire();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreFailure.Unavailable("interrupted while waiting to write", interrupted);
        }
        if (closing) {
            places.release();
            throw new StoreFailure.Unavailable("the store is closing");
        }
    }

    /// Gives back a place that no write came to use.
    void release() {
        places.release();
    }

    /// Hands in a write that has a place. Writes of one lineage are handed in in the order in which they
    /// build on each other.
    void submit(PendingWrite write) {
        queue.add(write);
    }

    /// Makes a write durable that belongs to no box.
    void write(RowBatch batch, Rows durable) {
        reserve();
        var write = PendingWrite.of(batch, new Lineage(durable), () -> {});
        submit(write);
        Waiting.on(write.landed());
    }

    /// Whether the last write failed; the next may succeed.
    boolean isFailing() {
        return failing;
    }

    /// Whether the disk has been at the same batch for longer than that.
    boolean isHanging(Duration max) {
        long since = landingNanos;
        return since != 0 && System.nanoTime() - since > max.toNanos();
    }

    /// Whether it takes no more writes, ever.
    boolean isStopped() {
        return closing || !thread.isAlive();
    }

    /// Waits for the writes in flight, then stops.
    @Override
    public void close() {
        closing = true;
        places.acquireUninterruptibly(limits.pendingWritesMax());
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        places.release(limits.pendingWritesMax());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var batch = new ArrayList<PendingWrite>();
        try {
            while (true) {
                take(queue.take(), batch);
                landingNanos = System.nanoTime() | 1;
                land(batch);
                landingNanos = 0;
                batch.clear();
            }
        } catch (InterruptedException closed) {
            // Nothing is queued: every write holds its place until it has landed, and close took all places first.
            LOG.debug("committer stops");
        } catch (RuntimeException | Error bug) {
            LOG.error("the committer failed; the store takes no more writes", bug);
            closing = true;
            refuse(batch, bug);
        }
    }

    /// After a bug nobody knows which states are durable: nothing may be built on them, and nobody may wait
    /// in vain.
    private void refuse(List<PendingWrite> batch, Throwable bug) {
        try {
            while (true) {
                for (var write : batch) {
                    settle(write, bug);
                }
                batch.clear();
                batch.add(queue.take());
            }
        } catch (InterruptedException closed) {
            LOG.debug("committer stops");
        }
    }

    private void take(PendingWrite first, List<PendingWrite> batch) {
        long bytes = 0;
        for (var next = first; next != null; next = queue.poll()) {
            batch.add(next);
            bytes += next.rows().bytes();
            if (batch.size() >= limits.batchWritesMax() || bytes >= limits.batchBytesMax()) {
                return;
            }
        }
    }

    private void land(List<PendingWrite> batch) {
        var rows = new ArrayList<RowBatch>(batch.size());
        for (var write : batch) {
            if (!write.lineage().isBroken() && !write.rows().ops().isEmpty()) {
                rows.add(write.rows());
            }
        }
        try {
            if (!rows.isEmpty()) {
                database.write(rows);
            }
        } catch (RuntimeException failure) {
            if (!failing) {
                LOG.warn("writes are not made durable: {}", failure.getMessage());
            }
            failing = true;
            fail(batch, failure);
            return;
        }
        if (failing && !rows.isEmpty()) {
            LOG.warn("writes are made durable again");
            failing = false;
        }
        for (var write : batch) {
            if (!write.lineage().isBroken()) {
                write.publish().run();
            }
        }
        for (var write : batch) {
            settle(write, write.lineage().failure());
        }
    }

    private void fail(List<PendingWrite> batch, RuntimeException failure) {
        // A barrier fails too: what it waited for may have been lost in this very batch.
        for (var write : batch) {
            write.lineage().fail(failure);
        }
        for (var write : batch) {
            settle(write, failure);
        }
    }

    private void settle(PendingWrite write, @Nullable Throwable failure) {
        var landed = write.landed();
        boolean first = failure == null ? landed.complete(null) : landed.completeExceptionally(failure);
        if (first) {
            places.release();
        }
    }
}
