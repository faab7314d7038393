// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Flags;

/// Both legs with a core behind the recorder.
@Timeout(300)
class LegsTest {
    private static final String CPIM = Sample.cpim("m-0451", "Lunch at 12?");

    @Test
    void a_sent_message_is_recorded_once_the_next_hop_took_it() throws Exception {
        var inBoxWhenRelayed = new AtomicLong(-1);
        try (var core = new NextHop(request -> 200);
                var rig = new Rig(Relay.to(core.hop()))) {
            core.answerWith(request -> {
                inBoxWhenRelayed.set(rig.count(Rig.ALICE));
                return 200;
            });

            var answer = rig.send(fromAlice().served(Sample.ALICE, "orig"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Answered-By")).isEqualTo("next-hop");
            assertThat(answer.header("To")).contains("tag=hop");
            assertThat(inBoxWhenRelayed).hasValue(0);
            assertThat(rig.count(Rig.ALICE)).isEqualTo(1);
            assertThat(rig.count(Rig.BOB))
                    .as("the other leg is for the core to bring")
                    .isZero();
        }
    }

    @Test
    void what_is_sent_on_is_what_came_but_for_its_way() throws Exception {
        try (var core = new NextHop(request -> 200);
                var rig = new Rig(Relay.NONE)) {
            var sample = fromAlice()
                    .served(Sample.ALICE, "orig")
                    .with(
                            "Route",
                            "<sip:as-orig@127.0.0.1:5090;transport=tcp;lr>, <sip:odi-orig@" + core.hop() + ";lr>")
                    .with("X-Unknown", "kept; as=\"it is\"")
                    .with("Accept-Contact", "*;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg\"");

            assertThat(rig.send(sample).status()).isEqualTo(200);

            var onward = core.next();
            assertThat(onward.first()).isEqualTo("MESSAGE sip:" + Sample.BOB + "@ims.example.net SIP/2.0");
            assertThat(onward.body()).isEqualTo(Octets.of(CPIM));
            var vias = String.join(",", onward.all("Via")).split(",");
            assertThat(vias).hasSize(2);
            assertThat(vias[1]).contains(sample.headers().get("Via").split("branch=")[1]);
            assertThat(onward.header("Max-Forwards")).isEqualTo("69");
            assertThat(onward.all("Route")).containsExactly("<sip:odi-orig@" + core.hop() + ";lr>");
            assertThat(onward.all("P-Served-User")).isEmpty();
            assertThat(onward.header("X-Unknown")).isEqualTo("kept; as=\"it is\"");
            for (var name : new String[] {
                "From",
                "To",
                "Call-ID",
                "CSeq",
                "Conversation-ID",
                "Contribution-ID",
                "P-Asserted-Service",
                "Accept-Contact"
            }) {
                assertThat(onward.header(name))
                        .as(name)
                        .isEqualTo(sample.headers().get(name));
            }
        }
    }

    @Test
    void a_sent_message_that_nobody_took_is_not_recorded() throws Exception {
        try (var core = new NextHop(request -> 486);
                var rig = new Rig(Relay.to(core.hop()))) {
            assertThat(rig.send(fromAlice()).status()).isEqualTo(486);
            assertThat(rig.count(Rig.ALICE)).isZero();
        }
    }

    @Test
    void a_silent_next_hop_is_a_gateway_time_out_for_the_sender() throws Exception {
        try (var core = new NextHop(request -> 0);
                var rig = new Rig(
                        Relay.to(core.hop()), WhenStoreFails.REFUSE, Limits.withRelayTimeout(Duration.ofMillis(300)))) {
            assertThat(rig.send(fromAlice()).status()).isEqualTo(504);
            assertThat(rig.count(Rig.ALICE)).isZero();
        }
    }

    @Test
    void a_received_message_is_recorded_before_it_is_handed_on() throws Exception {
        var inBoxWhenRelayed = new AtomicLong(-1);
        try (var device = new NextHop(request -> 200);
                var rig = new Rig(Relay.to(device.hop()))) {
            device.answerWith(request -> {
                inBoxWhenRelayed.set(rig.count(Rig.BOB));
                return 200;
            });

            assertThat(rig.send(fromAlice().served(Sample.BOB, "term")).status())
                    .isEqualTo(200);

            assertThat(inBoxWhenRelayed).hasValue(1);
            assertThat(rig.count(Rig.BOB)).isEqualTo(1);
            assertThat(rig.count(Rig.ALICE)).isZero();
        }
    }

    @Test
    void a_received_message_that_no_device_takes_stays_in_the_box_unseen() throws Exception {
        try (var device = new NextHop(request -> 480);
                var rig = new Rig(Relay.to(device.hop()))) {
            assertThat(rig.send(fromAlice().served(Sample.BOB, "term")).status())
                    .isEqualTo(202);
            assertThat(rig.objects(Rig.BOB, "Default/tel:" + Sample.ALICE)
                            .getFirst()
                            .entry()
                            .flags())
                    .isEqualTo(Flags.NONE);
            assertThat(rig.recorder.counters().deferred()).isEqualTo(1);
        }
    }

    @Test
    void a_received_message_survives_a_next_hop_that_is_away() throws Exception {
        try (var rig = new Rig(Relay.to(new SipHop("127.0.0.1", unusedPort())))) {
            assertThat(rig.send(fromAlice().served(Sample.BOB, "term")).status())
                    .isEqualTo(202);
            assertThat(rig.count(Rig.BOB)).isEqualTo(1);
        }
    }

    @Test
    void a_next_hop_that_was_away_is_used_when_it_is_back() throws Exception {
        try (var first = new NextHop(request -> 200);
                var rig = new Rig(Relay.to(first.hop()))) {
            assertThat(rig.send(fromAlice().served(Sample.BOB, "term")).status())
                    .isEqualTo(200);
            first.goAway();
            assertThat(rig.send(Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-2", "away"))
                                    .served(Sample.BOB, "term"))
                            .status())
                    .isEqualTo(202);
            try (var second = new NextHop(first.hop().port(), request -> 200)) {
                assertThat(rig.send(Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-3", "back"))
                                        .served(Sample.BOB, "term"))
                                .status())
                        .isEqualTo(200);
                assertThat(second.next().body().text()).endsWith("back");
            }
            assertThat(rig.count(Rig.BOB)).isEqualTo(3);
        }
    }

    @Test
    void a_refusal_of_the_recipient_goes_back_as_it_is() throws Exception {
        try (var device = new NextHop(request -> 603);
                var rig = new Rig(Relay.to(device.hop()))) {
            assertThat(rig.send(fromAlice().served(Sample.BOB, "term")).status())
                    .isEqualTo(603);
        }
    }

    @Test
    void the_route_entry_of_the_filter_criteria_tells_the_leg() throws Exception {
        try (var rig = new Rig(Relay.NONE)) {
            var term = fromAlice().with("Route", "<sip:as-term@127.0.0.1:5090;transport=tcp;lr>");

            assertThat(rig.send(term).status()).isEqualTo(200);

            assertThat(rig.count(Rig.BOB)).isEqualTo(1);
            assertThat(rig.count(Rig.ALICE)).isZero();
        }
    }

    @Test
    void a_message_from_outside_is_recorded_for_its_recipient() throws Exception {
        try (var rig = new Rig(Relay.NONE)) {
            assertThat(rig.send(Sample.message(Sample.STRANGER, Sample.BOB, CPIM))
                            .status())
                    .isEqualTo(200);
            assertThat(rig.objects(Rig.BOB, "Default/tel:" + Sample.STRANGER)).hasSize(1);
        }
    }

    @Test
    void nobody_is_served_between_strangers() throws Exception {
        var sample = Sample.message(Sample.STRANGER, "+15550100098", CPIM);
        try (var rig = new Rig(Relay.NONE)) {
            assertThat(rig.send(sample).status()).isEqualTo(404);
        }
        try (var core = new NextHop(request -> 200);
                var rig = new Rig(Relay.to(core.hop()))) {
            assertThat(rig.send(sample).status()).isEqualTo(200);
            assertThat(core.next().body()).isEqualTo(Octets.of(CPIM));
            assertThat(rig.count(Rig.ALICE) + rig.count(Rig.BOB)).isZero();
        }
    }

    @Test
    void a_local_sender_of_a_message_to_nobody_is_told_so() throws Exception {
        try (var rig = new Rig(Relay.NONE)) {
            assertThat(rig.send(Sample.message(Sample.ALICE, Sample.STRANGER, CPIM))
                            .status())
                    .isEqualTo(404);
            assertThat(rig.count(Rig.ALICE)).isZero();
        }
    }

    @Test
    void a_message_without_forwards_left_goes_nowhere() throws Exception {
        try (var core = new NextHop(request -> 200);
                var rig = new Rig(Relay.to(core.hop()))) {
            assertThat(rig.send(fromAlice().with("Max-Forwards", "0")).status()).isEqualTo(483);
            assertThat(core.waiting()).isZero();
            assertThat(rig.count(Rig.ALICE)).isZero();
        }
    }

    @Test
    void that_somebody_is_typing_is_sent_on_and_not_recorded() throws Exception {
        var typing =
                "<?xml version=\"1.0\"?><isComposing xmlns=\"urn:ietf:params:xml:ns:im-iscomposing\"><state>active</state></isComposing>";
        try (var core = new NextHop(request -> 200);
                var rig = new Rig(Relay.to(core.hop()))) {
            var bare = Sample.message(Sample.ALICE, Sample.BOB, typing)
                    .with("Content-Type", "application/im-iscomposing+xml");
            var wrapped = Sample.message(
                    Sample.ALICE,
                    Sample.BOB,
                    Sample.cpim("m-9", typing).replace("text/plain; charset=utf-8", "application/im-iscomposing+xml"));

            assertThat(rig.send(bare).status()).isEqualTo(200);
            assertThat(rig.send(wrapped).status()).isEqualTo(200);

            assertThat(core.next().body()).isEqualTo(Octets.of(typing));
            assertThat(core.next().body().text()).contains("isComposing");
            assertThat(rig.count(Rig.ALICE)).isZero();
        }
    }

    @Test
    void other_services_are_not_recorded() throws Exception {
        try (var rig = new Rig(Relay.NONE)) {
            var session = fromAlice().with("P-Asserted-Service", "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.session");
            var sms = fromAlice().without("P-Asserted-Service").with("Content-Type", "application/vnd.3gpp.sms");
            var telephony = fromAlice().with("P-Asserted-Service", "urn:urn-7:3gpp-service.ims.icsi.mmtel");

            assertThat(rig.send(session).status()).isEqualTo(488);
            assertThat(rig.send(sms).status()).isEqualTo(415);
            assertThat(rig.send(telephony).status()).isEqualTo(415);
            assertThat(rig.count(Rig.ALICE) + rig.count(Rig.BOB)).isZero();
        }
        try (var core = new NextHop(request -> 202);
                var rig = new Rig(Relay.to(core.hop()))) {
            var sms = fromAlice().without("P-Asserted-Service").with("Content-Type", "application/vnd.3gpp.sms");
            assertThat(rig.send(sms).status()).isEqualTo(202);
            assertThat(rig.count(Rig.ALICE)).isZero();
        }
    }

    @Test
    void what_it_can_do_is_answered_and_what_it_cannot_is_refused() throws Exception {
        try (var rig = new Rig(Relay.NONE)) {
            var options = new Sample(
                    "OPTIONS",
                    "sip:127.0.0.1",
                    fromAlice()
                            .with("CSeq", "1 OPTIONS")
                            .without("Content-Type")
                            .headers(),
                    Octets.NONE);
            var info = new Sample(
                    "INFO",
                    "sip:127.0.0.1",
                    fromAlice().with("CSeq", "1 INFO").without("Content-Type").headers(),
                    Octets.NONE);

            var abilities = rig.send(options);
            assertThat(abilities.status()).isEqualTo(200);
            assertThat(abilities.header("Allow")).contains("MESSAGE");
            assertThat(rig.send(info).status()).isEqualTo(405);
        }
    }

    private static Sample fromAlice() {
        return Sample.message(Sample.ALICE, Sample.BOB, CPIM);
    }

    private static int unusedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
