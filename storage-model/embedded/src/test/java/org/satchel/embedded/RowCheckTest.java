// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.satchel.embedded.Stores.ALICE;
import static org.satchel.embedded.Stores.inbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.satchel.model.Actor;
import org.satchel.model.ContentId;
import org.satchel.model.Deposit;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.FolderId;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Quota;
import org.satchel.model.Uid;
import org.satchel.model.check.Fault;
import org.satchel.model.check.Finding;
import org.satchel.model.check.StoreCheck;
import org.satchel.model.contract.RandomHistory;
import org.satchel.model.contract.Stage;
import org.satchel.model.state.Counters;

/// Each thing that can be wrong with the rows is found, and what follows from the rest is mended.
@Timeout(300)
class RowCheckTest {
    private static final Keys BOX = new Keys(1);
    private static final String KEY = "the-key";

    @TempDir
    Path folder;

    /// A damage, and what is to be found of it.
    enum Damage {
        FIGURES(Fault.FIGURES, true),
        COUNTERS(Fault.COUNTERS, true),
        NEXT_BOX(Fault.COUNTERS, true),
        HISTORY(Fault.HISTORY, false),
        SUMMARY(Fault.SUMMARY, false),
        PAYLOAD(Fault.PAYLOAD, false),
        SHORT_PAYLOAD(Fault.PAYLOAD, false),
        FILE(Fault.PAYLOAD, false),
        FILE_BYTES(Fault.PAYLOAD, false),
        PLACE(Fault.PLACE, true),
        WRONG_PLACE(Fault.PLACE, true),
        KEY_ROW(Fault.KEY, true),
        REFERENCE(Fault.REFERENCE, true),
        FILE_USE(Fault.REFERENCE, true),
        LEFT_PLACE(Fault.LEFT_ROW, true),
        LEFT_SUMMARY(Fault.LEFT_ROW, true),
        LEFT_CONTENT(Fault.LEFT_CONTENT, true),
        LEFT_FILE(Fault.LEFT_FILE, true),
        UNNAMED(Fault.NAME, true),
        HEAD(Fault.UNREADABLE, false);

        private final Fault fault;
        private final boolean mendable;

