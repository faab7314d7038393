// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.satchel.model.StoreFailure;

/// A few platform threads for reads of many rows: native code would hold the carrier of a virtual thread for
/// all that time.
final class LongReads implements AutoCloseable {
    /// Up to so many rows it costs less to read on the caller's thread than to hand over.
    private static final int SHORT_ROWS = 32;

    private final ExecutorService threads;

    LongReads(int threads) {
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("satchel-reader-", 1).factory());
    }

    List<Row> page(Rows rows, byte[] from, byte[] to, int rowsMax) {
        if (rowsMax <= SHORT_ROWS || !Thread.currentThread().isVirtual()) {
            return rows.page(Family.ROWS, from, to, rowsMax);
        }
        try {
            return Waiting.on(CompletableFuture.supplyAsync(() -> rows.page(Family.ROWS, from, to, rowsMax), threads));
        } catch (RejectedExecutionException closed) {
            throw new StoreFailure.Unavailable("the store is closed", closed);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
