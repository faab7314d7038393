// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.metrics;

import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.satchel.model.StoreFailure;

/// One call, from now until the first word about what became of it.
final class Stopwatch {
    /// Whatever can become of a call.
    static final List<String> OUTCOMES = List.of("done", "refused", "unavailable", "full", "failed");

    private static final double NANOS = 1e9;

    private final Histogram seconds;
    private final String[] labels;
    private final long startNanos = System.nanoTime();
    private final AtomicBoolean told = new AtomicBoolean();

    /// @param call a value of the label before the outcome, or empty when there is no such label
    Stopwatch(Histogram seconds, String call) {
        this.seconds = seconds;
        labels = call.isEmpty() ? new String[] {""} : new String[] {call, ""};
    }

    void done() {
        tell("done");
    }

    /// Says what the call ended with: a reason of the caller's making is `refused`, `unavailable` and `full` are the
    /// store's, and `failed` is all else.
    void failed(Throwable failure) {
        tell(
                switch (failure) {
                    case StoreFailure.DiskFull _ -> "full";
                    case StoreFailure.Unavailable _ -> "unavailable";
                    case StoreFailure _ -> "refused";
                    default -> "failed";
                });
    }

    private void tell(String outcome) {
        if (told.compareAndSet(false, true)) {
            labels[labels.length - 1] = outcome;
            seconds.labelValues(labels).observe((System.nanoTime() - startNanos) / NANOS);
        }
    }
}
