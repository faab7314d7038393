// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Buffers that connections borrow while they have something to say, so that one that waits holds none.
final class BufferPool {
    private final int bufferBytes;
    private final int keptMax;
    private final ConcurrentLinkedQueue<byte[]> kept = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    BufferPool(int bufferBytes, int keptMax) {
        this.bufferBytes = bufferBytes;
        this.keptMax = keptMax;
    }

    byte[] take() {
        var buffer = kept.poll();
        if (buffer == null) {
            return new byte[bufferBytes];
        }
        count.decrementAndGet();
        return buffer;
    }

    void give(byte[] buffer) {
        if (count.incrementAndGet() <= keptMax) {
            kept.add(buffer);
        } else {
            count.decrementAndGet();
        }
    }
}
