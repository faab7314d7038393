// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;
import org.satchel.model.contract.BoxPicture;
import org.satchel.model.contract.SampleMessages;
import org.satchel.model.contract.Stage;

/// Several processes write the same box at the same time.
@Timeout(600)
final class RaceTest {
    private static final BoxId BOX = new BoxId("tel:+15550100001");
    private static final Actor OWNER = Actor.owner(BOX);

    private final MapBlobs blobs = new MapBlobs();
    private final List<CassandraStore> stores = new ArrayList<>();
    private FolderId inbox = new FolderId(1);

    @BeforeEach
    void start() {
        TestCluster.empty();
        stores.add(store());
        stores.add(store());
        inbox = stores.getFirst()
                .create(BOX)
                .view()
                .folder(FolderPath.INBOX)
                .orElseThrow()
                .id();
    }

    @AfterEach
    void stop() {
        stores.forEach(CassandraStore::close);
    }

    @Test
    void writers_on_both_lose_nothing_and_both_show_the_same() throws Exception {
        int writers = 4;
        int writes = 60;
        var start = box(0).view().modSeq();
        var commits = new ConcurrentLinkedQueue<Commit>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < 2 * writers; i++) {
                int writer = i;
                all.add(threads.submit(() -> {
                    var box = box(writer % 2);
                    for (int j = 0; j < writes; j++) {
                        var entry = new Entry[1];
                        try (var draft = draft(box, "w" + writer + " " + j)) {
                            commits.add(box.write(OWNER, tx -> entry[0] = tx.deposit(inbox, draft, Deposit.PLAIN)));
                        }
                        if (j % 3 == 0) {
                            var uid = List.of(entry[0].uid());
                            commits.add(box.write(
                                    OWNER, tx -> tx.flag(inbox, uid, FlagEdit.add(Flags.of(Flags.SEEN)), null)));
                        }
                        if (j % 5 == 0) {
                            var uid = List.of(entry[0].uid());
                            commits.add(box.write(OWNER, tx -> tx.remove(inbox, uid, Change.Cause.REMOVED)));
                        }
                    }
                    return null;
                }));
            }
            for (var one : all) {
                one.get(120, TimeUnit.SECONDS);
            }
        }
        var written = new ArrayList<>(commits);
        written.sort((a, b) -> a.modSeq().compareTo(b.modSeq()));
        for (int i = 0; i < 2; i++) {
            assertThat(box(i).view().listing(inbox).count()).isEqualTo(2 * writers * (writes - writes / 5));
            assertThat(Stage.commits(box(i).changes().since(start, Integer.MAX_VALUE)))
                    .isEqualTo(written);
        }
        assertThat(BoxPicture.of(box(0).view())).isEqualTo(BoxPicture.of(box(1).view()));
        stores.add(store());
        assertThat(BoxPicture.of(box(2).view())).isEqualTo(BoxPicture.of(box(1).view()));
    }

    @Test
    void of_many_deposits_with_one_key_one_wins() throws Exception {
        var objects = new HashSet<Long>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var deposits = new ArrayList<Future<Long>>();
            for (int i = 0; i < 16; i++) {
                var box = box(i % 2);
                var text = "copy " + i;
                deposits.add(threads.submit(() -> {
                    var entry = new Entry[1];
                    try (var draft = draft(box, text)) {
                        box.write(
                                OWNER,
                                tx -> entry[0] = tx.deposit(inbox, draft, new Deposit(Flags.NONE, null, "same")));
                    }
                    return entry[0].object().number();
                }));
            }
            for (var deposit : deposits) {
                objects.add(deposit.get(120, TimeUnit.SECONDS));
            }
        }
        assertThat(objects).hasSize(1);
        assertThat(box(0).view().listing(inbox).count()).isEqualTo(1);
    }

    @Test
    void a_refusal_rests_on_the_present() {
        var path = new FolderPath("Trips");
        box(1).view();
        var folder = new FolderId[1];
        box(0).write(OWNER, tx -> folder[0] = tx.createFolder(path).id());
        // The other process has not seen the folder: its first look says there is none.
        box(1).write(OWNER, tx -> tx.renameFolder(folder[0], new FolderPath("Journeys")));
        assertThatThrownBy(() -> box(0).write(OWNER, tx -> tx.createFolder(new FolderPath("Journeys"))))
                .isInstanceOf(StoreFailure.AlreadyExists.class);
        assertThat(box(0).view().folder(path)).isEmpty();
    }

    @Test
    void a_write_that_changes_nothing_rests_on_the_present() throws IOException {
        var entry = new Entry[1];
        try (var draft = draft(box(0), "one")) {
            box(0).write(OWNER, tx -> entry[0] = tx.deposit(inbox, draft, Deposit.PLAIN));
        }
        var uid = List.of(entry[0].uid());
        box(1).view();
        box(0).write(OWNER, tx -> tx.flag(inbox, uid, FlagEdit.add(Flags.of(Flags.SEEN)), null));
        // To the other process the flag is not there yet, so removing it changes nothing.
        var commit = box(1).write(OWNER, tx -> tx.flag(inbox, uid, FlagEdit.remove(Flags.of(Flags.SEEN)), null));
        assertThat(commit.isEmpty()).isFalse();
        assertThat(box(0).view().listing(inbox).at(0).flags().seen()).isFalse();
    }

    @Test
    void who_waits_here_hears_of_a_commit_made_there() throws Exception {
        var changes = box(1).changes();
        box(1).view();
        var position = changes.head();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var heard = threads.submit(() -> changes.await(position, 10, Duration.ofSeconds(30)));
            var commit = box(0).write(OWNER, tx -> tx.createFolder(new FolderPath("Trips")));
            assertThat(Stage.commits(heard.get(120, TimeUnit.SECONDS))).containsExactly(commit);
        }
    }

    @Test
    void a_box_erased_there_is_gone_here() {
        var box = box(1);
        box.view();
        stores.getFirst().erase(BOX);
        assertThatThrownBy(box::view).isInstanceOf(StoreFailure.NotFound.class);
        assertThatThrownBy(() -> box.write(OWNER, tx -> tx.createFolder(new FolderPath("late"))))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThat(stores.get(1).find(BOX)).isEmpty();
        stores.getFirst().create(BOX);
        assertThat(box(1).view().modSeq()).isEqualTo(new ModSeq(1));
    }

    @Test
    void of_many_who_create_a_box_one_does() throws Exception {
        var other = new BoxId("tel:+15550100002");
        int created = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var creations = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 8; i++) {
                var store = stores.get(i % 2);
                creations.add(threads.submit(() -> {
                    try {
                        store.create(other);
                        return true;
                    } catch (StoreFailure.AlreadyExists lost) {
                        return false;
                    }
                }));
            }
            for (var creation : creations) {
                created += creation.get(120, TimeUnit.SECONDS) ? 1 : 0;
            }
        }
        assertThat(created).isEqualTo(1);
        assertThat(stores.get(1).boxes(null, 10)).containsExactly(BOX, other);
    }

    private MessageBox box(int store) {
        return stores.get(store).open(BOX);
    }

    private CassandraStore store() {
        return CassandraStore.over(TestCluster.database(), () -> {}, TestCluster.settings(), blobs);
    }

    private static org.satchel.model.Draft draft(MessageBox box, String subject) throws IOException {
        return box.draft(new ByteArrayInputStream(SampleMessages.mail(subject, "text")), 1_000_000);
    }
}
