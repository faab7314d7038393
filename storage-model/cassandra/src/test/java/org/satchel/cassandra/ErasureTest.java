// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Change;
import org.satchel.model.Deposit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.contract.SampleMessages;

/// Nothing of a box is left when it was erased.
@Timeout(300)
final class ErasureTest {
    private static final BoxId BOX = new BoxId("tel:+15550100001");
    private static final Actor OWNER = Actor.owner(BOX);
    private static final List<String> OF_BOXES =
            List.of("box_name", "box_part", "box_content", "box_place", "box_key", "box_share", "box_history");

    @Test
    void no_row_and_no_blob_is_left() throws IOException {
        TestCluster.empty();
        var blobs = new MapBlobs();
        try (var store = CassandraStore.over(TestCluster.database(), () -> {}, TestCluster.settings(), blobs)) {
            var box = (CassandraBox) store.create(BOX);
            var inbox = box.view().folder(FolderPath.INBOX).orElseThrow().id();
            for (int i = 0; i < 60; i++) {
                var bytes = SampleMessages.mail("m" + i, "text".repeat(i % 10 == 0 ? 10_000 : 10));
                var how = new Deposit(Flags.NONE, null, "key " + i);
                try (var draft = box.draft(new ByteArrayInputStream(bytes), 1_000_000)) {
                    box.write(OWNER, tx -> {
                        var entry = tx.deposit(inbox, draft, how);
                        tx.copy(inbox, List.of(entry.uid()), inbox);
                    });
                }
            }
            box.checkpoint();
            var first = List.of(box.view().listing(inbox).at(0).uid());
            box.write(OWNER, tx -> tx.remove(inbox, first, Change.Cause.REMOVED));
            for (var table : OF_BOXES) {
                assertThat(rows(table)).as(table).isPositive();
            }
            assertThat(blobs.generations()).isNotEmpty();
            store.erase(BOX);
            for (var table : OF_BOXES) {
                assertThat(rows(table)).as(table).isZero();
            }
            assertThat(rows("box_erasure")).isZero();
            assertThat(blobs.generations()).isEmpty();
            assertThat(store.boxes(null, 10)).isEmpty();
        }
    }

    private static int rows(String table) {
        return TestCluster.database()
                .run(SimpleStatement.newInstance("SELECT * FROM " + table))
                .all()
                .size();
    }
}