        Damage(Fault fault, boolean mendable) {
            this.fault = fault;
            this.mendable = mendable;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_damage_is_found_and_mended_if_it_can_be(Damage damage) throws IOException {
        List<Entry> entries;
        try (var store = open()) {
            entries = fill(store);
            assertThat(check(store, true, true)).isEmpty();
        }
        damage(damage, entries);
        try (var store = open()) {
            // A file whose use is not known belongs to nothing, until that is mended.
            var alsoFound = damage == Damage.FILE_USE ? EnumSet.of(Fault.LEFT_FILE) : EnumSet.noneOf(Fault.class);
            assertThat(faults(check(store, true, false)))
                    .contains(damage.fault)
                    .isSubsetOf(Stream.concat(alsoFound.stream(), Stream.of(damage.fault))
                            .toList());
            var mended = check(store, true, true);
            assertThat(faults(mended)).containsExactly(damage.fault);
            assertThat(mended).allMatch(finding -> finding.mended() == damage.mendable);
        }
        try (var store = open()) {
            assertThat(faults(check(store, true, false)))
                    .isEqualTo(damage.mendable ? Set.of() : EnumSet.of(damage.fault));
            if (damage.mendable) {
                var view = store.open(ALICE).view();
                var keyed = entries.getFirst();
                assertThat(view.deposited(KEY)).hasValue(keyed.object());
                assertThat(view.locate(keyed.object())).isPresent();
                assertThat(view.usage().objects()).isEqualTo(entries.size());
            }
        }
    }

    @Test
    void whatever_history_there_was_nothing_is_wrong_with_its_rows() {
        for (long seed = 1; seed <= 4; seed++) {
            var place = folder.resolve("store-" + seed);
            try (var stage = new Stage(settings -> Stores.open(place))) {
                var history = new RandomHistory(stage, seed);
                for (int i = 0; i < 100; i++) {
                    history.step();
                }
                assertThat(check((EmbeddedStore) stage.store(), true, false))
                        .as("seed %d", seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void a_copy_of_the_rows_is_looked_at_and_not_mended() throws IOException {
        try (var store = open();
                var copies = EmbeddedImage.copies(folder)) {
            fill(store);
            var copy = copies.next();
            store.copyRows(copy);
            try (var image = EmbeddedImage.ofCopy(folder, copy)) {
                var found = new ArrayList<Finding>();
                assertThat(image.check().run(depth(true, false), found::add)).isEqualTo(1);
                assertThat(found).isEmpty();
                assertThatThrownBy(() -> image.check().run(depth(true, true), found::add))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(copy).doesNotExist();
        }
    }

    /// With a sweeper that leaves fresh files alone.
    private EmbeddedStore open() {
        return Stores.open(folder, Stores.SMALL.withSweep(Duration.ofHours(1), Duration.ofHours(1)));
    }

    private static List<Entry> fill(EmbeddedStore store) throws IOException {
        var box = store.create(ALICE);
        var inbox = inbox(box);
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < 3; i++) {
            var bytes = Stores.message(i, i == 2 ? 50_000 : 100);
            try (var draft = box.draft(new ByteArrayInputStream(bytes), 1_000_000)) {
                var how = i == 0 ? new Deposit(Flags.NONE, null, KEY) : Deposit.PLAIN;
                box.write(Actor.owner(ALICE), tx -> entries.add(tx.deposit(inbox, draft, how)));
            }
        }
        return entries;
    }

    private void damage(Damage damage, List<Entry> entries) throws IOException {
        var first = entries.getFirst();
        var large = entries.getLast();
        var batch = new RowBatch();
        var database = Database.open(folder.resolve("rows"), folder.resolve("native"), EngineLimits.SMALL);
        try (database) {
            var inbox = inboxOf(database);
            var gone = new ObjectId(99);
            switch (damage) {
                case FIGURES -> {
                    var state = StateRows.restore(ALICE, BOX, database);
                    var was = state.folder(inbox).orElseThrow();
                    var wrong = new org.satchel.model.Folder(
                            was.id(),
                            was.path(),
                            was.uidValidity(),
                            was.uidNext(),
                            was.created(),
                            was.changed(),
                            was.count() + 1,
                            was.unseen(),
                            was.deleted(),
                            was.bytes(),
                            was.selectable(),
                            was.system(),
                            was.landmarks());
                    batch.put(Family.ROWS, BOX.folder(inbox), org.satchel.model.codec.FolderCodec.encode(wrong));
                }
                case COUNTERS -> {
                    var was = StateRows.restore(ALICE, BOX, database).counters();
                    var wrong = new Counters(
                            was.nextFolder(),
                            2,
                            was.nextContent(),
                            was.lastUidValidity(),
                            was.head(),
                            was.oldest(),
                            new Quota.Usage(7, 7));
                    batch.put(Family.ROWS, BOX.row(Table.HEAD), Numbers.head(wrong));
                }
                case NEXT_BOX -> batch.put(Family.ROWS, EmbeddedStore.NEXT_BOX_ROW, Numbers.row(1));
                case HISTORY -> batch.delete(Family.LOG, BOX.commit(new ModSeq(2)));
                case SUMMARY -> batch.delete(Family.ROWS, BOX.detail(inbox, first.uid()));
                case PAYLOAD -> batch.delete(Family.PAYLOADS, BOX.payload(first.content()));
                case SHORT_PAYLOAD -> batch.put(Family.PAYLOADS, BOX.payload(first.content()), new byte[3]);
                case FILE -> Files.delete(file());
                case FILE_BYTES -> {
                    var bytes = Files.readAllBytes(file());
                    bytes[7]++;
                    Files.write(file(), bytes);
                }
                case PLACE -> batch.delete(Family.ROWS, BOX.place(first.object()));
                case WRONG_PLACE ->
                    batch.put(Family.ROWS, BOX.place(first.object()), PlaceRow.of(inbox, new Uid(77), KEY));
                case KEY_ROW -> batch.delete(Family.KEYS, BOX.named(Table.KEY, KEY));
                case REFERENCE -> batch.delete(Family.ROWS, BOX.reference(first.content(), first.object()));
                case FILE_USE -> {
                    var digest = database.get(Family.ROWS, BOX.fileOf(large.content()));
                    batch.delete(Family.ROWS, BOX.fileUse(Digest.of(digest), large.content()));
                }
                case LEFT_PLACE -> batch.put(Family.ROWS, BOX.place(gone), PlaceRow.of(inbox, new Uid(9), null));
                case LEFT_SUMMARY -> batch.put(Family.ROWS, BOX.detail(inbox, new Uid(9)), summary(database, first));
                case LEFT_CONTENT -> batch.put(Family.PAYLOADS, BOX.payload(new ContentId(99)), new byte[9]);
                case LEFT_FILE -> Files.write(file().resolveSibling("ab".repeat(32)), new byte[9]);
                case UNNAMED -> batch.put(Family.LOG, new Keys(7).commit(new ModSeq(1)), new byte[9]);
                case HEAD -> batch.delete(Family.ROWS, BOX.row(Table.HEAD));
            }
            if (damage == Damage.UNNAMED) { // the number was given, and is not given again
                batch.put(Family.ROWS, EmbeddedStore.NEXT_BOX_ROW, Numbers.row(8));
            }
            database.write(List.of(batch));
        }
    }

    private static byte[] summary(Database database, Entry entry) {
        return database.get(Family.ROWS, BOX.detail(inboxOf(database), entry.uid()));
    }

    private static FolderId inboxOf(Database database) {
        return StateRows.restore(ALICE, BOX, database).folders().stream()
                .filter(one -> one.path().equals(org.satchel.model.FolderPath.INBOX))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /// The one payload file.
    private Path file() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("blobs"))) {
            return files.filter(Files::isRegularFile)
                    .filter(path -> !path.getFileName().toString().startsWith("abab"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static StoreCheck.Depth depth(boolean payloads, boolean mend) {
        return new StoreCheck.Depth(payloads, mend, Instant.now().plusSeconds(60), Duration.ZERO);
    }

    private static List<Finding> check(EmbeddedStore store, boolean payloads, boolean mend) {
        var found = new ArrayList<Finding>();
        store.image().check().run(depth(payloads, mend), found::add);
        return found;
    }

    private static Set<Fault> faults(List<Finding> findings) {
        return findings.stream()
                .map(Finding::fault)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
    }
}
