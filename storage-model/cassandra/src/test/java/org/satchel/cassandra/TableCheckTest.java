// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Change;
import org.satchel.model.ContentId;
import org.satchel.model.Deposit;
import org.satchel.model.Entry;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.Quota;
import org.satchel.model.blob.BlobName;
import org.satchel.model.check.Fault;
import org.satchel.model.check.Finding;
import org.satchel.model.check.StoreCheck;
import org.satchel.model.contract.RandomHistory;
import org.satchel.model.contract.SampleMessages;
import org.satchel.model.contract.Stage;
import org.satchel.model.state.BoxSettings;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.Counters;

/// Each thing that can be wrong with the tables is found, and what follows from the rest is mended.
@Timeout(600)
class TableCheckTest {
    private static final BoxId ALICE = new BoxId("tel:+15550100001");
    private static final String KEY = "the-key";

    private final MapBlobs blobs = new MapBlobs();
    private final List<Entry> entries = new ArrayList<>();

    /// A damage, and what is to be found of it.
    enum Damage {
        FIGURES(Fault.FIGURES, true),
        COUNTERS(Fault.COUNTERS, true),
        HISTORY(Fault.HISTORY, false),
        SUMMARY(Fault.SUMMARY, false),
        PAYLOAD(Fault.PAYLOAD, false),
        BLOB(Fault.PAYLOAD, false),
        PLACE(Fault.PLACE, true),
        WRONG_PLACE(Fault.PLACE, true),
        KEY_ROW(Fault.KEY, true),
        SHARE(Fault.REFERENCE, true),
        LEFT_PLACE(Fault.LEFT_ROW, true),
        LEFT_CONTENT(Fault.LEFT_CONTENT, true),
        UNLISTED(Fault.NAME, true),
        LISTED(Fault.NAME, true),
        UNNAMED(Fault.NAME, true),
        HEAD(Fault.UNREADABLE, false);

        private final Fault fault;
        private final boolean mendable;

        Damage(Fault fault, boolean mendable) {
            this.fault = fault;
            this.mendable = mendable;
        }
    }

    @BeforeEach
    void empty() {
        TestCluster.empty();
    }

    @ParameterizedTest
    @EnumSource
    void a_damage_is_found_and_mended_if_it_can_be(Damage damage) throws IOException {
        UUID box;
        try (var store = open()) {
            box = fill(store);
            assertThat(check(store, true, true)).isEmpty();
        }
        try (var store = open()) {
            damage(damage, box, store);
        }
        try (var store = open()) {
            assertThat(faults(check(store, true, false))).containsExactly(damage.fault);
            var mended = check(store, true, true);
            assertThat(faults(mended)).containsExactly(damage.fault);
            assertThat(mended).allMatch(finding -> finding.mended() == damage.mendable);
        }
        try (var store = open()) {
            assertThat(faults(check(store, true, false)))
                    .isEqualTo(damage.mendable ? Set.of() : EnumSet.of(damage.fault));
            if (damage.mendable) {
                var view = store.open(ALICE).view();
                assertThat(view.deposited(KEY)).hasValue(entries.getFirst().object());
                assertThat(view.locate(entries.getFirst().object())).isPresent();
                assertThat(view.usage().objects()).isEqualTo(entries.size());
            }
        }
    }

    @Test
    void whatever_history_there_was_nothing_is_wrong_with_its_tables() {
        for (long seed = 1; seed <= 2; seed++) {
            TestCluster.empty();
            try (var stage = new Stage(settings -> TestCluster.store(settings, new MapBlobs()))) {
                var history = new RandomHistory(stage, seed);
                for (int i = 0; i < 60; i++) {
                    history.step();
                }
                var store = (CassandraStore) stage.store();
                assertThat(check(store, true, false)).as("seed %d", seed).isEmpty();
                assertThat(check(store, true, true)).as("seed %d", seed).isEmpty();
            }
        }
    }

