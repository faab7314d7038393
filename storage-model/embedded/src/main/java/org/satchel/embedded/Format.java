// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The format of a data folder's rows, and how an older one becomes the present one.
///
/// Format 1 had idempotency keys among all other rows; since format 2 they are in [Family#KEYS].
final class Format {
    static final byte[] ROW = Keys.STORE.named(Table.STORE, "format");
    private static final long PRESENT = 2;
    private static final int PAGE_ROWS = 1000;

    private final Database database;

    private Format(Database database) {
        this.database = database;
    }

    /// Brings the rows to the present format; goes on where it was broken off.
    ///
    /// @throws IOException when the format is none that this program knows
    static void bringUpToDate(Database database, Path folder) throws IOException {
        var row = database.get(Family.ROWS, ROW);
        long found = row == null ? 0 : Numbers.number(row);
        if (found > PRESENT) {
            throw new IOException("data folder " + folder.toAbsolutePath() + " is of format " + found
                    + ", this program reads formats up to " + PRESENT);
        }
        if (found == 1) {
            new Format(database).separateKeys();
        }
        if (found < PRESENT) {
            database.write(List.of(row()));
        }
    }

    /// The row that tells the present format.
    static RowBatch row() {
        var batch = new RowBatch();
        batch.put(Family.ROWS, ROW, Numbers.row(PRESENT));
        return batch;
    }

    private void separateKeys() {
        var boxes = Keys.STORE.row(Table.BOX);
        RowCheck.scan(
                database,
                Family.ROWS,
                boxes,
                Keys.behind(boxes),
                box -> separateKeys(new Keys(Numbers.number(box.value()))));
    }

    private void separateKeys(Keys box) {
        var first = box.row(Table.KEY);
        var page = database.page(Family.ROWS, first, Keys.behind(first), PAGE_ROWS);
        while (!page.isEmpty()) {
            var batch = new RowBatch();
            for (var row : page) {
                batch.put(Family.KEYS, row.key(), row.value());
                batch.delete(Family.ROWS, row.key());
            }
            database.write(List.of(batch));
            page = database.page(Family.ROWS, page.getLast().key(), Keys.behind(first), PAGE_ROWS);
        }
    }
}
