// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Rows as they will be once the writes in flight are on disk: what those changed, over what is below.
///
/// One thread at a time adds; any number read; the committer takes away what has landed.
final class Overlay implements Rows {
    private final Rows below;
    private final ConcurrentNavigableMap<byte[], Cell> rows = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
    private final ConcurrentNavigableMap<byte[], Cell> keys = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
    private final ConcurrentNavigableMap<byte[], Cell> payloads = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

    Overlay(Rows below) {
        this.below = below;
    }

    void put(Family family, byte[] key, byte[] value) {
        map(family).put(key, new Cell(family, key, value));
    }

    void delete(Family family, byte[] key) {
        map(family).put(key, new Cell(family, key, null));
    }

    /// Adds the cells of an overlay that lay above this one.
    List<Cell> take(Overlay above) {
        var taken = new ArrayList<>(above.rows.values());
        taken.addAll(above.keys.values());
        taken.addAll(above.payloads.values());
        taken.forEach(cell -> map(cell.family).put(cell.key, cell));
        return taken;
    }

    /// Takes away cells that are on disk now, but for those that a later write has replaced.
    void settle(List<Cell> landed) {
        landed.forEach(cell -> map(cell.family).remove(cell.key, cell));
    }

    @Override
    public byte @Nullable [] get(Family family, byte[] key) {
        var cell = map(family).get(key);
        return cell == null ? below.get(family, key) : cell.value;
    }

    @Override
    public List<Row> page(Family family, byte[] from, byte[] to, int rowsMax) {
        var next = from;
        while (true) {
            // Before the rows below are read: a cell that lands meanwhile is then seen twice and not missed.
            var above =
                    new ArrayList<>(map(family).subMap(next, true, to, false).values());
            var page = below.page(family, next, to, rowsMax);
            boolean last = page.size() < rowsMax;
            var end = last ? to : Keys.successor(page.getLast().key());
            var merged = merge(page, above, end, rowsMax);
            if (last || !merged.isEmpty()) {
                return merged;
            }
            next = end;
        }
    }

    private static List<Row> merge(List<Row> page, List<Cell> above, byte[] end, int rowsMax) {
        var merged = new ArrayList<Row>();
        int cell = 0;
        int row = 0;
        while (merged.size() < rowsMax && (cell < above.size() || row < page.size())) {
            int order = cell == above.size()
                    ? 1
                    : row == page.size()
                            ? -1
                            : Arrays.compareUnsigned(
                                    above.get(cell).key, page.get(row).key());
            if (order > 0) {
                merged.add(page.get(row++));
                continue;
            }
            var present = above.get(cell++);
            row += order == 0 ? 1 : 0;
            var value = present.value;
            if (value != null && Arrays.compareUnsigned(present.key, end) < 0) {
                merged.add(new Row(present.key, value));
            }
        }
        return merged;
    }

    private ConcurrentNavigableMap<byte[], Cell> map(Family family) {
        return switch (family) {
            case ROWS -> rows;
            case KEYS -> keys;
            case PAYLOADS -> payloads;
            case LOG -> throw new IllegalArgumentException("commits in flight are not read");
        };
    }

    /// What one write made of one row; compared by identity.
    static final class Cell {
        private final Family family;
        private final byte[] key;
        private final byte @Nullable [] value;

        private Cell(Family family, byte[] key, byte @Nullable [] value) {
            this.family = family;
            this.key = key;
            this.value = value;
        }
    }
}
