// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.backends.FaultyLink;
import org.satchel.cassandra.CassandraSettings.Cooperation;
import org.satchel.cassandra.nodes.Invitation;
import org.satchel.cassandra.nodes.Landed;
import org.satchel.cassandra.nodes.NeighbourSettings;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Deposit;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.ModSeq;
import org.satchel.model.contract.BoxPicture;
import org.satchel.model.contract.SampleMessages;
import org.satchel.model.contract.Stage;

/// Neighbours that add to the groups of a host, and those that do it badly, late or never.
@Timeout(600)
final class GuestsTest {
    private static final BoxId BOX = new BoxId("tel:+15550100001");
    private static final Actor OWNER = Actor.owner(BOX);
    private static final int CUTS = Boolean.getBoolean("satchel.long") ? 200 : 15;

    private final MapBlobs blobs = new MapBlobs();
    private final List<CassandraStore> stores = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void empty() {
        TestCluster.empty();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        stores.forEach(CassandraStore::close);
    }

    @Test
    void what_a_guest_adds_is_in_the_box_behind_what_the_host_has() throws Exception {
        var host = hosting();
        var other = start(Cooperation.NONE);
        var box = (CassandraBox) other.open(BOX);
        var joined = invited(host);
        var draft = new GroupDraft(joined.op(), joined.fence(), box);
        assertThat(draft.base()).isEqualTo(joined.base());
        draft.follow(joined.ahead());
        int ahead = draft.size();
        draft.add(List.of(folder(box, draft, "guest")));
        var landed = host.engine().hosted().add(joined.guest(), draft.body(ahead));
        assertThat(landed.fate()).isEqualTo(Landed.Fate.DONE);
        for (var store : stores) {
            assertThat(store.open(BOX).view().folder(new FolderPath("guest"))).isPresent();
        }
    }

    @Test
    void a_guest_that_adds_nonsense_spoils_nothing() throws Exception {
        var host = hosting();
        var joined = invited(host);
        var nonsense = ByteBuffer.wrap(new byte[] {0, 0, 0, 3, 1, 2, 3});
        assertThat(host.engine().hosted().add(joined.guest(), nonsense).fate()).isEqualTo(Landed.Fate.LOST);
    }

    @Test
    void a_guest_that_adds_what_does_not_follow_spoils_nothing() throws Exception {
        var host = hosting();
        var box = (CassandraBox) start(Cooperation.NONE).open(BOX);
        var joined = invited(host);
        // As if nothing had come ahead: its commit has the number of another.
        var draft = new GroupDraft(UUID.randomUUID(), joined.fence(), box);
        draft.add(List.of(folder(box, draft, "guest")));
        draft.add(List.of(folder(box, draft, "another")));
        draft.add(List.of(folder(box, draft, "late")));
        var body = draft.body(2); // the host itself has one commit at most
        assertThat(host.engine().hosted().add(joined.guest(), body).fate()).isEqualTo(Landed.Fate.LOST);
        assertThat(host.open(BOX).view().folder(new FolderPath("late"))).isEmpty();
    }

    @Test
    void a_guest_that_never_adds_is_not_waited_for_long_and_is_late_then() throws Exception {
        var host = hosting();
        var joined = invited(host);
        host.open(BOX).write(OWNER, tx -> tx.createFolder(new FolderPath("without")));
        host.open(BOX).write(OWNER, tx -> tx.createFolder(new FolderPath("again")));
        assertThat(host.engine().hosted().add(joined.guest(), ByteBuffer.allocate(0)))
                .isEqualTo(Landed.LOST);
    }

    /// The link broke behind the invitation: the host lands its group, of the same name, without the guest's commits.
    @Test
    void a_guest_whose_commits_did_not_arrive_learns_that_they_are_not_in_the_box() throws Exception {
        var host = hosting();
        var other = start(Cooperation.NONE);
        var box = (CassandraBox) other.open(BOX);
        var joined = invited(host);
        while (!joined.ahead().hasRemaining()) {
            joined = invited(host);
        }
        box.refresh();
        var draft = new GroupDraft(joined.op(), joined.fence(), box);
        assertThat(draft.base()).isEqualTo(joined.base());
        draft.follow(joined.ahead());
        var ahead = draft.group(List.of());
        draft.add(List.of(folder(box, draft, "guest")));
        var whole = draft.group(List.of());
        host.open(BOX).write(OWNER, tx -> tx.createFolder(new FolderPath("without")));

        var tables = other.engine();
        assertThat(tables.heads().outcome(box.uuid(), ahead, joined.fence(), tables.history()))
                .isEqualTo(Landing.DONE);
        assertThat(tables.heads().outcome(box.uuid(), whole, joined.fence(), tables.history()))
                .isEqualTo(Landing.LOST);
        assertThat(host.open(BOX).view().folder(new FolderPath("guest"))).isEmpty();
    }

    @Test
    void where_nobody_writes_nobody_is_invited() throws Exception {
        var host = start(Cooperation.of(neighbours(0, 0)));
        var box = (CassandraBox) host.create(BOX);
        assertThat(host.engine().hosted().join(box.uuid(), 1)).isEmpty();
    }

