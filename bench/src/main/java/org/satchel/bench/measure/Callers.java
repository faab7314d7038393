// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Several threads that do the same at once, started together.
///
/// Platform threads: a load that waits for sockets on a machine of few cores costs least with them.
public final class Callers {
    private Callers() {}

    /// What one caller does.
    public interface Caller<T> {
        T call(int index) throws IOException, InterruptedException;
    }

    /// Results in the order of the callers, with the time from the common start to the last end.
    public record Finished<T>(List<T> results, double seconds) {
        public Finished {
            results = List.copyOf(results);
        }
    }

    /// Runs `caller` on `count` threads.
    ///
    /// @throws IOException the first failure; all callers have ended then
    public static <T> Finished<T> run(int count, Caller<T> caller) throws IOException, InterruptedException {
        var start = new CountDownLatch(1);
        var tasks = new ArrayList<FutureTask<T>>();
        for (int i = 0; i < count; i++) {
            int index = i;
            var task = new FutureTask<>(() -> {
                start.await();
                return caller.call(index);
            });
            tasks.add(task);
            Thread.ofPlatform().name("caller-" + i).daemon().start(task);
        }
        long begin = System.nanoTime();
        start.countDown();
        var results = new ArrayList<T>();
        IOException failure = null;
        for (var task : tasks) {
            try {
                results.add(task.get());
            } catch (ExecutionException e) {
                failure = failure == null ? asIo(e.getCause()) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return new Finished<>(results, (System.nanoTime() - begin) / 1e9);
    }

    private static IOException asIo(@Nullable Throwable cause) {
        return switch (cause) {
            case IOException io -> io;
            case InterruptedException interrupt -> new InterruptedIOException(interrupt.toString());
            case null, default -> new IOException(String.valueOf(cause), cause);
        };
    }
}
