// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.mirror;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.satchel.conformance.wire.ServerProcess;

/// Random changes of one box over several protocols at once, through the lives of several servers.
final class Changes {
    private static final Duration PROGRESS_MAX = Duration.ofMinutes(10);
    /// Connections that end without a reason that is known here.
    private static final int BROKEN_MAX = 500;

    private final Servers servers;
    private final Semaphore allowed = new Semaphore(0);
    private final Semaphore progress = new Semaphore(0);
    private final AtomicInteger done = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;

    Changes(Servers servers) {
        this.servers = servers;
    }

    /// Somebody who changes a box, connected to one server.
    interface Hand extends AutoCloseable {
        /// Tries one thing.
        ///
        /// @return whether it was acknowledged
        boolean step() throws IOException;

        @Override
        void close() throws IOException;
    }

    /// Connects a hand.
    @FunctionalInterface
    interface Connecting {
        Hand to(ServerProcess server, Random random) throws IOException;
    }

    void begin(String name, Connecting connecting, Random random) {
        threads.add(Thread.ofVirtual().name(name).start(() -> run(name, connecting, random)));
    }

    int done() {
        return done.get();
    }

    /// Lets so many more changes happen.
    void allow(int more) {
        allowed.release(more);
    }

    /// Waits until so many more changes were acknowledged.
    ///
    /// @return what went wrong so far
    List<String> await(int more) throws InterruptedException {
        if (!progress.tryAcquire(more, PROGRESS_MAX.toSeconds(), TimeUnit.SECONDS)) {
            failures.add("no " + more + " changes in " + PROGRESS_MAX);
        }
        return List.copyOf(failures);
    }

    /// Lets nothing more happen, and waits for what is under way.
    ///
    /// @return what went wrong
    List<String> end() throws InterruptedException {
        ending = true;
        allowed.release(threads.size());
        for (var thread : threads) {
            if (!thread.join(PROGRESS_MAX)) {
                failures.add(thread.getName() + " does not end");
                thread.interrupt();
            }
        }
        return List.copyOf(failures);
    }

    private void run(String name, Connecting connecting, Random random) {
        int broken = 0;
        try {
            while (!ending) {
                int generation = servers.generation();
                var server = servers.await();
                try (var hand = connecting.to(server, random)) {
                    work(hand);
                } catch (IOException ended) {
                    // A server also says BYE to who has a folder selected that another one removes.
                    if (generation == servers.generation() && ++broken > BROKEN_MAX) {
                        throw ended;
                    }
                }
            }
        } catch (IOException | InterruptedException | RuntimeException | AssertionError failure) {
            failures.add(name + ": " + failure);
            // Nobody is to wait for what will not come.
            progress.release(Integer.MAX_VALUE / 2);
        }
    }

    private void work(Hand hand) throws IOException, InterruptedException {
        while (!ending) {
            allowed.acquire();
            boolean isDone = false;
            try {
                isDone = !ending && hand.step();
            } finally {
                if (!isDone) {
                    allowed.release();
                }
            }
            if (isDone) {
                done.incrementAndGet();
                progress.release();
            }
        }
    }
}
