// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;

/// Compressors that nobody uses now, up to a number; each holds memory outside the heap.
final class DeflaterPool {
    private final int keptMax;
    private final ConcurrentLinkedQueue<Deflater> kept = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    DeflaterPool(int keptMax) {
        this.keptMax = keptMax;
    }

    Deflater take() {
        var deflater = kept.poll();
        if (deflater == null) {
            return new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        }
        count.decrementAndGet();
        return deflater;
    }

    void give(Deflater deflater) {
        if (count.incrementAndGet() <= keptMax) {
            deflater.reset();
            kept.add(deflater);
        } else {
            count.decrementAndGet();
            deflater.end();
        }
    }
}
