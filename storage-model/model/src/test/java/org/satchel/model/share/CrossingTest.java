// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.share;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.satchel.model.Actor;
import org.satchel.model.Attribute;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.ChangeLog;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.MessageBox;
import org.satchel.model.PendingCommit;
import org.satchel.model.Placement;
import org.satchel.model.Quota;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;
import org.satchel.model.contract.ManualClock;
import org.satchel.model.memory.MemoryStore;
import org.satchel.model.state.BoxSettings;

class CrossingTest {
    private static final String TEXT = "Subject: one\r\n\r\ntext\r\n";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-03T08:14:07Z"));
    private final MemoryStore store = new MemoryStore(BoxSettings.STANDARD.withClock(clock));
    private final Shares shares = new Shares(store, clock);
    private final Crossing crossing = new Crossing(shares);
    private final Crossing.End theirs = end(store.create(new BoxId("tel:+15550100001")));
    private final Crossing.End mine = end(store.create(new BoxId("tel:+15550100002")));
    private final Actor me = Actor.owner(mine.box().id());

    @Test
    void a_copy_is_the_same_but_an_object_of_the_other_box() throws IOException {
        var entry = put(theirs, Attribute.of("Assigned", "beside the bytes"));
        grant(theirs, "lr0");
        var copy = crossing.copy(me, theirs, List.of(entry.uid(), Uid.of(77)), mine);
        assertThat(copy).singleElement().satisfies(it -> {
            assertThat(it.from()).isEqualTo(entry.uid());
            assertThat(it.entry().flags()).isEqualTo(entry.flags());
            assertThat(it.entry().received()).isEqualTo(entry.received());
        });
        var placement = new Placement(mine.folder(), copy.getFirst().entry().uid());
        try (var bytes = mine.box().view().payload(placement).open()) {
            assertThat(bytes.readAllBytes()).isEqualTo(TEXT.getBytes(UTF_8));
        }
        assertThat(mine.box().view().object(placement).summary().attribute("Assigned"))
                .contains("beside the bytes");
        assertThat(count(theirs)).isOne();
    }

    @Test
    void reading_is_not_copying_and_copying_is_not_moving() throws IOException {
        var uids = List.of(put(theirs).uid());
        for (var letters : List.of("lrswit", "l0", "lr1te")) {
            grant(theirs, letters);
            assertThatThrownBy(() -> crossing.copy(me, theirs, uids, mine))
                    .as(letters)
                    .isInstanceOf(StoreFailure.NotPermitted.class);
        }
        for (var letters : List.of("lr0te", "lr1t", "lr1e", "l1te")) {
            grant(theirs, letters);
            assertThatThrownBy(() -> crossing.move(me, theirs, uids, mine))
                    .as(letters)
                    .isInstanceOf(StoreFailure.NotPermitted.class);
        }
        assertThat(count(theirs)).isOne();
        assertThat(count(mine)).isZero();
        grant(theirs, "lr1te");
        assertThat(crossing.move(me, theirs, uids, mine)).hasSize(1);
        assertThat(count(theirs)).isZero();
        assertThat(count(mine)).isOne();
    }

    @Test
    void putting_takes_a_right_too_and_flags_take_theirs() throws IOException {
        var uids = List.of(put(mine).uid());
        grant(theirs, "lrswte0");
        assertThatThrownBy(() -> crossing.copy(me, mine, uids, theirs)).isInstanceOf(StoreFailure.NotPermitted.class);
        grant(theirs, "li");
        var bare = crossing.copy(me, mine, uids, theirs).getFirst().entry();
        assertThat(bare.flags()).isEqualTo(Flags.NONE);
        grant(theirs, "lis");
        var seen = crossing.copy(me, mine, uids, theirs).getFirst().entry();
        assertThat(seen.flags()).isEqualTo(Flags.of(Flags.SEEN));
    }

    @Test
    void a_move_that_broke_off_and_is_tried_again_doubles_nothing() throws IOException {
        var uids = List.of(put(theirs).uid());
        grant(theirs, "lr1te");
        broken(uids);
        assertThat(count(theirs)).isOne();
        assertThat(count(mine)).isOne();
        assertThat(crossing.move(me, theirs, uids, mine)).hasSize(1);
        assertThat(count(theirs)).isZero();
        assertThat(count(mine)).isOne();
    }

    @Test
    void a_right_that_ends_while_the_bytes_are_carried_carries_nothing() throws IOException {
        var uids = List.of(put(theirs).uid());
        grant(theirs, "lr0");
        var slow = new Watched(mine.box(), () -> grant(theirs, ""), () -> {});
        assertThatThrownBy(() -> crossing.copy(me, theirs, uids, new Crossing.End(slow, mine.folder())))
                .isInstanceOf(StoreFailure.NotPermitted.class);
        assertThat(count(mine)).isZero();
    }

