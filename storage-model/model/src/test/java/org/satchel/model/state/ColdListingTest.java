// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.Change;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Listing;
import org.satchel.model.MessageBox;
import org.satchel.model.ObjectId;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.Uid;
import org.satchel.model.contract.BoxPicture;
import org.satchel.model.contract.SampleMessages;
import org.satchel.model.memory.MemoryStore;

/// Listings that are left with the engine: read when they must be, and no sooner.
final class ColdListingTest {
    private static final BoxId BOX = new BoxId("tel:+15550100001");

    private final Rows rows = new Rows();
    private final MessageBox drafts = new MemoryStore().create(BOX);
    private BoxState state =
            Transaction.founding(BOX, rows, BoxSettings.STANDARD).after();
    private final FolderId inbox =
            state.view(rows).folder(FolderPath.INBOX).orElseThrow().id();

    @Test
    void an_append_never_reads_a_cold_listing() {
        deposit(5);
        restart();
        deposit(3);
        assertThat(rows.loads).isZero();
        assertThat(state.folder(inbox).orElseThrow().count()).isEqualTo(8);
        assertThat(state.residentBytes()).isEqualTo(3L * Entry.BYTES);
        assertThat(state.view(rows).listing(inbox).count()).isEqualTo(8);
        assertThat(rows.loads).isEqualTo(1);
    }

    @Test
    void a_listing_is_read_once_for_all_states_that_share_it() {
        deposit(5);
        restart();
        var first = state;
        deposit(1);
        first.view(rows).listing(inbox);
        state.view(rows).listing(inbox);
        flag(new Uid(2));
        assertThat(rows.loads).isEqualTo(1);
        assertThat(state.residentBytes(inbox)).isEqualTo(6L * Entry.BYTES);
    }

    @Test
    void one_entry_is_read_without_its_listing() {
        deposit(5);
        restart();
        var view = new StateView(state, rows);
        assertThat(view.entry(new Placement(inbox, new Uid(4))).uid()).isEqualTo(new Uid(4));
        assertThat(view.locate(new ObjectId(4))).contains(new Placement(inbox, new Uid(4)));
        assertThatThrownBy(() -> view.entry(new Placement(inbox, new Uid(6))))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThat(rows.loads).isZero();
    }

    @Test
    void a_cooled_folder_looks_as_before() {
        deposit(700);
        flag(new Uid(300));
        var picture = BoxPicture.of(state.view(rows));
        state = state.cooled(inbox);
        assertThat(state.residentBytes()).isZero();
        assertThat(BoxPicture.of(state.view(rows))).isEqualTo(picture);
        assertThat(rows.loads).isEqualTo(1);
    }

    @Test
    void views_of_a_base_that_was_never_read_keep_it_when_a_later_one_changes() {
        deposit(5);
        restart();
        var first = state.view(rows);
        deposit(2);
        state = state.cooled(inbox);
        var second = state.view(rows);
        deposit(1);
        state = state.cooled(inbox);
        flag(new Uid(3));
        write(tx -> tx.remove(inbox, List.of(new Uid(5), new Uid(7)), Change.Cause.REMOVED));
        assertThat(first.listing(inbox).count()).isEqualTo(5);
        assertThat(first.listing(inbox).at(2).flags()).isEqualTo(Flags.NONE);
        assertThat(second.listing(inbox).count()).isEqualTo(7);
        assertThat(second.listing(inbox).at(2).flags()).isEqualTo(Flags.NONE);
        assertThat(state.view(rows).listing(inbox).count()).isEqualTo(6);
        assertThat(rows.loads).isEqualTo(1);
    }

    @Test
    void rows_that_do_not_agree_with_the_folder_are_no_listing() {
        deposit(5);
        restart();
        rows.entries.get(inbox).remove(new Uid(2));
        assertThatThrownBy(() -> state.view(rows).listing(inbox))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("should hold 5");
    }

    private void deposit(int count) {
        for (int i = 0; i < count; i++) {
            var draft = draft();
            write(tx -> tx.deposit(inbox, draft, Deposit.PLAIN));
        }
    }

    private void flag(Uid uid) {
        write(tx -> tx.flag(inbox, List.of(uid), FlagEdit.add(Flags.of(Flags.SEEN)), null));
    }

    private Draft draft() {
        try {
            var bytes = SampleMessages.mail("cold", "text");
            return drafts.draft(new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void write(Consumer<BoxTransaction> work) {
        var transaction = new Transaction(state, rows, Actor.owner(BOX), BoxSettings.STANDARD);
        work.accept(transaction);
        var outcome = transaction.finish();
        rows.put(outcome);
        state = outcome.after();
    }

    private void restart() {
        state = BoxState.restored(BOX, state.counters(), state.facts());
    }

    /// Entry rows as an engine keeps them, counting how often a listing is read.
    private static final class Rows implements BoxContents {
        private final NavigableMap<FolderId, NavigableMap<Uid, Entry>> entries = new TreeMap<>();
        private int loads;

        void put(Outcome outcome) {
            for (var change : outcome.commit().changes()) {
                switch (change) {
                    case Change.ObjectAdded(var folder, var entry, var source, var key) ->
                        of(folder).put(entry.uid(), entry);
                    case Change.FlagsChanged(var folder, var uid, var object, var before, var after) ->
                        of(folder)
                                .put(
                                        uid,
                                        of(folder)
                                                .get(uid)
                                                .withFlags(
                                                        after, outcome.commit().modSeq()));
                    case Change.ObjectRemoved(var folder, var last, var cause) ->
                        of(folder).remove(last.uid());
                    default -> throw new AssertionError(change);
                }
            }
        }

        private NavigableMap<Uid, Entry> of(FolderId folder) {
            return entries.computeIfAbsent(folder, id -> new TreeMap<>());
        }

        @Override
        public void loadListing(FolderId folder, Uid last, Consumer<Entry> action) {
            loads++;
            of(folder).headMap(last, true).values().forEach(action);
        }

        @Override
        public Optional<Entry> loadEntry(FolderId folder, Uid uid) {
            return Optional.ofNullable(of(folder).get(uid));
        }

        @Override
        public Summary summary(FolderId folder, Entry entry) {
            throw new AssertionError("nobody asks");
        }

        @Override
        public void summaries(FolderId folder, Listing listing, int from, int to, BiConsumer<Entry, Summary> action) {
            throw new AssertionError("nobody asks");
        }

        @Override
        public Payload payload(FolderId folder, Entry entry) {
            throw new AssertionError("nobody asks");
        }

        @Override
        public Optional<Placement> locate(ObjectId object) {
            for (var folder : entries.entrySet()) {
                for (var entry : folder.getValue().values()) {
                    if (entry.object().equals(object)) {
                        return Optional.of(new Placement(folder.getKey(), entry.uid()));
                    }
                }
            }
            return Optional.empty();
        }

        @Override
        public Map<String, ObjectId> deposited(Collection<String> keys) {
            return Map.of();
        }
    }
}
