// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Change;
import org.satchel.model.FolderPath;
import org.satchel.model.ForwardingStore;
import org.satchel.model.Grant;
import org.satchel.model.MessageBox;
import org.satchel.model.Placement;
import org.satchel.model.Right;
import org.satchel.model.Uid;
import org.satchel.model.memory.MemoryStore;
import org.satchel.model.share.Shares;
import org.satchel.model.state.BoxSettings;
import org.satchel.model.state.BoxState;

/// Owner and grantee are told what became of rights, once each.
@Timeout(300)
class NoticesTest {
    private static final BoxId ANN = new BoxId("tel:+15550100001");
    private static final BoxId BEN = new BoxId("tel:+15550100002");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-03T08:00:00Z"));
    private final MemoryStore store = new MemoryStore(BoxSettings.STANDARD.withClock(now::get));
    private final Shares shares = new Shares(store, now::get);
    private MessageBox ann;
    private MessageBox ben;

    @BeforeEach
    void make() {
        ann = store.create(ANN);
        ben = store.create(BEN);
        ann.write(Actor.owner(ANN), tx -> tx.createFolder(new FolderPath("Shared")));
        restarted().begin();
    }

    @Test
    void each_change_is_told_to_both_with_its_kind() {
        grant("lr", null);
        restarted().round();
        grant("lrs", now.get().plusSeconds(60));
        restarted().round();
        grant("", null);
        restarted().round();
        assertThat(kinds(ann)).containsExactly("granted", "altered", "revoked");
        assertThat(kinds(ben)).containsExactly("granted", "altered", "revoked");
        assertThat(text(ben, 1))
                .contains("X-Satchel-Folder: Shared\r\n", "X-Satchel-Rights: lrs\r\n", "X-Satchel-Owner: " + ANN)
                .contains("X-Satchel-Rights-End: 2026-03-03T08:01:00Z\r\n");
    }

    @Test
    void several_changes_at_once_are_told_in_their_order_and_the_same_rights_again_are_no_news() {
        grant("lr", null);
        grant("lr", null);
        grant("l", null);
        grant("", null);
        grant("", null);
        grant("lr", null);
        restarted().round();
        restarted().round();
        assertThat(kinds(ben)).containsExactly("granted", "altered", "revoked", "granted");
        assertThat(kinds(ann)).isEqualTo(kinds(ben));
    }

    @Test
    void an_end_is_told_once_whoever_was_there_at_that_moment() {
        grant("lr", now.get().plusSeconds(3));
        var first = restarted();
        first.round();
        pass(Duration.ofSeconds(3).minusMillis(1));
        first.round();
        assertThat(kinds(ben)).containsExactly("granted");
        pass(Duration.ofMillis(1)); // nobody is there now
        pass(Duration.ofDays(2));
        var second = restarted();
        shares.boxes(BEN.text()); // which forgets that there was something
        second.round();
        restarted().round();
        assertThat(kinds(ben)).containsExactly("granted", "expired");
        assertThat(kinds(ann)).containsExactly("granted", "expired");
    }

    @Test
    void rights_that_are_given_again_after_their_end_are_given_and_not_altered() {
        grant("lr", now.get().plusSeconds(3));
        pass(Duration.ofSeconds(10));
        grant("lr", now.get().plusSeconds(3));
        pass(Duration.ofSeconds(10));
        restarted().round();
        assertThat(kinds(ben)).containsExactly("granted", "expired", "granted", "expired");
    }

    @Test
    void who_reads_and_removes_a_notice_does_not_get_it_again() {
        grant("lr", null);
        restarted().round();
        var inbox = ben.view().folder(FolderPath.INBOX).orElseThrow().id();
        ben.write(Actor.owner(BEN), tx -> tx.remove(inbox, List.of(new Uid(1)), Change.Cause.REMOVED));
        restarted().round();
        assertThat(kinds(ben)).isEmpty();
    }

    @Test
    void a_process_that_dies_before_it_wrote_down_what_it_told_tells_nothing_twice() {
        grant("lr", now.get().plusSeconds(3));
        pass(Duration.ofSeconds(5));
        restarted().round();
        store.registry().remove(Told.row(ANN));
        restarted().round();
        assertThat(kinds(ben)).containsExactly("granted", "expired");
        assertThat(kinds(ann)).containsExactly("granted", "expired");
    }

