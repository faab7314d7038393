// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.check.Fault;
import org.satchel.model.check.Finding;
import org.satchel.model.check.StoreCheck;

/// Looks at all rows and files of a store.
///
/// @param mender takes the rows that mend; null where nothing may be written
record RowCheck(Rows rows, PayloadFiles files, @Nullable Mender mender) implements StoreCheck {
    private static final int PAGE_ROWS = 512;

    /// Makes rows durable.
    interface Mender {
        void write(RowBatch batch);

        /// Files of a box that is no more.
        void sweep(long box);
    }

    @Override
    public long run(Depth depth, Consumer<Finding> found) {
        if (depth.mend() && mender == null) {
            throw new IllegalArgumentException("nothing can be mended while a server has the store open");
        }
        var names = new HashMap<Long, BoxId>();
        var all = Keys.STORE.row(Table.BOX);
        scan(
                rows,
                Family.ROWS,
                all,
                Keys.behind(all),
                row -> names.put(Numbers.number(row.value()), new BoxId(Keys.name(row.key()))));
        checkNumbers(names, depth, found);
        for (var box : names.entrySet()) {
            var keys = new Keys(box.getKey());
            if (rows.get(Family.ROWS, keys.row(Table.HEAD)) == null) {
                found.accept(new Finding(Fault.UNREADABLE, box.getValue().text(), "head", false));
                continue;
            }
            try {
                new BoxRowCheck(box.getValue(), keys, this, depth, found).run();
            } catch (RuntimeException damaged) {
                found.accept(new Finding(Fault.UNREADABLE, box.getValue().text(), reason(damaged), false));
            }
        }
        checkFiles(names, depth, found);
        return names.size();
    }

    /// Numbers of boxes that no name leads to, and the number that is given next.
    private void checkNumbers(Map<Long, BoxId> names, Depth depth, Consumer<Finding> found) {
        long last = 0;
        for (var family : Family.values()) {
            long next = 1;
            while (true) {
                var page = rows.page(family, new Keys(next).first(), new Keys(Long.MAX_VALUE).first(), 1);
                if (page.isEmpty()) {
                    break;
                }
                long number = Keys.box(page.getFirst().key());
                last = Math.max(last, number);
                if (!names.containsKey(number) && !isFoundBefore(family, number)) {
                    if (depth.mend()) {
                        var batch = new RowBatch();
                        var keys = new Keys(number);
                        for (var each : Family.values()) {
                            batch.deleteRange(each, keys.first(), Keys.behind(keys.first()));
                        }
                        mend(batch);
                        sweep(number);
                    }
                    found.accept(new Finding(Fault.NAME, "number " + number, "rows", depth.mend()));
                }
                next = number + 1;
            }
        }
        var row = rows.get(Family.ROWS, EmbeddedStore.NEXT_BOX_ROW);
        long next = row == null ? 1 : Numbers.number(row);
        if (next <= last) {
            if (depth.mend()) {
                var batch = new RowBatch();
                batch.put(Family.ROWS, EmbeddedStore.NEXT_BOX_ROW, Numbers.row(last + 1));
                mend(batch);
            }
            found.accept(new Finding(Fault.COUNTERS, "", "next box " + next, depth.mend()));
        }
    }

    private boolean isFoundBefore(Family family, long number) {
        var keys = new Keys(number);
        for (var each : Family.values()) {
            if (each == family) {
                return false;
            }
            if (!rows.page(each, keys.first(), Keys.behind(keys.first()), 1).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void checkFiles(Map<Long, BoxId> names, Depth depth, Consumer<Finding> found) {
        try {
            files.walk(depth.now().minus(depth.grace()), name -> {
                var uses = new Keys(name.box()).fileUses(name.digest());
                if (rows.page(Family.ROWS, uses, Keys.behind(uses), 1).isEmpty()) {
                    if (depth.mend()) {
                        files.delete(name);
                    }
                    var box = names.get(name.box());
                    found.accept(new Finding(
                            Fault.LEFT_FILE,
                            box == null ? "number " + name.box() : box.text(),
                            "file " + name.digest().hex(),
                            depth.mend()));
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void mend(RowBatch batch) {
        if (mender != null) {
            mender.write(batch);
        }
    }

    private void sweep(long number) {
        if (mender != null) {
            mender.sweep(number);
        }
    }

    static void scan(Rows rows, Family family, byte[] from, byte[] to, Consumer<Row> action) {
        var next = from;
        while (true) {
            var page = rows.page(family, next, to, PAGE_ROWS);
            page.forEach(action);
            if (page.size() < PAGE_ROWS) {
                return;
            }
            next = Keys.successor(page.getLast().key());
        }
    }

    private static String reason(RuntimeException damaged) {
        return damaged.getMessage() == null ? damaged.getClass().getSimpleName() : damaged.getMessage();
    }
}