    /// What a process left that died between publishing a checkpoint and letting go of contents.
    @Test
    void contents_of_removed_objects_that_were_not_let_go_are() throws IOException {
        try (var store = open()) {
            var box = fill(store);
            var large = entries.get(2);
            var inbox = inbox(store.open(ALICE)).id();
            var known = (CassandraBox) store.open(ALICE);
            known.write(Actor.owner(ALICE), tx -> tx.remove(inbox, List.of(large.uid()), Change.Cause.REMOVED));
            var present = known.present();
            var before = present.rows().checkpoint();
            var groups = present.rows().groups(before.modSeq().number(), present.head());
            var made = Checkpointer.make(box, store.engine(), before, groups, present.state());
            var head = store.engine().heads().read(box).orElseThrow();
            assertThat(store.engine().heads().publish(box, head, present.head(), made.part()))
                    .isEqualTo(Landing.DONE);
            known.settle(made.checkpoint());

            assertThat(faults(check(store, false, false))).containsExactly(Fault.LEFT_CONTENT);
            assertThat(blobs.generations()).isNotEmpty();
            assertThat(check(store, false, true)).singleElement().matches(Finding::mended);
            assertThat(blobs.generations()).isEmpty();
            assertThat(check(store, false, false)).isEmpty();
        }
    }

    private CassandraStore open() {
        return (CassandraStore) TestCluster.store(BoxSettings.STANDARD, blobs);
    }

    /// Four objects: one with a key, one large, one a copy of the first.
    private UUID fill(CassandraStore store) throws IOException {
        var box = store.create(ALICE);
        var inbox = inbox(box).id();
        for (int i = 0; i < 3; i++) {
            var bytes = SampleMessages.mail("n" + i, "x".repeat(i == 2 ? 20_000 : 100));
            try (var draft = box.draft(new ByteArrayInputStream(bytes), 1_000_000)) {
                var how = i == 0 ? new Deposit(Flags.NONE, null, KEY) : Deposit.PLAIN;
                var made = new Entry[1];
                box.write(Actor.owner(ALICE), tx -> made[0] = tx.deposit(inbox, draft, how));
                entries.add(made[0]);
            }
        }
        var first = List.of(entries.getFirst().uid());
        var copied = new Entry[1];
        box.write(
                Actor.owner(ALICE),
                tx -> copied[0] = tx.copy(inbox, first, inbox).getFirst().entry());
        entries.add(copied[0]);
        box.write(Actor.owner(ALICE), tx -> tx.flag(inbox, first, FlagEdit.add(Flags.of(Flags.SEEN)), null));
        var known = (CassandraBox) box;
        known.checkpoint();
        return known.uuid();
    }

