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
import org.satchel.model.Entry;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.ModSeq;
import org.satchel.model.contract.BoxPicture;
import org.satchel.model.contract.SampleMessages;
import org.satchel.model.contract.Stage;

/// Commits of more bytes than Cassandra takes as one mutation.
@Timeout(600)
final class LargeCommitTest {
    private static final BoxId BOX = new BoxId("tel:+15550100001");
    private static final Actor OWNER = Actor.owner(BOX);
    private static final int DOUBLINGS = 14;

    @Test
    void thousands_of_objects_come_change_and_go_in_one_commit_each() throws IOException {
        TestCluster.empty();
        var blobs = new MapBlobs();
        try (var store = CassandraStore.over(TestCluster.database(), () -> {}, TestCluster.settings(), blobs);
                var other = CassandraStore.over(TestCluster.database(), () -> {}, TestCluster.settings(), blobs)) {
            var box = (CassandraBox) store.create(BOX);
            var inbox = box.view().folder(FolderPath.INBOX).orElseThrow().id();
            try (var draft = box.draft(new ByteArrayInputStream(SampleMessages.mail("one", "text")), 1_000_000)) {
                box.write(OWNER, tx -> {
                    tx.deposit(inbox, draft, Deposit.PLAIN);
                    for (int i = 0; i < DOUBLINGS; i++) {
                        var all = Stage.entries(tx.view(), inbox);
                        tx.copy(inbox, all.stream().map(Entry::uid).toList(), inbox);
                    }
                });
            }
            var uids = Stage.entries(box.view(), inbox).stream().map(Entry::uid).toList();
            assertThat(uids).hasSize(1 << DOUBLINGS);
            var flags = FlagEdit.add(Flags.of(Flags.SEEN, "a-keyword-that-takes-its-room"));
            box.write(OWNER, tx -> tx.flag(inbox, uids, flags, null));
            assertThat(BoxPicture.of(other.open(BOX).view())).isEqualTo(BoxPicture.of(box.view()));
            box.checkpoint();
            box.write(OWNER, tx -> tx.remove(inbox, uids, Change.Cause.REMOVED));
            assertThat(other.open(BOX).view().listing(inbox).count()).isZero();
            box.checkpoint();
            try (var fresh = CassandraStore.over(TestCluster.database(), () -> {}, TestCluster.settings(), blobs)) {
                var found = fresh.open(BOX);
                assertThat(found.view().listing(inbox).count()).isZero();
                var log = Stage.commits(found.changes().since(ModSeq.ZERO, 100));
                assertThat(log)
                        .extracting(commit -> commit.changes().size())
                        .containsExactly(3, 1 << DOUBLINGS, 1 << DOUBLINGS, 1 << DOUBLINGS);
            }
            for (var table : List.of("box_content", "box_place", "box_share")) {
                assertThat(TestCluster.database()
                                .run(SimpleStatement.newInstance("SELECT box FROM " + table + " LIMIT 1"))
                                .one())
                        .as(table)
                        .isNull();
            }
        }
    }
}
