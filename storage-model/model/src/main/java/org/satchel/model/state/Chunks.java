// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.util.function.Consumer;
import org.satchel.model.Entry;
import org.satchel.model.Listing;
import org.satchel.model.Uid;

/// A listing in memory: immutable arrays of up to 256 entries. An append copies the last of them, a
/// flag change copies the one it is in and the spine; all others are shared with the listing before.
final class Chunks implements Listing {
    static final int SIZE = 256;
    static final Chunks EMPTY = new Chunks(new Entry[0][], new int[] {0}, new Entry[0], 0);

    /// Chunks before the tail; entries behind a chunk's size are null.
    final Entry[][] spine;
    /// Index of the first entry of each chunk, and as last element of the tail.
    final int[] starts;

    final Entry[] tail;
    final int tailCount;

    Chunks(Entry[][] spine, int[] starts, Entry[] tail, int tailCount) {
        this.spine = spine;
        this.starts = starts;
        this.tail = tail;
        this.tailCount = tailCount;
    }

    @Override
    public int count() {
        return starts[spine.length] + tailCount;
    }

    @Override
    public Entry at(int index) {
        if (index < 0 || index >= count()) {
            throw new IndexOutOfBoundsException("index " + index + " of " + count());
        }
        int chunk = chunkOf(index);
        return array(chunk)[index - starts[chunk]];
    }

    @Override
    public int ceiling(Uid uid) {
        int chunk = lastChunkFrom(uid);
        return chunk < 0 ? 0 : starts[chunk] + ceiling(array(chunk), size(chunk), uid);
    }

    @Override
    public void forEach(int from, int to, Consumer<Entry> action) {
        if (from < 0 || to > count() || from > to) {
            throw new IndexOutOfBoundsException("from " + from + " to " + to + " of " + count());
        }
        int index = from;
        for (int chunk = chunkOf(from); index < to; chunk++) {
            var entries = array(chunk);
            int start = starts[chunk];
            int end = Math.min(to - start, size(chunk));
            for (int i = index - start; i < end; i++) {
                action.accept(entries[i]);
            }
            index = start + end;
        }
    }

    /// The first of `size` entries whose uid is at least `uid`; `size` when there is none.
    static int ceiling(Entry[] entries, int size, Uid uid) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries[middle].uid().compareTo(uid) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The chunk that holds an index; the tail is the chunk behind the spine.
    private int chunkOf(int index) {
        if (index >= starts[spine.length]) {
            return spine.length;
        }
        int low = 0;
        int high = spine.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// The last chunk that begins at or before `uid`; -1 when all begin behind it.
    private int lastChunkFrom(Uid uid) {
        if (tailCount > 0 && tail[0].uid().compareTo(uid) <= 0) {
            return spine.length;
        }
        int low = -1;
        int high = spine.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >> 1;
            if (spine[middle][0].uid().compareTo(uid) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private Entry[] array(int chunk) {
        return chunk == spine.length ? tail : spine[chunk];
    }

    private int size(int chunk) {
        return chunk == spine.length ? tailCount : starts[chunk + 1] - starts[chunk];
    }
}