    @Test
    void links_between_neighbours_that_break_lose_and_repeat_nothing() throws Exception {
        var ports = List.of(freePort(), freePort());
        var links = new ArrayList<FaultyLink>();
        try {
            for (int port : ports) {
                var link = FaultyLink.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                links.add(link);
                start(Cooperation.of(neighbours(port, link.address().getPort())));
            }
            stores.getFirst().create(BOX);
            awaitNeighbours();
            var over = new AtomicBoolean();
            var acknowledged = new ConcurrentHashMap<String, ModSeq>();
            var writers = new ArrayList<Future<?>>();
            for (int i = 0; i < 8; i++) {
                var box = stores.get(i % 2).open(BOX);
                int writer = i;
                writers.add(threads.submit(() -> write(box, "w" + writer, over, acknowledged)));
            }
            for (int i = 0; i < CUTS; i++) {
                awaitVisits(visits(), writers);
                int written = acknowledged.size();
                links.get(i % 2).cut();
                while (acknowledged.size() < written + 40) {
                    Thread.sleep(1);
                    assertThat(writers).noneMatch(Future::isDone);
                }
            }
            over.set(true);
            for (var writer : writers) {
                writer.get(120, TimeUnit.SECONDS);
            }
            check(acknowledged);
        } finally {
            links.forEach(FaultyLink::close);
        }
    }

    private long visits() {
        return stores.stream().mapToLong(CassandraStore::visits).sum();
    }

    /// Waits until a neighbour was a guest again, so that what is cut is a link that was used.
    private void awaitVisits(long before, List<Future<?>> writers) throws InterruptedException {
        while (visits() == before) {
            Thread.sleep(1);
            assertThat(writers).noneMatch(Future::isDone);
        }
    }

    private void check(Map<String, ModSeq> acknowledged) {
        var first = stores.getFirst().open(BOX);
        var log = Stage.commits(first.changes().since(ModSeq.ZERO, Integer.MAX_VALUE));
        for (int i = 0; i < log.size(); i++) {
            assertThat(log.get(i).modSeq().number()).isEqualTo(i + 1);
        }
        acknowledged.forEach((key, modSeq) -> assertThat(first.view().folder(new FolderPath(key)))
                .as("folder %s, made by commit %s", key, modSeq)
                .isPresent());
        assertThat(acknowledged.values()).doesNotHaveDuplicates();
        // The founding is a commit, too; no write but those that were told came to anything.
        assertThat(log).hasSize(1 + acknowledged.size());
        var second = stores.get(1).open(BOX).view();
        assertThat(BoxPicture.of(second)).isEqualTo(BoxPicture.of(first.view()));
    }

    private static Void write(MessageBox box, String writer, AtomicBoolean over, Map<String, ModSeq> acknowledged) {
        for (int i = 0; !over.get(); i++) {
            var key = writer + "-" + i;
            acknowledged.put(
                    key,
                    box.write(OWNER, tx -> tx.createFolder(new FolderPath(key))).modSeq());
        }
        return null;
    }

    /// Lets the host write until it invites.
    private Invitation invited(CassandraStore host) throws Exception {
        var box = (CassandraBox) host.open(BOX);
        var inbox = box.view().folder(FolderPath.INBOX).orElseThrow().id();
        var over = new AtomicBoolean();
        var writer = threads.submit(() -> {
            while (!over.get()) {
                try (var draft = box.draft(new ByteArrayInputStream(SampleMessages.mail("hello", "text")), 10_000)) {
                    box.write(OWNER, tx -> tx.deposit(inbox, draft, Deposit.PLAIN));
                }
            }
            return null;
        });
        var joined = Optional.<Invitation>empty();
        while (joined.isEmpty()) {
            assertThat(writer.isDone()).isFalse();
            joined = host.engine().hosted().join(box.uuid(), box.newest());
        }
        over.set(true);
        return joined.get();
    }

    private static Attempt folder(CassandraBox box, GroupDraft on, String name) {
        var attempt = new Attempt(box, OWNER, tx -> tx.createFolder(new FolderPath(name)));
        attempt.run(on.state(), on.contents(), TestCluster.settings().boxes());
        return attempt;
    }

    private CassandraStore hosting() {
        var host = start(Cooperation.of(neighbours(0, 0)));
        host.create(BOX);
        return host;
    }

    private CassandraStore start(Cooperation cooperation) {
        var settings = TestCluster.settings().withCooperation(cooperation);
        var store = CassandraStore.over(TestCluster.database(), () -> {}, settings, blobs);
        stores.add(store);
        return store;
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

    /// @param listen 0 = any port
    /// @param told where the others reach it; 0 = where it listens
    private static NeighbourSettings neighbours(int listen, int told) {
        return NeighbourSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), listen), "127.0.0.1", told)
                .withRenewal(Duration.ofMillis(200), Duration.ofSeconds(2));
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
