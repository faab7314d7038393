// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads of one head, shared: however many ask at the same time, one read is under way and one waits for it to end. Who
/// asks gets a read that began after the question.
final class FreshHeads {
    private final Supplier<CompletableFuture<Optional<Head>>> read;
    /// Guarded by this: whether a read is under way, and the answer of the next.
    private boolean reading;

    private @Nullable CompletableFuture<Optional<Head>> next;

    FreshHeads(Supplier<CompletableFuture<Optional<Head>>> read) {
        this.read = read;
    }

    CompletableFuture<Optional<Head>> next() {
        CompletableFuture<Optional<Head>> answer;
        synchronized (this) {
            if (reading) {
                if (next == null) {
                    next = new CompletableFuture<>();
                }
                return next;
            }
            reading = true;
            answer = new CompletableFuture<>();
        }
        start(answer);
        return answer;
    }

    private void start(CompletableFuture<Optional<Head>> answer) {
        CompletableFuture<Optional<Head>> begun;
        try {
            begun = read.get();
        } catch (RuntimeException failure) {
            begun = CompletableFuture.failedFuture(failure);
        }
        var _ = begun.whenComplete((head, failure) -> {
            goOn();
            if (failure == null) {
                answer.complete(head);
            } else {
                answer.completeExceptionally(
                        failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure);
            }
        });
    }

    private void goOn() {
        CompletableFuture<Optional<Head>> waiting;
        synchronized (this) {
            waiting = next;
            next = null;
            reading = waiting != null;
        }
        if (waiting != null) {
            start(waiting);
        }
    }
}
