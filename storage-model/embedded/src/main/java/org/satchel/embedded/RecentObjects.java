// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.ObjectId;
import org.satchel.model.Placement;
import org.satchel.model.Summary;

/// Objects of one box that were read one by one lately, decoded: what has come in is soon asked for by all devices of a
/// subscriber. Safe for any number of threads.
///
/// A summary never changes while its object is at one place, so it is never out of date. Where an object is may change:
/// that is believed only as long as nothing in the box was moved or removed since it was looked up.
final class RecentObjects {
    private static final int SLOTS = 256;
    /// Larger ones are rare, and are not what is asked for often.
    private static final int ROW_BYTES_MAX = 8 * 1024;
    /// Heap that a decoded row takes, estimated.
    private static final int HEAP_BYTES_PER_ROW_BYTE = 6;

    private final LongConsumer keeping;
    private final AtomicLong moves = new AtomicLong();
    /// Each object has one slot, which it shares with others. Null until one is kept.
    private volatile @Nullable AtomicReferenceArray<Kept> slots;

    /// @param keeping is told by how many bytes of heap more, or fewer, are kept
    RecentObjects(LongConsumer keeping) {
        this.keeping = keeping;
    }

    /// Something will be at another place, or nowhere, when the next state is seen.
    void moved() {
        moves.incrementAndGet();
    }

    /// To be read before a row is, and handed to [#keep] with it.
    long moves() {
        return moves.get();
    }

    Optional<Placement> place(ObjectId object) {
        var kept = at(object);
        return kept != null && kept.moves == moves.get() ? Optional.of(kept.place) : Optional.empty();
    }

    @Nullable
    Summary summary(FolderId folder, Entry entry) {
        var kept = at(entry.object());
        return kept != null
                        && kept.place.folder().equals(folder)
                        && kept.place.uid().equals(entry.uid())
                ? kept.summary
                : null;
    }

    /// @param rowBytes length of the row that holds the summary
    /// @param moves as they were before the row was read
    void keep(FolderId folder, Entry entry, Summary summary, int rowBytes, long moves) {
        if (rowBytes > ROW_BYTES_MAX) {
            return;
        }
        var present = slots;
        if (present == null) {
            present = new AtomicReferenceArray<>(SLOTS);
            slots = present;
        }
        long bytes = (long) rowBytes * HEAP_BYTES_PER_ROW_BYTE;
        var kept = new Kept(entry.object(), new Placement(folder, entry.uid()), summary, bytes, moves);
        var before = present.getAndSet(slot(entry.object()), kept);
        keeping.accept(before == null ? bytes : bytes - before.bytes);
    }

    void forget() {
        slots = null;
    }

    private @Nullable Kept at(ObjectId object) {
        var present = slots;
        var kept = present == null ? null : present.get(slot(object));
        return kept != null && kept.object.equals(object) ? kept : null;
    }

    private static int slot(ObjectId object) {
        return (int) (object.number() & (SLOTS - 1));
    }

    private record Kept(ObjectId object, Placement place, Summary summary, long bytes, long moves) {}
}
