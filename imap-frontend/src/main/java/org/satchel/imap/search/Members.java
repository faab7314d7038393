// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.search;

import java.util.BitSet;

/// Which of the objects that a client counts are hits of a search that is kept up to date. One bit for each object: a
/// result of half a million is 62 KiB.
///
/// Objects are places from 0 on. New ones come behind all others; when some go, those behind them move up.
public final class Members {
    private BitSet hits = new BitSet();

    public boolean contains(int place) {
        return hits.get(place);
    }

    /// @return false when it was one already
    public boolean add(int place) {
        boolean fresh = !hits.get(place);
        hits.set(place);
        return fresh;
    }

    /// @return false when it was none
    public boolean remove(int place) {
        boolean present = hits.get(place);
        hits.clear(place);
        return present;
    }

    /// Takes these places out of the numbering.
    ///
    /// @param gone ascending
    public void closeUp(int[] gone) {
        if (gone.length == 0) {
            return;
        }
        var moved = new BitSet(hits.length());
        int before = 0;
        for (int place = hits.nextSetBit(0); place >= 0; place = hits.nextSetBit(place + 1)) {
            while (before < gone.length && gone[before] < place) {
                before++;
            }
            if (before == gone.length || gone[before] != place) {
                moved.set(place - before);
            }
        }
        hits = moved;
    }
}