    private void damage(Damage damage, UUID box, CassandraStore store) {
        var first = entries.getFirst();
        var second = entries.get(1);
        long bucket = ContentIds.bucket(second.content());
        switch (damage) {
            case FIGURES -> rewrite(store, box, true);
            case COUNTERS -> rewrite(store, box, false);
            case HISTORY -> run("DELETE FROM box_history WHERE box = ? AND bucket = 0 AND last = 3", box);
            case SUMMARY ->
                run(
                        "DELETE summary FROM box_content USING TIMESTAMP 5 WHERE box = ? AND bucket = ? AND content = ?",
                        box,
                        bucket,
                        second.content().number());
            case PAYLOAD ->
                run(
                        "DELETE payload FROM box_content USING TIMESTAMP 5 WHERE box = ? AND bucket = ? AND content = ?",
                        box,
                        bucket,
                        second.content().number());
            case BLOB ->
                blobs.delete(BlobName.parse(java.util.Objects.requireNonNull(store.engine()
                                        .contents()
                                        .table()
                                        .payload(box, entries.get(2).content())
                                        .orElseThrow()
                                        .blob())
                                .key())
                        .orElseThrow());
            case PLACE ->
                run(
                        "DELETE FROM box_place USING TIMESTAMP 4 WHERE box = ? AND bucket = 0 AND object = ?",
                        box,
                        second.object().number());
            case WRONG_PLACE ->
                run(
                        "UPDATE box_place USING TIMESTAMP 4 SET uid = 77 WHERE box = ? AND bucket = 0 AND object = ?",
                        box,
                        first.object().number());
            case KEY_ROW -> run("DELETE FROM box_key USING TIMESTAMP 4 WHERE box = ? AND key = ?", box, KEY);
            case SHARE ->
                run(
                        "DELETE FROM box_share USING TIMESTAMP 5 WHERE box = ? AND content = ? AND object = ?",
                        box,
                        first.content().number(),
                        first.object().number());
            case LEFT_PLACE ->
                run(
                        "INSERT INTO box_place (box, bucket, object, folder, uid) VALUES (?, 0, 99, 1, 99)"
                                + " USING TIMESTAMP 2",
                        box);
            case LEFT_CONTENT ->
                run(
                        "INSERT INTO box_content (box, bucket, content, summary, payload) VALUES (?, ?, ?, 0x00, 0x00)"
                                + " USING TIMESTAMP 1",
                        box,
                        bucket,
                        new ContentId(second.content().number() + 500).number());
            case UNLISTED -> new NameTables(TestCluster.database()).unlist(ALICE);
            case LISTED -> new NameTables(TestCluster.database()).list(NameTables.BOXES, "tel:+15550100042");
            case UNNAMED -> {
                store.create(new BoxId("tel:+15550100042"));
                run("DELETE FROM box_name WHERE name = ? IF EXISTS", "tel:+15550100042");
                new NameTables(TestCluster.database()).unlist(new BoxId("tel:+15550100042"));
            }
            case HEAD -> run("UPDATE box_head SET head = null WHERE box = ? IF head > 0", box);
        }
    }

    /// Publishes a checkpoint that tells other figures.
    private static void rewrite(CassandraStore store, UUID box, boolean figures) {
        var engine = store.engine();
        var head = engine.heads().readSerially(box).orElseThrow();
        var now = engine.parts().checkpoint(box, ALICE, java.util.Objects.requireNonNull(head.checkpoint()));
        var counters = now.state().counters();
        var facts = now.state().facts();
        var folders = facts.folders().stream()
                .map(folder -> figures ? wrong(folder) : folder)
                .toList();
        var state = BoxState.restored(
                ALICE,
                figures
                        ? counters
                        : new Counters(
                                counters.nextFolder(),
                                2,
                                counters.nextContent(),
                                counters.lastUidValidity(),
                                counters.head(),
                                counters.oldest(),
                                new Quota.Usage(1, 1)),
                new BoxState.Facts(folders, facts.subscriptions(), facts.annotations(), facts.grants(), facts.quota()));
        var part = UUID.randomUUID();
        Database.await(engine.parts().put(box, new Checkpoint(part, state, now.segments(), List.of())));
        assertThat(engine.heads().publish(box, head, head.applied(), part)).isEqualTo(Landing.DONE);
    }

    private static Folder wrong(Folder folder) {
        return new Folder(
                folder.id(),
                folder.path(),
                folder.uidValidity(),
                folder.uidNext(),
                folder.created(),
                folder.changed(),
                folder.count(),
                folder.unseen() + 1,
                folder.deleted(),
                folder.bytes(),
                folder.selectable(),
                folder.system(),
                folder.landmarks());
    }

    private static void run(String cql, Object... values) {
        TestCluster.database().run(SimpleStatement.newInstance(cql, values));
    }

    private static Folder inbox(MessageBox box) {
        return box.view().folder(FolderPath.INBOX).orElseThrow();
    }

    private static List<Finding> check(CassandraStore store, boolean payloads, boolean mend) {
        var found = new ArrayList<Finding>();
        var depth = new StoreCheck.Depth(payloads, mend, Instant.now(), Duration.ZERO);
        store.image().check().run(depth, found::add);
        return found;
    }

    private static Set<Fault> faults(List<Finding> findings) {
        return findings.stream()
                .map(Finding::fault)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
    }
}