    @Test
    void what_was_carried_and_is_elsewhere_now_is_carried_once_more() throws IOException {
        var uids = List.of(put(theirs).uid());
        grant(theirs, "lr1te");
        var first = broken(uids);
        var kept = new FolderPath("Kept");
        mine.box()
                .write(
                        me,
                        tx -> tx.move(
                                mine.folder(),
                                List.of(first),
                                tx.createFolder(kept).id()));
        var again = crossing.move(me, theirs, uids, mine).getFirst().entry();
        assertThat(mine.box().view().listing(mine.folder()).find(again.uid())).contains(again);
        assertThat(count(mine)).isOne();
    }

    // CPM-MSG §4.1
    @Test
    void what_was_recorded_crosses_as_a_copy_only() throws IOException {
        var made = new FolderPath("Default/tel:+15550100042");
        theirs.box().write(Actor.owner(theirs.box().id()), tx -> tx.createFolder(made));
        var folder = theirs.box().view().folder(made).orElseThrow().id();
        var recorded = new Crossing.End(theirs.box(), folder);
        var uids = List.of(put(recorded).uid());
        grant(recorded, "lr01te");
        assertThatThrownBy(() -> crossing.move(me, recorded, uids, mine)).isInstanceOf(StoreFailure.NotPermitted.class);
        assertThat(crossing.copy(me, recorded, uids, mine)).hasSize(1);
        assertThat(count(recorded)).isOne();
    }

    @Test
    void a_full_box_takes_nothing() throws IOException {
        var uids = List.of(put(theirs).uid());
        grant(theirs, "lr01te");
        mine.box().write(me, tx -> tx.setQuota(new Quota(3, 100)));
        assertThatThrownBy(() -> crossing.move(me, theirs, uids, mine)).isInstanceOf(StoreFailure.OverQuota.class);
        assertThat(count(theirs)).isOne();
    }

    @Test
    void no_more_is_carried_at_a_time_than_the_limit() {
        grant(theirs, "lr0");
        var uids = new ArrayList<Uid>();
        for (int i = 1; i <= Crossing.OBJECTS_MAX + 1; i++) {
            uids.add(Uid.of(i));
        }
        assertThatThrownBy(() -> crossing.copy(me, theirs, uids, mine)).isInstanceOf(StoreFailure.TooLarge.class);
    }

    /// A move that dies between its two writes.
    ///
    /// @return where the object is in the other box
    private Uid broken(List<Uid> uids) {
        var dying = new Watched(theirs.box(), () -> {}, () -> {
            throw new StoreFailure.Unavailable("dying");
        });
        assertThatThrownBy(() -> crossing.move(me, new Crossing.End(dying, theirs.folder()), uids, mine))
                .isInstanceOf(StoreFailure.Unavailable.class);
        return mine.box().view().listing(mine.folder()).at(0).uid();
    }

    /// A box in which something happens before it takes bytes, and before it writes.
    private record Watched(MessageBox box, Runnable beforeBytes, Runnable beforeWrite) implements MessageBox {
        @Override
        public BoxId id() {
            return box.id();
        }

        @Override
        public BoxView view() {
            return box.view();
        }

        @Override
        public PendingCommit begin(Actor actor, Consumer<BoxTransaction> work) {
            beforeWrite.run();
            return box.begin(actor, work);
        }

        @Override
        public ChangeLog changes() {
            return box.changes();
        }

        @Override
        public Draft draft(InputStream content, long bytesMax) throws IOException {
            beforeBytes.run();
            return box.draft(content, bytesMax);
        }
    }

    private void grant(Crossing.End on, String letters) {
        shares.grant(
                on.box(),
                Actor.owner(on.box().id()),
                on.folder(),
                me.principal(),
                present -> new Grant(on.folder(), me.principal(), Right.parse(letters), null));
    }

    private static Entry put(Crossing.End into, Attribute... more) throws IOException {
        try (var bare = into.box().draft(new ByteArrayInputStream(TEXT.getBytes(UTF_8)), 1_000)) {
            var draft = bare.withAttributes(List.of(more));
            var entry = new Entry[1];
            var received = Instant.parse("2025-01-01T00:00:00Z");
            var how = new Deposit(Flags.of(Flags.SEEN, Flags.FLAGGED, "$k"), received, null);
            into.box().write(Actor.owner(into.box().id()), tx -> entry[0] = tx.deposit(into.folder(), draft, how));
            return entry[0];
        }
    }

    private static int count(Crossing.End end) {
        return end.box().view().listing(end.folder()).count();
    }

    private static Crossing.End end(MessageBox box) {
        return new Crossing.End(
                box, box.view().folder(FolderPath.INBOX).orElseThrow().id());
    }
}
