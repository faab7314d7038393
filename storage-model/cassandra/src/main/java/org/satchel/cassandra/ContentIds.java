// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.satchel.model.ContentId;

/// Fresh content ids: no two drafts of an installation ever get the same one, whichever process takes them in, and no
/// clock is asked.
///
/// An id is 17 bits that say in which bucket of its box the content lies, 22 bits that say which writer made it, and 24
/// bits that count what this writer made. The number of a writer is given once: to a process when it starts, and again
/// when it has counted to the end. The bucket follows the number of objects the box ever had, so that neighbours in a
/// folder are neighbours in the table.
///
/// Ids below 2^46 come from an engine that numbers contents from 1; they lie in buckets of their own.
final class ContentIds {
    private static final int BUCKET_BITS = 17;
    private static final int WRITER_BITS = 22;
    private static final int COUNT_BITS = 24;
    private static final long BUCKET_MAX = (1L << BUCKET_BITS) - 1;
    private static final long WRITER_MAX = (1L << WRITER_BITS) - 1;
    private static final long COUNT_MAX = (1L << COUNT_BITS) - 1;
    /// Contents of one bucket, about.
    private static final int CONTENTS_BITS = 10;

    private final LongUnaryOperator writers;
    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by `lock`.
    private long writer;

    private long count = COUNT_MAX;

    /// @param writers gives a number that was never given before, above its argument, which is 0 or more
    ContentIds(LongUnaryOperator writers) {
        this.writers = writers;
    }

    /// @param nextObject number of the next object of the box
    ContentId fresh(long nextObject) {
        long bucket = Math.min(BUCKET_MAX, 1 + (nextObject >>> CONTENTS_BITS));
        lock.lock();
        try {
            if (count == COUNT_MAX) {
                writer = writers.applyAsLong(0);
                if (writer <= 0 || writer > WRITER_MAX) {
                    throw new IllegalStateException("no writer numbers are left: " + writer);
                }
                count = 0;
            }
            count++;
            return new ContentId(bucket << (WRITER_BITS + COUNT_BITS) | writer << COUNT_BITS | count);
        } finally {
            lock.unlock();
        }
    }

    /// Sees to it that no writer of this installation, in whatever process, makes an id with a number up to this one.
    /// For ids that come from another installation, whose writers are numbered from 1 as ours are.
    void reserve(long upTo) {
        lock.lock();
        try {
            while (writer <= upTo) {
                writer = writers.applyAsLong(upTo);
                count = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Number of the writer that made an id; 0 for those of another engine.
    static long writer(ContentId content) {
        return content.number() >>> (WRITER_BITS + COUNT_BITS) == 0 ? 0 : content.number() >>> COUNT_BITS & WRITER_MAX;
    }

    /// In which partition of its box the content lies: positive for fresh ids, negative for those of another engine.
    static long bucket(ContentId content) {
        long bucket = content.number() >>> (WRITER_BITS + COUNT_BITS);
        return bucket > 0 ? bucket : -1 - (content.number() >>> CONTENTS_BITS);
    }

    /// All buckets in which a box may have contents.
    ///
    /// @param nextObject number of the next object of the box
    static long[] buckets(long nextObject) {
        long last = Math.min(BUCKET_MAX, 1 + (nextObject >>> CONTENTS_BITS));
        return LongStream.concat(
                        LongStream.rangeClosed(1, last),
                        LongStream.rangeClosed(-1 - (nextObject >>> CONTENTS_BITS), -1))
                .toArray();
    }
}