    @Test
    void a_removed_folder_takes_rights_with_it_and_everybody_is_no_reader() {
        grant("lr", null);
        var folder = ann.view().folder(new FolderPath("Shared")).orElseThrow().id();
        shares.grant(
                ann,
                Actor.owner(ANN),
                folder,
                BoxState.ANYONE,
                present -> new Grant(folder, BoxState.ANYONE, Set.of(Right.LOOKUP), null));
        ann.write(Actor.owner(ANN), tx -> tx.removeFolder(folder));
        restarted().round();
        assertThat(kinds(ben)).containsExactly("granted", "revoked");
        assertThat(kinds(ann)).containsExactlyInAnyOrder("granted", "granted", "revoked", "revoked");
    }

    @Test
    void what_was_before_notices_were_switched_on_is_no_news_but_its_change_is() {
        store.registry().remove("notices-since/all");
        grant("lr", null);
        pass(Duration.ofSeconds(1));
        var notices = restarted();
        notices.begin();
        notices.round();
        assertThat(kinds(ben)).isEmpty();
        grant("", null);
        restarted().round();
        assertThat(kinds(ben)).containsExactly("revoked");
    }

    @Test
    void a_history_that_was_forgotten_leaves_what_is_granted_now() {
        grant("lr", null);
        var head = ann.view().modSeq();
        ann.write(Actor.owner(ANN), tx -> tx.purgeHistory(head));
        restarted().round();
        assertThat(kinds(ben)).isEmpty();
        grant("l", null);
        restarted().round();
        assertThat(kinds(ben)).containsExactly("altered");
    }

    @Test
    void a_box_that_is_met_with_a_defect_keeps_no_other_from_its_notices() {
        var carl = store.create(new BoxId("tel:+15550100003"));
        var inbox = carl.view().folder(FolderPath.INBOX).orElseThrow().id();
        grant("lr", null);
        var given = new Grant(inbox, BEN.text(), Right.parse("l"), null);
        shares.grant(carl, Actor.owner(carl.id()), inbox, BEN.text(), present -> given);
        var faulty = new ForwardingStore(store) {
            @Override
            public Optional<MessageBox> find(BoxId box) {
                if (box.equals(ANN)) {
                    throw new IllegalStateException("a defect");
                }
                return super.find(box);
            }
        };
        assertThat(new Notices(faulty, shares, now::get).round()).isFalse();
        assertThat(kinds(carl)).containsExactly("granted");
        restarted().round();
        assertThat(kinds(ben)).containsExactly("granted", "granted");
    }

    @Test
    void whoever_grants_wakes_it() throws InterruptedException {
        var notices = restarted();
        var faces = new WakingStore(store, notices::wake);
        notices.start();
        var box = faces.open(ANN);
        var folder = box.view().folder(new FolderPath("Shared")).orElseThrow().id();
        new Shares(faces, now::get)
                .grant(
                        box,
                        Actor.owner(ANN),
                        folder,
                        BEN.text(),
                        present -> new Grant(folder, BEN.text(), Right.parse("lr"), null));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (kinds(ben).isEmpty() && System.nanoTime() < end) {
            ben.changes().await(ben.changes().head(), 1, Duration.ofMillis(20));
        }
        notices.close();
        assertThat(kinds(ben)).containsExactly("granted");
        assertThat(kinds(ann)).containsExactly("granted");
    }

    private Notices restarted() {
        return new Notices(store, shares, now::get);
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private void grant(String letters, @Nullable Instant end) {
        var folder = ann.view().folder(new FolderPath("Shared")).orElseThrow().id();
        var grant = new Grant(folder, BEN.text(), Right.parse(letters), end);
        shares.grant(ann, Actor.owner(ANN), folder, BEN.text(), present -> grant);
    }

    private static List<String> kinds(MessageBox box) {
        var inbox = box.view().folder(FolderPath.INBOX).orElseThrow().id();
        var kinds = new ArrayList<String>();
        box.view()
                .listing(inbox)
                .forEach(entry -> kinds.add(text(box, new Placement(inbox, entry.uid()))
                        .replaceAll("(?s).*X-Satchel-Rights-Change: (\\w+).*", "$1")));
        return kinds;
    }

    private static String text(MessageBox box, int index) {
        var inbox = box.view().folder(FolderPath.INBOX).orElseThrow().id();
        return text(
                box, new Placement(inbox, box.view().listing(inbox).at(index).uid()));
    }

    private static String text(MessageBox box, Placement place) {
        try (var bytes = box.view().payload(place).open()) {
            return new String(bytes.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
