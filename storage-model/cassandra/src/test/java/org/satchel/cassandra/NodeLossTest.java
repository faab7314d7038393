// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.backends.CassandraCluster;
import org.satchel.cassandra.CassandraSettings.Cooperation;
import org.satchel.cassandra.nodes.NeighbourSettings;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.Deposit;
import org.satchel.model.Entry;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.contract.BoxPicture;
import org.satchel.model.contract.SampleMessages;
import org.satchel.model.contract.Stage;

/// Three Cassandra nodes, three replicas, two processes' stores that write the same boxes, and a node that is
/// killed, or stands still, and comes back, again and again. `-Dsatchel.long=true` does it for ten minutes,
/// `-Dsatchel.seed=N` repeats a run's choices.
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class NodeLossTest {
    private static final boolean LONG = Boolean.getBoolean("satchel.long");
    private static final int ROUNDS = LONG ? 30 : 2;
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(LONG ? 10 : 4);
    private static final List<BoxId> BOXES = List.of(new BoxId("tel:+15550100001"), new BoxId("tel:+15550100042"));
    private static final int WRITERS = 2;

    private final MapBlobs blobs = new MapBlobs();
    private final List<CassandraStore> stores = new ArrayList<>();
    private final ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean over;

    private record Acknowledged(BoxId box, Commit commit) {}

    @Test
    void nothing_acknowledged_is_lost_whichever_node_dies(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("satchel.seed", System.nanoTime());
        var random = new Random(seed);
        try (var cluster = CassandraCluster.start(3, folder)) {
            var settings = settings(cluster);
            stores.add(CassandraStore.open(settings, blobs));
            stores.add(CassandraStore.open(settings, blobs));
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                BOXES.forEach(stores.getFirst()::create);
                var writers = new ArrayList<Future<?>>();
                for (int i = 0; i < BOXES.size() * stores.size() * WRITERS; i++) {
                    var box = BOXES.get(i % BOXES.size());
                    var store = stores.get(i / BOXES.size() % stores.size());
                    var choices = new Random(random.nextLong());
                    writers.add(threads.submit(() -> write(store, box, choices)));
                }
                for (int round = 0; round < ROUNDS; round++) {
                    disturb(cluster, random);
                }
                over = true;
                for (var writer : writers) {
                    writer.get(120, TimeUnit.SECONDS);
                }
                check(seed);
            } finally {
                over = true;
                stores.forEach(CassandraStore::close);
            }
        }
    }

    private void disturb(CassandraCluster cluster, Random random) throws Exception {
        int node = random.nextInt(3);
        boolean kill = random.nextInt(3) > 0;
        rest();
        if (kill) {
            cluster.kill(node);
        } else {
            cluster.freeze(node);
        }
        rest();
        if (kill) {
            cluster.restart(node);
        } else {
            cluster.thaw(node);
        }
        cluster.awaitReady();
    }

    /// The length of a part of a round; nothing is waited for.
    private static void rest() {
        long end = System.nanoTime() + ROUND_NANOS / 2;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            java.util.concurrent.locks.LockSupport.parkNanos(left);
        }
    }

    private Void write(CassandraStore store, BoxId id, Random random) throws IOException {
        var owner = Actor.owner(id);
        int number = 0;
        while (!over) {
            try {
                var box = store.open(id);
                var inbox = inbox(box);
                var entry = new Entry[1];
                try (var draft = draft(box, "message " + number++, random)) {
                    acknowledge(id, box.write(owner, tx -> entry[0] = tx.deposit(inbox, draft, Deposit.PLAIN)));
                }
                var uid = List.of(entry[0].uid());
                switch (random.nextInt(4)) {
                    case 0 ->
                        acknowledge(
                                id,
                                box.write(owner, tx -> tx.flag(inbox, uid, FlagEdit.add(Flags.of(Flags.SEEN)), null)));
                    case 1 -> acknowledge(id, box.write(owner, tx -> tx.remove(inbox, uid, Change.Cause.REMOVED)));
                    case 2 -> acknowledge(id, box.write(owner, tx -> tx.copy(inbox, uid, inbox)));
                    default -> {}
                }
            } catch (StoreFailure.Unavailable unknown) {
                refused.incrementAndGet();
            }
        }
        return null;
    }

    private void acknowledge(BoxId box, Commit commit) {
        acknowledged.add(new Acknowledged(box, commit));
    }

    private void check(long seed) throws IOException {
        var mine = List.copyOf(acknowledged);
        assertThat(mine).as("seed %d", seed).hasSizeGreaterThan(50 * ROUNDS);
        for (var id : BOXES) {
            var box = stores.getFirst().open(id);
            var first = box.view();
            var log = Stage.commits(box.changes().since(org.satchel.model.ModSeq.ZERO, Integer.MAX_VALUE));
            for (int i = 0; i < log.size(); i++) {
                assertThat(log.get(i).modSeq().number()).as("seed %d", seed).isEqualTo(i + 1);
            }
            for (var one : mine) {
                if (one.box().equals(id)) {
                    assertThat(log.get((int) one.commit().modSeq().number() - 1))
                            .as("seed %d", seed)
                            .isEqualTo(one.commit());
                }
            }
            var other = stores.get(1).open(id).view();
            assertThat(BoxPicture.of(other)).as("seed %d", seed).isEqualTo(BoxPicture.of(first));
            for (var entry : Stage.entries(first, inbox(box))) {
                var bytes = Stage.bytes(first.payload(new Placement(inbox(box), entry.uid())));
                assertThat(bytes.length).as("seed %d", seed).isEqualTo((int) entry.size());
                var place = first.locate(entry.object()).orElseThrow();
                assertThat(first.object(place).entry()).as("seed %d", seed).isEqualTo(entry);
            }
        }
        // More than a few would mean that one dead node of three keeps writers from their work.
        assertThat(refused.get()).as("refused, seed %d", seed).isLessThanOrEqualTo(mine.size() / 20);
    }

    private static CassandraSettings settings(CassandraCluster cluster) {
        var neighbours =
                NeighbourSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "127.0.0.1", 0);
        return CassandraSettings.of(
                        cluster.contactPoints(),
                        cluster.datacenter(),
                        "satchel",
                        "{'class': 'NetworkTopologyStrategy', '" + cluster.datacenter() + "': 3}")
                .withLimits(CassandraLimits.SMALL)
                .withCooperation(Cooperation.of(neighbours));
    }

    private static FolderId inbox(MessageBox box) {
        return box.view().folder(FolderPath.INBOX).orElseThrow().id();
    }

    private static org.satchel.model.Draft draft(MessageBox box, String subject, Random random) throws IOException {
        var text = "text ".repeat(random.nextInt(20) == 0 ? 4_000 : 10);
        return box.draft(new ByteArrayInputStream(SampleMessages.mail(subject, text)), 1_000_000);
    }
}
