// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.ContentId;
import org.satchel.model.Deposit;
import org.satchel.model.FolderPath;
import org.satchel.model.blob.BlobName;
import org.satchel.model.blob.OrphanCollector;
import org.satchel.model.contract.SampleMessages;

/// What the collector of orphans is told, and what it does with it.
@Timeout(300)
final class ReferencedTest {
    private static final BoxId BOX = new BoxId("tel:+15550100001");
    private static final Actor OWNER = Actor.owner(BOX);
    private static final int LARGE = 100;

    @Test
    void blobs_of_objects_are_referred_to_and_no_others_are() throws IOException {
        TestCluster.empty();
        var blobs = new MapBlobs();
        try (var store = CassandraStore.over(TestCluster.database(), () -> {}, TestCluster.settings(), blobs)) {
            var box = (CassandraBox) store.create(BOX);
            var inbox = box.view().folder(FolderPath.INBOX).orElseThrow().id();
            for (int i = 0; i < LARGE; i++) {
                var bytes = SampleMessages.mail("m" + i, "text".repeat(10_000));
                try (var draft = box.draft(new ByteArrayInputStream(bytes), 1_000_000)) {
                    box.write(OWNER, tx -> tx.deposit(inbox, draft, Deposit.PLAIN));
                }
            }
            var kept = names(blobs);
            assertThat(kept).hasSize(LARGE);
            var unpublished =
                    box.draft(new ByteArrayInputStream(SampleMessages.mail("u", "text".repeat(10_000))), 1_000_000);
            var sample = kept.iterator().next();
            var ofYesterday = new BlobName(sample.generation().minusDays(1), sample.box(), sample.content());
            blobs.put(ofYesterday, new ByteArrayInputStream(new byte[] {1}));
            var ofNobody = BlobName.of(Instant.now(), sample.box(), new ContentId(4_711));
            blobs.put(ofNobody, new ByteArrayInputStream(new byte[] {1}));

            assertThat(store.referenced(List.of())).isEmpty();
            assertThat(store.referenced(names(blobs))).isEqualTo(kept);
            var collector = new OrphanCollector(
                    blobs,
                    store::referenced,
                    () -> Instant.now().plus(Duration.ofDays(3)),
                    OrphanCollector.STANDARD_GRACE);
            assertThat(collector.collect().deleted()).isEqualTo(3);
            assertThat(names(blobs)).isEqualTo(kept);
            unpublished.close();
        }
    }

    private static Set<BlobName> names(MapBlobs blobs) {
        var names = new HashSet<BlobName>();
        for (var day : blobs.generations()) {
            blobs.list(day, null, 1_000).forEach(blob -> names.add(blob.name()));
        }
        return names;
    }
}
