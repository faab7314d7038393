// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Entry;
import org.satchel.model.Uid;

/// The next [Chunks] while a transaction works on it: copies each
/// array once, at its first change, then changes it in place.
final class ChunksBuilder {
    private static final int TAIL_LEAST = 4;
    /// Below this many entries per chunk the spine is packed anew.
    private static final int FILL_LEAST = Chunks.SIZE / 4;

    private static final int PACKED_FROM = 8;

    private Chunks origin;
    /// True when `spine`, `sizes` and `owned` belong to this builder; until then they are not used.
    private boolean spineOwned;

    private Entry[][] spine = new Entry[0][];
    private int[] sizes = new int[0];
    private boolean[] owned = new boolean[0];
    private int spineCount;

    private Entry[] tail;
    private int tailCount;
    private boolean tailOwned;

    ChunksBuilder(Chunks origin) {
        this.origin = origin;
        this.tail = origin.tail;
        this.tailCount = origin.tailCount;
    }

    /// @param entry with a uid above all that are here
    void append(Entry entry) {
        if (tailCount == Chunks.SIZE) {
            ownSpine();
            pushTail();
        }
        if (!tailOwned || tailCount == tail.length) {
            int capacity = tailCount < tail.length ? tail.length : Math.max(TAIL_LEAST, 2 * tailCount);
            tail = Arrays.copyOf(tail, Math.min(Chunks.SIZE, capacity));
            tailOwned = true;
        }
        tail[tailCount++] = entry;
    }

    @Nullable
    Entry find(Uid uid) {
        int chunk = chunkOf(uid);
        if (chunk < 0) {
            return null;
        }
        var entries = array(chunk);
        int size = size(chunk);
        int index = Chunks.ceiling(entries, size, uid);
        return index < size && entries[index].uid().equals(uid) ? entries[index] : null;
    }

    /// Puts an entry in the place of the one with the same uid, which is there.
    void replace(Entry entry) {
        int chunk = chunkOf(entry.uid());
        var entries = owned(chunk);
        entries[Chunks.ceiling(entries, size(chunk), entry.uid())] = entry;
    }

    /// Takes out the entry with this uid, which is there.
    void remove(Uid uid) {
        int chunk = chunkOf(uid);
        var entries = owned(chunk);
        int size = size(chunk);
        int index = Chunks.ceiling(entries, size, uid);
        System.arraycopy(entries, index + 1, entries, index, size - index - 1);
        clear(entries, size - 1);
        if (chunk == spineCount()) {
            tailCount--;
            return;
        }
        sizes[chunk]--;
        if (sizes[chunk] == 0) {
            dropChunk(chunk);
        }
    }

    /// What was built so far, as an immutable value. The builder goes on and copies again what it changes next.
    Chunks build() {
        if (spineOwned) {
            pack();
            var starts = new int[spineCount + 1];
            for (int i = 0; i < spineCount; i++) {
                starts[i + 1] = starts[i] + sizes[i];
            }
            origin = new Chunks(Arrays.copyOf(spine, spineCount), starts, tail, tailCount);
        } else if (tailOwned) {
            origin = new Chunks(origin.spine, origin.starts, tail, tailCount);
        }
        spineOwned = false;
        tailOwned = false;
        return origin;
    }

    private void ownSpine() {
        if (spineOwned) {
            return;
        }
        spineCount = origin.spine.length;
        int capacity = spineCount + (spineCount >> 3) + 1;
        spine = Arrays.copyOf(origin.spine, capacity);
        owned = new boolean[capacity];
        sizes = new int[capacity];
        for (int i = 0; i < spineCount; i++) {
            sizes[i] = origin.starts[i + 1] - origin.starts[i];
        }
        spineOwned = true;
    }

    private void pushTail() {
        pushChunk(tail, tailCount, tailOwned);
        tail = new Entry[TAIL_LEAST];
        tailCount = 0;
        tailOwned = true;
    }

    private void pushChunk(Entry[] entries, int size, boolean mine) {
        if (spineCount == spine.length) {
            int capacity = 2 * spineCount + 1;
            spine = Arrays.copyOf(spine, capacity);
            sizes = Arrays.copyOf(sizes, capacity);
            owned = Arrays.copyOf(owned, capacity);
        }
        spine[spineCount] = entries;
        sizes[spineCount] = size;
        owned[spineCount] = mine;
        spineCount++;
    }

    private void dropChunk(int chunk) {
        int behind = spineCount - chunk - 1;
        System.arraycopy(spine, chunk + 1, spine, chunk, behind);
        System.arraycopy(sizes, chunk + 1, sizes, chunk, behind);
        System.arraycopy(owned, chunk + 1, owned, chunk, behind);
        spineCount--;
    }

    /// Removals leave chunks that are nearly empty. Packing costs
    /// the whole listing, but only after most of it was removed.
    private void pack() {
        int count = 0;
        for (int i = 0; i < spineCount; i++) {
            count += sizes[i];
        }
        if (spineCount < PACKED_FROM || count >= spineCount * FILL_LEAST) {
            return;
        }
        var packed = new ChunksBuilder(Chunks.EMPTY);
        packed.ownSpine();
        for (int i = 0; i < spineCount; i++) {
            for (int j = 0; j < sizes[i]; j++) {
                packed.append(spine[i][j]);
            }
        }
        packed.pushTail();
        spine = packed.spine;
        sizes = packed.sizes;
        owned = packed.owned;
        spineCount = packed.spineCount;
    }

    /// The last chunk that begins at or before `uid`; the tail is
    /// the chunk behind the spine; -1 when all begin behind it.
    private int chunkOf(Uid uid) {
        if (tailCount > 0 && tail[0].uid().compareTo(uid) <= 0) {
            return spineCount();
        }
        int low = -1;
        int high = spineCount() - 1;
        while (low < high) {
            int middle = (low + high + 1) >> 1;
            if (array(middle)[0].uid().compareTo(uid) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private int spineCount() {
        return spineOwned ? spineCount : origin.spine.length;
    }

    private Entry[] array(int chunk) {
        if (chunk == spineCount()) {
            return tail;
        }
        return spineOwned ? spine[chunk] : origin.spine[chunk];
    }

    private int size(int chunk) {
        if (chunk == spineCount()) {
            return tailCount;
        }
        return spineOwned ? sizes[chunk] : origin.starts[chunk + 1] - origin.starts[chunk];
    }

    private Entry[] owned(int chunk) {
        if (chunk == spineCount()) {
            if (!tailOwned) {
                tail = tail.clone();
                tailOwned = true;
            }
            return tail;
        }
        ownSpine();
        if (!owned[chunk]) {
            spine[chunk] = spine[chunk].clone();
            owned[chunk] = true;
        }
        return spine[chunk];
    }

    /// A slot behind the last entry keeps nothing alive.
    @SuppressWarnings("NullAway") // slots behind a chunk's size are empty and never read
    private static void clear(Entry[] entries, int index) {
        entries[index] = null;
    }
}
