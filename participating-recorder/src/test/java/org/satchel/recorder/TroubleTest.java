// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Quota;
import org.satchel.model.memory.MemoryStore;
import org.satchel.recorder.sip.JainSipPort;

/// A store that cannot serve, a box that is full, a stop in the middle, peers that nobody trusts.
@Timeout(300)
class TroubleTest {
    private static final String CPIM = Sample.cpim("m-1", "hi");

    @Test
    void without_a_store_nothing_is_taken_and_nothing_is_sent_on() throws Exception {
        try (var core = new NextHop(request -> 200);
                var rig = new Rig(Relay.to(core.hop()))) {
            rig.store.close();

            var sent = rig.send(fromAlice());
            var received = rig.send(fromAlice().served(Sample.BOB, "term"));

            assertThat(sent.status()).isEqualTo(503);
            assertThat(sent.header("Retry-After")).isEqualTo("30");
            assertThat(received.status()).isEqualTo(503);
            assertThat(core.waiting()).isZero();
        }
    }

    @Test
    void where_it_is_wished_messages_go_on_without_a_record() throws Exception {
        try (var core = new NextHop(request -> 200);
                var rig = new Rig(Relay.to(core.hop()), WhenStoreFails.RELAY, RecorderLimits.DEFAULT)) {
            rig.store.close();

            assertThat(rig.send(fromAlice()).status()).isEqualTo(200);
            assertThat(rig.send(fromAlice().served(Sample.BOB, "term")).status())
                    .isEqualTo(200);

            assertThat(core.waiting()).isEqualTo(2);
            assertThat(rig.recorder.counters().unrecorded()).isEqualTo(2);
        }
        try (var core = new NextHop(request -> 480);
                var rig = new Rig(Relay.to(core.hop()), WhenStoreFails.RELAY, RecorderLimits.DEFAULT)) {
            rig.store.close();

            assertThat(rig.send(fromAlice().served(Sample.BOB, "term")).status())
                    .as("nobody has it, so nobody says that he does")
                    .isEqualTo(480);
        }
    }

    @Test
    void a_full_box_is_full_for_now() throws Exception {
        try (var rig = new Rig(Relay.NONE)) {
            rig.store
                    .open(Rig.BOB)
                    .write(Actor.owner(Rig.BOB), transaction -> transaction.setQuota(new Quota(1_000_000, 0)));

            assertThat(rig.send(fromAlice()).status()).isEqualTo(480);
            assertThat(rig.count(Rig.ALICE))
                    .as("what did not arrive was not sent")
                    .isZero();
        }
    }

    @Test
    void a_stop_lets_requests_in_hand_be_answered_and_frees_the_port() throws Exception {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var core = new NextHop(request -> {
                    arrived.countDown();
                    return await(release) ? 200 : 500;
                });
                var rig = new Rig(Relay.to(core.hop()));
                var wire = rig.connect()) {
            wire.write(fromAlice().bytes());
            assertThat(arrived.await(120, TimeUnit.SECONDS)).isTrue();
            var stopping = Thread.ofVirtual().start(rig.recorder::close);
            awaitUntil(() -> stopping.getState() == Thread.State.TIMED_WAITING);
            wire.write(Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-late", "too late"))
                    .bytes());

            release.countDown();

            assertThat(List.of(wire.read().status(), wire.read().status())).containsExactlyInAnyOrder(200, 503);
            assertThat(stopping.join(Duration.ofSeconds(15))).isTrue();
            assertThat(rig.count(Rig.ALICE)).isEqualTo(1);
            assertThat(wire.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void more_requests_than_may_be_in_hand_are_told_to_come_later() throws Exception {
        var release = new CountDownLatch(1);
        var arrived = new CountDownLatch(1);
        try (var core = new NextHop(request -> {
                    arrived.countDown();
                    return await(release) ? 200 : 500;
                });
                var rig = new Rig(Relay.to(core.hop()), WhenStoreFails.REFUSE, Limits.withRequestsInFlight(1));
                var wire = rig.connect()) {
            wire.write(fromAlice().bytes());
            assertThat(arrived.await(120, TimeUnit.SECONDS)).isTrue();

            var turnedAway = rig.send(Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-2", "one too many")));

            assertThat(turnedAway.status()).isEqualTo(503);
            assertThat(turnedAway.header("Retry-After")).isNotEmpty();
            release.countDown();
            assertThat(wire.read().status()).isEqualTo(200);
        }
    }

    @Test
    void a_stranger_can_reach_our_users_but_not_be_one_of_them() throws Exception {
        var stranger = InetAddress.ofLiteral("192.0.2.7");
        try (var store = new MemoryStore()) {
            store.create(Rig.ALICE);
            store.create(Rig.BOB);
            var function = function(store);

            var toBob = function.answer(request(fromAlice().served(Sample.ALICE, "orig")), stranger);
            var toNobody = function.answer(request(Sample.message(Sample.ALICE, Sample.STRANGER, CPIM)), stranger);

            assertThat(toBob.status()).isEqualTo(200);
            assertThat(store.open(Rig.BOB).view().usage().objects()).isEqualTo(1);
            assertThat(store.open(Rig.ALICE).view().usage().objects()).isZero();
            assertThat(toNobody.status()).isEqualTo(403);
        }
    }

    @Test
    void networks_are_trusted_by_their_prefix() {
        var trusted = new TrustedPeers(
                List.of(TrustedPeers.Network.parse("192.0.2.0/25"), TrustedPeers.Network.parse("2001:db8::/33")));

        assertThat(trusted.include(InetAddress.ofLiteral("192.0.2.127"))).isTrue();
        assertThat(trusted.include(InetAddress.ofLiteral("192.0.2.128"))).isFalse();
        assertThat(trusted.include(InetAddress.ofLiteral("2001:db8:7fff::1"))).isTrue();
        assertThat(trusted.include(InetAddress.ofLiteral("2001:db8:8000::1"))).isFalse();
        assertThat(trusted.include(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(trusted.include(InetAddress.ofLiteral("::1"))).isTrue();
    }

    private static ParticipatingFunction function(MemoryStore store) {
        var settings = RecorderSettings.LOCAL;
        var renderer = new ObjectRenderer(settings.domain(), InstantSource.system());
        var port = new JainSipPort(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), settings.limits());
        return new ParticipatingFunction(
                new Recording(store, renderer, settings.limits()),
                new StoreGate(store),
                address -> Optional.of(new BoxId(address.uri()))
                        .filter(box -> store.find(box).isPresent()),
                port,
                settings,
                new Tally());
    }

    private static SipRequest request(Sample sample) {
        var headers = SipHeaders.NONE;
        for (var header : sample.headers().entrySet()) {
            headers = headers.plus(header.getKey(), header.getValue());
        }
        return new SipRequest(sample.method(), sample.uri(), headers, sample.body());
    }

    private static Sample fromAlice() {
        return Sample.message(Sample.ALICE, Sample.BOB, CPIM);
    }

    private static void awaitUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(120, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
