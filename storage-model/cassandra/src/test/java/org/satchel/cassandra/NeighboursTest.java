// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.backends.NatsServer;
import org.satchel.cassandra.CassandraSettings.Cooperation;
import org.satchel.cassandra.nodes.NeighbourSettings;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Deposit;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.contract.SampleMessages;
import org.satchel.model.contract.Stage;

/// Processes that help each other, on one machine.
@Timeout(600)
final class NeighboursTest {
    private static final BoxId BOX = new BoxId("tel:+15550100001");
    private static final Actor OWNER = Actor.owner(BOX);
    /// So seldom that nobody is woken by it in a test.
    private static final Duration SELDOM = Duration.ofHours(1);

    private final MapBlobs blobs = new MapBlobs();
    private final List<CassandraStore> stores = new ArrayList<>();

    @BeforeEach
    void empty() {
        TestCluster.empty();
    }

    @AfterEach
    void stop() {
        stores.forEach(CassandraStore::close);
    }

    @Test
    void a_hint_wakes_who_waits() throws Exception {
        var node = Cooperation.of(neighbours());
        start(node);
        start(node);
        heard();
    }

    @Test
    void a_hint_comes_through_nats_too(@TempDir java.nio.file.Path folder) throws Exception {
        Assumptions.assumeTrue(NatsServer.isAvailable(), "nats-server is not installed");
        try (var nats = NatsServer.start(folder)) {
            var node = new Cooperation(null, nats.url());
            start(node);
            start(node);
            heard();
            nats.kill();
            stores.getFirst().open(BOX).write(OWNER, tx -> tx.createFolder(new FolderPath("unheard")));
            assertThat(stores.get(1).open(BOX).view().folder(new FolderPath("unheard")))
                    .isPresent();
        }
    }

    @Test
    void without_hints_the_heads_of_boxes_that_are_waited_on_are_looked_at() throws Exception {
        var brief = withWatch(TestCluster.settings(), Duration.ofMillis(200));
        stores.add(CassandraStore.over(TestCluster.database(), () -> {}, brief, blobs));
        stores.add(CassandraStore.over(TestCluster.database(), () -> {}, brief, blobs));
        stores.getFirst().create(BOX);
        heardOnce();
    }

    @Test
    void writers_on_both_share_groups() throws Exception {
        var node = Cooperation.of(neighbours());
        start(node);
        start(node);
        stores.getFirst().create(BOX);
        awaitNeighbours();
        var inbox = stores.get(1)
                .open(BOX)
                .view()
                .folder(FolderPath.INBOX)
                .orElseThrow()
                .id();
        int writers = 8;
        int writes = 25;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < writers; i++) {
                var box = stores.get(i % 2).open(BOX);
                all.add(threads.submit(() -> {
                    for (int j = 0; j < writes; j++) {
                        try (var draft = draft(box)) {
                            box.write(OWNER, tx -> tx.deposit(inbox, draft, Deposit.PLAIN));
                        }
                    }
                    return null;
                }));
            }
            for (var one : all) {
                one.get(120, TimeUnit.SECONDS);
            }
        }
        for (var store : stores) {
            assertThat(store.open(BOX).view().listing(inbox).count()).isEqualTo(writers * writes);
        }
        long lost = stores.stream().mapToLong(CassandraStore::lostRaces).sum();
        assertThat(lost).as("races lost by %d writes", writers * writes).isLessThan(writers);
        long visits = stores.stream().mapToLong(CassandraStore::visits).sum();
        assertThat(visits).as("groups that a neighbour landed").isPositive();
    }

    @Test
    void strangers_are_sent_away() throws Exception {
        var store = start(Cooperation.of(neighbours()));
        var address = store.neighbours().orElseThrow().address();
        for (var path : List.of("/hints", "/boxes/take", "/boxes/release", "/groups/join", "/groups/add")) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                    .header("Authorization", "Bearer 00")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[24]))
                    .build();
            try (var client = HttpClient.newHttpClient()) {
                var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
                assertThat(answer.statusCode()).isEqualTo(403);
            }
        }
    }

    private void heard() throws Exception {
        stores.getFirst().create(BOX);
        awaitNeighbours();
        heardOnce();
    }

    private void heardOnce() throws Exception {
        var box = stores.get(1).open(BOX);
        box.view();
        var position = box.changes().head();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var heard = threads.submit(() -> box.changes().await(position, 10, Duration.ofSeconds(60)));
            while (!((CassandraBox) box).isAwaited()) {
                Thread.onSpinWait();
            }
            var commit = stores.getFirst().open(BOX).write(OWNER, tx -> tx.createFolder(new FolderPath("Trips")));
            assertThat(Stage.commits(heard.get(120, TimeUnit.SECONDS))).containsExactly(commit);
        }
    }

    private void awaitNeighbours() {
        for (var store : stores) {
            store.neighbours().ifPresent(neighbours -> {
                while (neighbours.others().size() < stores.size() - 1) {
                    Thread.onSpinWait();
                }
            });
        }
    }

    private CassandraStore start(Cooperation cooperation) {
        var settings = withWatch(TestCluster.settings(), SELDOM).withCooperation(cooperation);
        var store = CassandraStore.over(TestCluster.database(), () -> {}, settings, blobs);
        stores.add(store);
        return store;
    }

    private static CassandraSettings withWatch(CassandraSettings settings, Duration interval) {
        return settings.withLimits(settings.limits().withWatchInterval(interval));
    }

    private static NeighbourSettings neighbours() {
        return NeighbourSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "127.0.0.1", 0)
                .withRenewal(Duration.ofMillis(200), Duration.ofSeconds(2));
    }

    private static org.satchel.model.Draft draft(MessageBox box) throws IOException {
        return box.draft(new ByteArrayInputStream(SampleMessages.mail("hello", "text")), 1_000_000);
    }
}
