// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxView;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.MessageBox;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.contract.ManualClock;
import org.satchel.model.memory.MemoryStore;
import org.satchel.model.state.BoxSettings;

class SharesTest {
    private static final String FRIEND = "tel:+15550100099";
    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-03T08:14:07Z"));
    private final MemoryStore store = new MemoryStore(BoxSettings.STANDARD.withClock(clock));
    private final Shares shares = new Shares(store, clock);
    private final MessageBox box = store.create(new BoxId("tel:+15550100001"));
    private final FolderId inbox = inbox(box);

    @Test
    void a_grant_is_found_by_the_one_who_has_it() {
        grant(box, FRIEND, "lr", null);
        assertThat(owners(FRIEND)).containsExactly("tel:+15550100001");
        assertThat(owners("tel:+15550100098")).isEmpty();
        assertThat(owners("tel:+15550100001")).isEmpty();
        assertThat(shares.rights(FRIEND, box.view(), inbox)).isEqualTo(Right.parse("lr"));
    }

    @Test
    void without_lookup_nothing_is_found() {
        grant(box, FRIEND, "rw", null);
        assertThat(owners(FRIEND)).isEmpty();
    }

    @Test
    void what_everybody_has_everybody_finds_once() {
        grant(box, "anyone", "l", null);
        grant(box, FRIEND, "l", null);
        assertThat(owners(FRIEND)).containsExactly("tel:+15550100001");
        assertThat(owners("tel:+15550100098")).containsExactly("tel:+15550100001");
    }

    @Test
    void a_change_starts_from_the_live_grant() {
        grant(box, FRIEND, "lr", clock.instant().plus(HOUR));
        shares.grant(box, Actor.owner(box.id()), inbox, FRIEND, present -> {
            assertThat(present.rights()).isEqualTo(Right.parse("lr"));
            assertThat(present.expires()).isEqualTo(clock.instant().plus(HOUR));
            return present;
        });
        clock.advance(HOUR);
        shares.grant(box, Actor.owner(box.id()), inbox, FRIEND, present -> {
            assertThat(present).isEqualTo(new Grant(inbox, FRIEND, Set.of(), null));
            return present;
        });
    }

    @Test
    void the_row_is_there_before_the_grant() {
        shares.grant(box, Actor.owner(box.id()), inbox, FRIEND, present -> {
            assertThat(store.registry().get("shared/" + FRIEND + "/tel:+15550100001"))
                    .isPresent();
            return present;
        });
    }

    @Test
    void who_may_not_manage_leaves_no_row() {
        grant(box, FRIEND, "lrw", null);
        var friend = new Actor(FRIEND, "");
        assertThatThrownBy(() -> shares.grant(box, friend, inbox, "anyone", present -> present))
                .isInstanceOf(StoreFailure.NotPermitted.class);
        assertThat(store.registry().scan("shared/anyone/", "", 10)).isEmpty();
    }

    @Test
    void a_row_without_a_grant_goes_when_it_is_a_day_old() {
        grant(box, FRIEND, "lr", clock.instant().plus(HOUR));
        clock.advance(HOUR);
        assertThat(owners(FRIEND)).isEmpty();
        assertThat(rowsOfFriend()).isEqualTo(1);
        clock.advance(ShareRows.SETTLED_AFTER);
        assertThat(owners(FRIEND)).isEmpty();
        assertThat(rowsOfFriend()).isZero();
    }

    @Test
    void a_row_with_a_grant_stays_however_old_it_is() {
        grant(box, FRIEND, "r", null);
        clock.advance(ShareRows.SETTLED_AFTER.multipliedBy(30));
        assertThat(owners(FRIEND)).isEmpty();
        assertThat(rowsOfFriend()).isEqualTo(1);
    }

    @Test
    void what_has_ended_does_not_end_once_more() {
        grant(box, "anyone", "lr", clock.instant().plus(HOUR));
        grant(box, FRIEND, "lr", clock.instant().plus(HOUR.multipliedBy(2)));
        assertThat(shares.untilEnding(FRIEND, box.view(), inbox)).contains(HOUR);
        clock.advance(HOUR.minusMillis(1));
        assertThat(shares.untilEnding("tel:+15550100098", box.view(), inbox)).contains(Duration.ofMillis(1));
        clock.advance(Duration.ofMillis(1));
        assertThat(shares.untilEnding(FRIEND, box.view(), inbox)).contains(HOUR);
        assertThat(shares.untilEnding("tel:+15550100098", box.view(), inbox)).isEmpty();
    }

    @Test
    void a_box_that_is_erased_is_not_found() {
        grant(box, FRIEND, "lr", null);
        store.erase(box.id());
        assertThat(owners(FRIEND)).isEmpty();
    }

    @Test
    void any_name_of_a_box_makes_a_key() {
        var odd = store.create(new BoxId("a/b%2F%25"));
        grant(odd, "x/y%", "l", null);
        assertThat(owners("x/y%")).containsExactly("a/b%2F%25");
        assertThat(owners("x")).isEmpty();
    }

    @Test
    void no_more_boxes_are_looked_into_than_the_limit() {
        var names = new TreeSet<String>();
        for (int i = 0; i <= Shares.BOXES_MAX; i++) {
            var other = store.create(new BoxId("tel:+1555020" + i));
            grant(other, FRIEND, "l", null);
            names.add(other.id().text());
        }
        assertThat(owners(FRIEND))
                .containsExactlyElementsOf(
                        names.stream().limit(Shares.BOXES_MAX).toList());
    }

    @Test
    void switched_off_there_are_owners_only() {
        grant(box, FRIEND, "lr", null);
        var off = Shares.off(store, clock);
        assertThat(off.boxes(FRIEND)).isEmpty();
        assertThat(off.rights(FRIEND, box.view(), inbox)).isEmpty();
        assertThat(off.rights(box.id().text(), box.view(), inbox)).isEqualTo(Right.ALL);
        assertThatThrownBy(() -> off.grant(box, Actor.owner(box.id()), inbox, FRIEND, present -> present))
                .isInstanceOf(StoreFailure.Conflict.class);
    }

    private List<String> owners(String principal) {
        return shares.boxes(principal).stream()
                .map(BoxView::box)
                .map(BoxId::text)
                .toList();
    }

    private void grant(MessageBox of, String principal, String letters, @Nullable Instant expires) {
        var folder = inbox(of);
        shares.grant(
                of,
                Actor.owner(of.id()),
                folder,
                principal,
                present -> new Grant(folder, principal, Right.parse(letters), expires));
    }

    private int rowsOfFriend() {
        return store.registry().scan("shared/" + FRIEND + "/", "", 10).size();
    }

    private static FolderId inbox(MessageBox box) {
        return box.view().folder(FolderPath.INBOX).orElseThrow().id();
    }
}
