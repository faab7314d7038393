// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.blob;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A question to a store that may be away: put at most once a second and once at a time, however often its answer
/// is wanted, and nobody waits for it longer than two seconds.
///
/// It is put on a thread of its own, because a look at a folder on a network that hangs cannot be interrupted; then
/// this one thread waits, and everybody else is told so.
public final class Probe {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration WAIT_MAX = Duration.ofSeconds(2);

    private final String name;
    private final String unanswered;
    private final Supplier<String> question;
    private final ReentrantLock asking = new ReentrantLock();
    /// Guarded by `asking`; null = nothing is being asked.
    private @Nullable CompletableFuture<String> answer;
    /// Guarded by `asking`.
    private long askedNanos = System.nanoTime() - INTERVAL.toNanos();

    private volatile String found;

    /// @param name of the thread
    /// @param unanswered what is found while there is no answer
    /// @param question says what is in the way; empty when nothing is
    public Probe(String name, String unanswered, Supplier<String> question) {
        this.name = name;
        this.unanswered = unanswered;
        this.question = question;
        this.found = unanswered;
    }

    /// What is in the way, by the newest answer; empty when nothing is.
    public Optional<String> obstacle() {
        if (asking.tryLock()) {
            try {
                ask();
            } finally {
                asking.unlock();
            }
        }
        return Optional.of(found).filter(why -> !why.isEmpty());
    }

    private void ask() {
        long now = System.nanoTime();
        if (answer == null && now - askedNanos < INTERVAL.toNanos()) {
            return;
        }
        if (answer == null) {
            askedNanos = now;
            answer = put();
        }
        try {
            found = answer.get(Math.max(0, WAIT_MAX.toNanos() - (now - askedNanos)), TimeUnit.NANOSECONDS);
            answer = null;
        } catch (TimeoutException late) {
            found = unanswered;
        } catch (ExecutionException bug) {
            answer = null;
            throw new IllegalStateException(bug.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<String> put() {
        var coming = new CompletableFuture<String>();
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                coming.complete(question.get());
            } catch (RuntimeException | Error failure) {
                coming.completeExceptionally(failure);
            }
        });
        return coming;
    }
}
