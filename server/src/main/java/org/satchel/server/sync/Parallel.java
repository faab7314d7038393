// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/// The same work for many things, some at a time.
final class Parallel {
    private Parallel() {}

    /// What is done with each.
    @FunctionalInterface
    interface Work<A, B> {
        B of(A item) throws IOException, InterruptedException;
    }

    /// Results in the order of the items. After the first failure nothing more is begun, and it is thrown.
    ///
    /// @param width how many at a time
    static <A, B> List<B> map(List<A> items, int width, Work<A, B> work) throws IOException, InterruptedException {
        if (items.size() == 1) {
            return List.of(work.of(items.getFirst()));
        }
        var failed = new AtomicBoolean();
        var tasks = new ArrayList<Callable<B>>();
        for (var item : items) {
            tasks.add(() -> {
                if (failed.get()) {
                    throw new InterruptedException("another one failed");
                }
                try {
                    return work.of(item);
                } catch (IOException | RuntimeException failure) {
                    failed.set(true);
                    throw failure;
                }
            });
        }
        var threads = Thread.ofVirtual().name("sync-", 1).factory();
        try (var executor = Executors.newFixedThreadPool(width, threads)) {
            var results = new ArrayList<B>(items.size());
            Throwable first = null;
            for (var result : executor.invokeAll(tasks)) {
                try {
                    results.add(result.get());
                } catch (ExecutionException e) {
                    first = first == null || first instanceof InterruptedException ? e.getCause() : first;
                }
            }
            switch (first) {
                case null -> {}
                case SyncFailure failure -> throw failure;
                case IOException failure -> throw new UncheckedIOException(failure);
                case InterruptedException interrupted -> throw interrupted;
                default -> throw new IllegalStateException(first);
            }
            return results;
        }
    }
}
