// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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
import org.satchel.model.ModSeq;
import org.satchel.model.contract.SampleMessages;
import org.satchel.model.contract.Stage;

/// Orders of events between two processes that hardly ever happen, made to happen.
@Timeout(600)
final class TimelinesTest {
    private static final BoxId BOX = new BoxId("tel:+15550100001");
    private static final Actor OWNER = Actor.owner(BOX);

    private final MapBlobs blobs = new MapBlobs();
    private CassandraStore one = store();
    private CassandraStore other = store();
    private CassandraBox here;
    private CassandraBox there;
    private FolderId inbox;

    TimelinesTest() {
        TestCluster.empty();
        here = (CassandraBox) one.create(BOX);
        there = (CassandraBox) other.open(BOX);
        inbox = here.view().folder(FolderPath.INBOX).orElseThrow().id();
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
    }

    @BeforeEach
    void know() {
        there.view();
    }

    @Test
    void a_group_that_landed_is_known_as_ours_after_others_made_a_checkpoint_and_went_on() throws IOException {
        var group = group(here.view().modSeq().number() + 1);
        var engine = one.engine();
        assertThat(engine.heads().append(here.uuid(), group, group.body(), 0)).isEqualTo(Landing.DONE);
        there.view();
        there.checkpoint();
        deposit(there);
        assertThat(engine.heads().outcome(here.uuid(), group, 0, engine.history()))
                .isEqualTo(Landing.DONE);
    }

    /// Who asks at once does not know whether the write has begun.
    @Test
    void what_is_told_lost_never_comes_later() {
        var engine = one.engine();
        var append = TestCluster.database()
                .conditional("UPDATE box_head SET head = ?, group_op = ?, body = ?"
                        + " WHERE box = ? AND last = ? IF head = ? AND fence = ?");
        var told = new HashMap<UUID, Landing>();
        var sent = new ArrayList<CompletableFuture<?>>();
        for (int i = 0; i < 150; i++) {
            var box = UUID.randomUUID();
            assertThat(engine.heads().found(box, group(1))).isEqualTo(Landing.DONE);
            var second = group(2);
            sent.add(TestCluster.database().begin(append.bind(2L, second.op(), second.body(), box, 2L, 1L, 0L)));
            told.put(box, engine.heads().outcome(box, second, 0, engine.history()));
        }
        // A write that met another one may have failed; it has ended then.
        sent.forEach(write -> write.handle((rows, failure) -> null).join());
        told.forEach((box, landing) -> assertThat(
                        engine.heads().read(box).orElseThrow().last())
                .as("told %s", landing)
                .isEqualTo(landing == Landing.DONE ? 2 : 1));
    }

    @Test
    void who_fails_to_follow_and_tries_again_repeats_nothing() throws IOException {
        var start = here.view().modSeq();
        var known = here.present();
        deposits(there, 4);
        Loading.catchUp(here, one.engine(), known); // what it found is lost, as when the read behind it fails
        here.view();
        deposit(there);
        here.view();
        assertThat(Stage.commits(here.changes().since(start, 100)))
                .extracting(commit -> commit.modSeq().number())
                .containsExactly(2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void an_older_checkpoint_does_not_take_the_place_of_a_newer_one() throws IOException {
        var entry = deposit(there);
        there.checkpoint();
        var engine = one.engine();
        var first = Objects.requireNonNull(
                engine.heads().read(here.uuid()).orElseThrow().checkpoint());
        var older = engine.parts().checkpoint(here.uuid(), BOX, first);
        var uid = List.of(entry.uid());
        there.write(OWNER, tx -> tx.flag(inbox, uid, FlagEdit.add(Flags.of(Flags.SEEN)), null));
        there.checkpoint();
        here.cool();
        here.view(); // loaded from the second
        here.settle(older); // was read a moment earlier
        assertThat(here.view().listing(inbox).at(0).flags().seen()).isTrue();
        here.write(OWNER, tx -> tx.flag(inbox, uid, FlagEdit.add(Flags.of(Flags.FLAGGED)), null));
        assertThat(there.view().listing(inbox).at(0).flags()).isEqualTo(Flags.of(Flags.SEEN, Flags.FLAGGED));
    }

    @Test
    void erasing_takes_away_what_others_brought_and_this_process_never_saw() throws IOException {
        here.view();
        deposits(there, 30);
        there.checkpoint();
        deposits(there, 3);
        one.erase(BOX);
        for (var table : List.of("box_name", "box_part", "box_content", "box_place", "box_history", "box_erasure")) {
            assertThat(TestCluster.database()
                            .run(SimpleStatement.newInstance("SELECT * FROM " + table))
                            .all())
                    .as(table)
                    .isEmpty();
        }
    }

    @Test
    void an_erasure_that_was_begun_is_ended_by_who_opens_the_store_next() throws IOException {
        deposits(here, 3);
        TestCluster.database()
                .run(SimpleStatement.newInstance(
                        "INSERT INTO box_erasure (part, box, name) VALUES ('all', ?, ?)", here.uuid(), BOX.text()));
        try (var next = store()) {
            while (next.find(BOX).isPresent()) {
                Thread.onSpinWait();
            }
            assertThat(one.find(BOX)).isEmpty();
        }
    }

    private Entry deposit(CassandraBox box) throws IOException {
        var entry = new Entry[1];
        try (var draft = box.draft(new ByteArrayInputStream(SampleMessages.mail("hello", "text")), 1_000_000)) {
            box.write(OWNER, tx -> entry[0] = tx.deposit(inbox, draft, Deposit.PLAIN));
        }
        return entry[0];
    }

    private void deposits(CassandraBox box, int count) {
        for (int i = 0; i < count; i++) {
            try {
                deposit(box);
            } catch (IOException inMemory) {
                throw new java.io.UncheckedIOException(inMemory);
            }
        }
    }

    private CassandraStore store() {
        return CassandraStore.over(TestCluster.database(), () -> {}, TestCluster.settings(), blobs);
    }

    private static Group group(long modSeq) {
        var change = new Change.SubscriptionSet(new FolderPath("s" + modSeq), true);
        return new Group(
                UUID.randomUUID(), List.of(new Commit(new ModSeq(modSeq), Instant.EPOCH, OWNER, List.of(change))));
    }
}
