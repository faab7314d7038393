// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.satchel.embedded.Stores.ALICE;
import static org.satchel.embedded.Stores.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.satchel.model.Deposit;
import org.satchel.model.Entry;
import org.satchel.model.Flags;

/// A data folder of an older format is brought up to date when it is opened, one of a newer format is refused.
class FormatTest {
    private static final int KEYS = 2_500;
    private static final Keys BOX = new Keys(1);

    @TempDir
    Path folder;

    @Test
    void keys_of_format_1_are_found_after_the_next_start() throws IOException {
        var entries = new ArrayList<Entry>();
        try (var store = Stores.open(folder)) {
            var box = store.create(ALICE);
            for (int i = 0; i < 3; i++) {
                entries.add(Stores.deposit(box, inbox(box), Stores.message(i, 100), keyed(i)));
            }
        }
        toFormat1();
        try (var store = Stores.open(folder)) {
            var box = store.find(ALICE).orElseThrow();
            for (int i = 0; i < entries.size(); i++) {
                assertThat(box.view().deposited("key-" + i))
                        .contains(entries.get(i).object());
                assertThat(Stores.deposit(box, inbox(box), Stores.message(i, 100), keyed(i)))
                        .isEqualTo(entries.get(i));
            }
        }
        try (var database = rows()) {
            var first = BOX.row(Table.KEY);
            assertThat(database.page(Family.ROWS, first, Keys.behind(first), 1)).isEmpty();
            assertThat(database.page(Family.KEYS, first, Keys.behind(first), KEYS + 10))
                    .hasSize(KEYS + 3);
            assertThat(Numbers.number(database.get(Family.ROWS, Format.ROW))).isEqualTo(2);
        }
    }

    @Test
    void a_newer_format_is_refused() throws IOException {
        Stores.open(folder).close();
        try (var database = rows()) {
            var batch = new RowBatch();
            batch.put(Family.ROWS, Format.ROW, Numbers.row(3));
            database.write(List.of(batch));
        }
        assertThatThrownBy(() -> EmbeddedStore.open(folder, Stores.SMALL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format 3");
    }

    @Test
    void who_only_reads_is_told_that_the_format_is_older() throws Exception {
        Stores.open(folder).close();
        var old = folder.resolve("old");
        var handles = new ArrayList<ColumnFamilyHandle>();
        var families = Stream.of("default", "payloads", "log")
                .map(name -> new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8)))
                .toList();
        try (var options = new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
                var _ = RocksDB.open(options, Files.createDirectories(old).toString(), families, handles)) {
            handles.forEach(ColumnFamilyHandle::close);
        }
        assertThatThrownBy(() -> Database.openToRead(old, folder.resolve("native"), EngineLimits.SMALL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its format is an older one");
    }

    /// As the rows were before keys had a family of their own, with some keys more than are moved in one go.
    private void toFormat1() throws IOException {
        try (var database = rows()) {
            var batch = new RowBatch();
            var first = BOX.row(Table.KEY);
            for (var row : database.page(Family.KEYS, first, Keys.behind(first), 10)) {
                batch.delete(Family.KEYS, row.key());
                batch.put(Family.ROWS, row.key(), row.value());
            }
            for (int i = 0; i < KEYS; i++) {
                batch.put(Family.ROWS, BOX.named(Table.KEY, "other-" + i), Numbers.row(1));
            }
            batch.put(Family.ROWS, Format.ROW, Numbers.row(1));
            database.write(List.of(batch));
        }
    }

    private Database rows() throws IOException {
        return Database.open(folder.resolve("rows"), folder.resolve("native"), EngineLimits.SMALL);
    }

    private static Deposit keyed(int number) {
        return new Deposit(Flags.NONE, null, "key-" + number);
    }
}
