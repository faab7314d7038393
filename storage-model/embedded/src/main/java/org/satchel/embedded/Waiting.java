// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.satchel.model.StoreFailure;

/// Waiting for what another thread does, whose failure makes the engine unavailable, or the disk full. Not to be
/// interrupted: the outcome must be known.
final class Waiting {
    private Waiting() {}

    static <T> T on(CompletableFuture<T> outcome) {
        try {
            return outcome.join();
        } catch (CompletionException failure) {
            // A fresh exception, so that the trace shows who waited.
            var cause = failure.getCause();
            if (cause instanceof StoreFailure.DiskFull) {
                throw new StoreFailure.DiskFull("a write was refused", failure);
            }
            throw new StoreFailure.Unavailable(String.valueOf(cause == null ? failure : cause.getMessage()), failure);
        }
    }
}
