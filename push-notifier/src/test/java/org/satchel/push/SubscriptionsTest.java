// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.satchel.model.BoxId;
import org.satchel.model.MessageBox;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;
import org.satchel.model.memory.MemoryStore;

class SubscriptionsTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final PushLimits SMALL =
            new PushLimits(2, 3, Duration.ofDays(7), 200, 50, Duration.ofMinutes(1), Duration.ofSeconds(5));

    private final ManualTime time = new ManualTime();
    private final MemoryStore store = new MemoryStore();
    private final Random random = new Random(7);
    private Subscriptions subscriptions;
    private MessageBox box;

    @BeforeEach
    void open() {
        box = store.create(Deposits.ALICE);
        subscriptions = reopened();
    }

    private Subscriptions reopened() {
        return new Subscriptions(store, SMALL, time, random);
    }

    private static Terms terms(String correlator, String callbackData) {
        var target = new Target.Callback("https://client.example.net/cb", Target.Format.JSON);
        return new Terms(Deposits.ALICE.text(), target, callbackData, null, correlator);
    }

    private Subscription create(Terms terms, Start start, Duration wished) {
        return subscriptions.create(Deposits.ALICE, terms, start, wished).subscription();
    }

    @Test
    void a_new_subscription_stands_at_the_head_with_index_one() {
        Deposits.receive(box, "before");
        var made = create(terms("", ""), new Start.Now(), DAY);
        assertThat(made.progress()).isEqualTo(new Progress(1, box.changes().head(), null));
        assertThat(made.lease()).isEqualTo(new Lease(DAY, time.instant().plus(DAY)));
    }

    @Test
    void a_lease_is_cut_to_the_longest_granted() {
        var made = create(terms("", ""), new Start.Now(), Duration.ofDays(400));
        assertThat(made.lease().granted()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void the_same_request_sent_twice_is_one_subscription() {
        var first = subscriptions.create(Deposits.ALICE, terms("c-1", "x"), new Start.Now(), DAY);
        time.advance(Duration.ofSeconds(9));
        var second = subscriptions.create(Deposits.ALICE, terms("c-1", "x"), new Start.Now(), DAY);
        assertThat(first.fresh()).isTrue();
        assertThat(second.fresh()).isFalse();
        assertThat(second.subscription()).isEqualTo(first.subscription());
        assertThat(subscriptions.list(Deposits.ALICE)).hasSize(1);
    }

    @Test
    void a_known_correlator_with_other_content_is_a_conflict() {
        create(terms("c-1", "x"), new Start.Now(), DAY);
        assertThatThrownBy(() -> create(terms("c-1", "y"), new Start.Now(), DAY))
                .isInstanceOf(StoreFailure.Conflict.class);
        assertThatThrownBy(() -> create(terms("c-1", "x"), new Start.Now(), DAY.plusSeconds(1)))
                .isInstanceOf(StoreFailure.Conflict.class);
    }

    @Test
    void an_empty_correlator_makes_a_subscription_each_time() {
        var one = create(terms("", "x"), new Start.Now(), DAY);
        var two = create(terms("", "x"), new Start.Now(), DAY);
        assertThat(one.id()).isNotEqualTo(two.id());
    }

    @Test
    void limits_hold_per_box_in_all_and_in_size() {
        create(terms("", ""), new Start.Now(), DAY);
        create(terms("", ""), new Start.Now(), DAY);
        assertThatThrownBy(() -> create(terms("", ""), new Start.Now(), DAY))
                .isInstanceOf(StoreFailure.OverQuota.class)
                .hasMessageContaining("box has 2");
        var bob = new BoxId("tel:+15550100002");
        var carol = new BoxId("tel:+15550100003");
        store.create(bob);
        store.create(carol);
        subscriptions.create(bob, terms("", ""), new Start.Now(), DAY);
        assertThatThrownBy(() -> subscriptions.create(carol, terms("", ""), new Start.Now(), DAY))
                .isInstanceOf(StoreFailure.OverQuota.class)
                .hasMessageContaining("installation has 3");
        assertThatThrownBy(() -> create(terms("", "x".repeat(201)), new Start.Now(), DAY))
                .isInstanceOf(StoreFailure.TooLarge.class);
    }

    @Test
    void an_expired_subscription_is_gone_at_once_and_makes_room() {
        var old = create(terms("c", ""), new Start.Now(), DAY);
        create(terms("", ""), new Start.Now(), DAY);
        time.advance(DAY);
        assertThat(subscriptions.find(Deposits.ALICE, old.id())).isEmpty();
        assertThat(subscriptions.list(Deposits.ALICE)).isEmpty();
        assertThatThrownBy(() -> subscriptions.update(Deposits.ALICE, old.id(), DAY, null))
                .isInstanceOf(StoreFailure.NotFound.class);
        var fresh = subscriptions.create(Deposits.ALICE, terms("c", ""), new Start.Now(), DAY);
        assertThat(fresh.fresh()).isTrue();
        assertThat(subscriptions.count()).isEqualTo(1);
        assertThat(reopened().list(Deposits.ALICE)).containsExactly(fresh.subscription());
    }

    @Test
    void everything_is_as_it_was_after_a_restart() {
        var full = new Terms(
                Deposits.ALICE.text(),
                new Target.Channel("c-51", "https://nc.example.net/callbacks/c-51", Target.Format.XML),
                "line one\nline \\ two = \r\n",
                "{\"a\":\n\"b=c\"}",
                "k=1");
        var made = create(full, new Start.Reset(), DAY);
        var device = new PushDevices(subscriptions)
                .register(Deposits.ALICE, Target.PushDevice.plmn("d-1", "main", "+15550100001", "ppg.example.net"));
        var again = reopened();
        assertThat(again.find(Deposits.ALICE, made.id())).contains(made);
        assertThat(again.list(Deposits.ALICE)).containsExactlyInAnyOrder(made, device);
    }

    @Test
    void an_update_extends_the_lease_and_leaves_the_position() {
        var made = create(terms("", ""), new Start.Now(), DAY);
        Deposits.receive(box, "one");
        time.advance(Duration.ofHours(3));
        var updated = subscriptions.update(Deposits.ALICE, made.id(), DAY.multipliedBy(2), null);
        assertThat(updated.lease().expires()).isEqualTo(time.instant().plus(DAY.multipliedBy(2)));
        assertThat(updated.progress()).isEqualTo(made.progress());
        assertThat(reopened().find(Deposits.ALICE, made.id())).contains(updated);
    }

    @Test
    void a_moved_subscription_goes_on_after_the_token_and_never_reuses_an_index_under_way() {
        var token = box.changes().head();
        Deposits.receive(box, "one");
        var made = create(terms("", ""), new Start.Now(), DAY);
        var cut = new Progress.Pending(new ModSeq(9), false, time.instant(), 0, time.instant());
        var seen = subscriptions.read(Deposits.ALICE, made.id()).orElseThrow();
        var underWay = subscriptions
                .advance(seen, new Progress(5, made.progress().position(), cut))
                .orElseThrow();
        var moved = subscriptions.update(Deposits.ALICE, made.id(), null, new Start.After(token));
        assertThat(moved.progress()).isEqualTo(new Progress(6, token, null));
        assertThat(subscriptions.advance(underWay, new Progress(6, new ModSeq(9), null)))
                .as("the follower that stood elsewhere")
                .isEmpty();
        assertThat(reopened().find(Deposits.ALICE, made.id())).contains(moved);
    }

    @Test
    void a_position_that_was_never_reached_starts_afresh() {
        var made = create(terms("", ""), new Start.After(new ModSeq(1_000)), DAY);
        assertThat(made.progress().pending().reset()).isTrue();
        assertThat(made.progress().position()).isEqualTo(box.changes().head());
    }

    @Test
    void removing_leaves_nothing_behind() {
        var made = create(terms("", ""), new Start.Now(), DAY);
        var stranger = new BoxId("tel:+15550100099");
        assertThat(subscriptions.remove(stranger, made.id())).isFalse();
        assertThat(subscriptions.find(stranger, made.id())).isEmpty();
        assertThat(subscriptions.remove(Deposits.ALICE, made.id())).isTrue();
        assertThat(subscriptions.remove(Deposits.ALICE, made.id())).isFalse();
        assertThat(store.registry().scan("", "", 10)).isEmpty();
    }

    @Test
    void what_a_creation_that_was_cut_short_left_behind_is_swept_away_by_a_later_one() {
        var rows = new SubscriptionRows(store.registry());
        var progress = new Progress(1, ModSeq.ZERO, null);
        var lease = new Lease(DAY, time.instant().plus(DAY));
        for (var id : List.of("s-0000000000000001", "s-0000000000000002")) {
            var unnamed = new Subscription(new SubscriptionId(id), Deposits.ALICE, terms("", ""), lease, progress);
            rows.put(unnamed, time.instant());
            time.advance(Duration.ofMinutes(40));
        }
        assertThat(subscriptions.list(Deposits.ALICE)).isEmpty();
        var made = create(terms("", ""), new Start.Now(), DAY);
        assertThat(subscriptions.list(Deposits.ALICE)).containsExactly(made);
        assertThat(store.registry().scan("push/", "", 10))
                .as("a creation that may be under way is left alone")
                .hasSize(4)
                .noneMatch(row -> row.getKey().contains("s-0000000000000001"));
    }

    @Test
    void a_removal_that_was_cut_short_leaves_a_free_place() {
        var one = create(terms("c", ""), new Start.Now(), DAY);
        create(terms("", ""), new Start.Now(), DAY);
        var rows = new SubscriptionRows(store.registry());
        assertThat(rows.removeTerms(rows.read(Deposits.ALICE, one.id()).orElseThrow()))
                .isTrue();
        assertThat(subscriptions.find(Deposits.ALICE, one.id())).isEmpty();
        assertThat(create(terms("c", ""), new Start.Now(), DAY).id()).isNotEqualTo(one.id());
        assertThat(subscriptions.list(Deposits.ALICE)).hasSize(2);
    }

    @Test
    void a_device_registered_again_stays_and_takes_a_new_address() {
        var devices = new PushDevices(subscriptions);
        var here = new Target.PushDevice("d-1", "main", "WAPPUSH=+15550100001/TYPE=PLMN@ppg.example.net");
        var there = new Target.PushDevice("d-1", "main", "WAPPUSH=+15550100077/TYPE=PLMN@ppg.example.net");
        var first = devices.register(Deposits.ALICE, here);
        assertThat(devices.register(Deposits.ALICE, here)).isEqualTo(first);
        assertThat(create(terms("device:d-1", ""), new Start.Now(), DAY).id())
                .as("a client may use any correlator")
                .isNotEqualTo(first.id());
        var second = devices.register(Deposits.ALICE, there);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(devices.list(Deposits.ALICE)).containsExactly(second);
        assertThat(devices.remove(Deposits.ALICE, "d-1")).isTrue();
        assertThat(devices.list(Deposits.ALICE)).isEmpty();
    }

    @Property(tries = 300)
    void what_is_written_is_read_again(
            @ForAll String url,
            @ForAll String data,
            @ForAll String filter,
            @ForAll String correlator,
            @ForAll @LongRange(min = 1) long index,
            @ForAll @LongRange(min = 0) long position) {
        var id = new SubscriptionId("s-1");
        var now = new ManualTime().instant();
        var progress = new Progress(
                index, new ModSeq(position), new Progress.Pending(new ModSeq(position), false, now, 3, now));
        var terms = new Terms("p", new Target.Callback(url, Target.Format.XML), data, filter, correlator);
        var made = new Subscription(id, Deposits.ALICE, terms, new Lease(DAY, now), progress);
        var mark = new Mark("n-1", position);
        var row = SubscriptionText.encode(progress, mark);
        var read = SubscriptionText.decodeProgress(row);
        assertThat(SubscriptionText.decodeMark(row)).isEqualTo(mark);
        // Unpaired surrogates have no form in UTF-8: they are read as what UTF-8 makes of them.
        var target = new Target.Callback(utf8(url), Target.Format.XML);
        var canonical = new Terms("p", target, utf8(data), utf8(filter), utf8(correlator));
        assertThat(SubscriptionText.decode(id, SubscriptionText.encode(made, now), read))
                .isEqualTo(new Subscription(id, Deposits.ALICE, canonical, made.lease(), progress));
    }

    private static String utf8(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }
}
