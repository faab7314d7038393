// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Strangers' bytes: whatever they are, nothing is stored, and the next honest message is.
@Timeout(600)
class GarbageTest {
    private static final RecorderLimits LIMITS = Limits.withReadTimeout(Duration.ofMillis(400));

    private final Rig rig = new Rig(Relay.NONE, WhenStoreFails.REFUSE, LIMITS);

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void malformed_messages_leave_the_boxes_empty_and_the_server_serving() throws Exception {
        for (var each : malformed().entrySet()) {
            try (var wire = rig.connect()) {
                wire.write(each.getValue());
                assertThat(refusals(wire)).as(each.getKey()).allMatch(status -> status >= 400);
            } catch (SocketException closedWhileWeWrote) {
                // as good an answer as any
            }
            assertThat(rig.count(Rig.ALICE) + rig.count(Rig.BOB))
                    .as(each.getKey())
                    .isZero();
        }
        assertServing();
    }

    @Test
    void a_notification_that_is_no_xml_is_refused() throws Exception {
        var good = Sample.imdn("m-1", "m-0", "display", "displayed");
        for (var fault : List.of("<imdn <", "&none;<imdn ", "<!DOCTYPE imdn [\0]><imdn ")) {
            var answer = rig.send(Sample.message(Sample.ALICE, Sample.BOB, good.replace("<imdn ", fault)));
            assertThat(answer.status()).as(fault).isEqualTo(400);
        }
        assertThat(rig.count(Rig.ALICE) + rig.count(Rig.BOB)).isZero();
    }

    @Test
    void a_message_whose_connection_ends_early_is_not_stored() throws Exception {
        var whole = Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-1", "hello"))
                .bytes();
        for (int length = whole.length - 1; length > 0; length -= 97) {
            try (var wire = rig.connect()) {
                wire.write(Arrays.copyOf(whole, length));
                wire.endOutput();
                assertThat(refusals(wire)).isEmpty();
            }
        }
        assertThat(rig.count(Rig.ALICE) + rig.count(Rig.BOB)).isZero();
        assertServing();
    }

    @Test
    void a_message_far_too_large_is_refused_before_it_is_read() throws Exception {
        var huge = Sample.message(Sample.ALICE, Sample.BOB, "").with("Content-Length", "999999999");
        try (var wire = rig.connect()) {
            wire.write(huge.bytes());
            assertThat(wire.read().status()).isEqualTo(413);
            wire.endOutput();
            assertThat(wire.isClosedByPeer()).isTrue();
        }
        assertServing();
    }

    @Test
    void messages_are_taken_in_whatever_pieces_they_come() throws Exception {
        var first = Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-1", "one"))
                .bytes();
        var second = Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-2", "two"))
                .bytes();
        var third = Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-3", "three"))
                .bytes();
        try (var wire = rig.connect()) {
            wire.write("\r\n\r\n");
            for (byte b : first) {
                wire.write(new byte[] {b});
            }
            assertThat(wire.read().status()).isEqualTo(200);
            wire.write(Octets.of(second).plus(Octets.of(third)).toBytes());
            assertThat(wire.read().status()).isEqualTo(200);
            assertThat(wire.read().status()).isEqualTo(200);
        }
        assertThat(rig.count(Rig.BOB)).isEqualTo(3);
    }

    @Test
    void a_peer_that_sends_everything_and_ends_its_side_still_gets_its_answer() throws Exception {
        try (var wire = rig.connect()) {
            wire.write(Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-1", "one"))
                    .bytes());
            wire.endOutput();
            assertThat(wire.read().status()).isEqualTo(200);
        }
    }

    /// The answers that come until the peer closes, or says nothing for a while.
    private static List<Integer> refusals(SipWire wire) {
        List<Integer> statuses = new ArrayList<>();
        try {
            wire.patience(Duration.ofMillis(500));
            while (true) {
                statuses.add(wire.read().status());
                wire.endOutput();
            }
        } catch (IOException closed) {
            return statuses;
        }
    }

    private void assertServing() throws IOException {
        var answer = rig.send(Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-after", "still there")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(rig.count(Rig.ALICE)).isEqualTo(1);
        assertThat(rig.count(Rig.BOB)).isEqualTo(1);
    }

    /// What each is, and its bytes.
    private static Map<String, byte[]> malformed() {
        var good = Sample.message(Sample.ALICE, Sample.BOB, Sample.cpim("m-1", "hello"));
        var whole = good.bytes();
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("half a body", Arrays.copyOf(whole, whole.length - 20));
        all.put("one byte short", Arrays.copyOf(whole, whole.length - 1));
        all.put("half the headers", Arrays.copyOf(whole, 200));
        all.put("huge length", good.with("Content-Length", "999999999").bytes());
        all.put(
                "length beyond an int",
                good.with("Content-Length", "99999999999999999999").bytes());
        all.put("negative length", good.with("Content-Length", "-5").bytes());
        all.put("length in words", good.with("Content-Length", "many").bytes());
        all.put("length too short", good.with("Content-Length", "100").bytes());
        all.put("no length", good.with("Content-Length", null).bytes());
        for (var name : List.of("Via", "From", "To", "Call-ID", "CSeq", "Content-Type")) {
            all.put("no " + name, good.without(name).bytes());
            all.put("empty " + name, good.with(name, "").bytes());
            all.put("garbled " + name, good.with(name, "\u0001<<>;;=\"").bytes());
            all.put("long " + name, good.with(name, "x ".repeat(40_000)).bytes());
        }
        all.put("another method in CSeq", good.with("CSeq", "1 INVITE").bytes());
        all.put("CSeq too large", good.with("CSeq", "99999999999 MESSAGE").bytes());
        all.put(
                "ten thousand headers",
                good.with("X", "1\r\nX: 1".repeat(10_000)).bytes());
        all.put("endless line", ("MESSAGE " + "a".repeat(300_000)).getBytes(StandardCharsets.UTF_8));
        all.put(
                "another version",
                new String(whole, StandardCharsets.UTF_8)
                        .replaceFirst("SIP/2.0\r", "SIP/7.0\r")
                        .getBytes(StandardCharsets.UTF_8));
        all.put(
                "no version",
                new String(whole, StandardCharsets.UTF_8)
                        .replaceFirst(" SIP/2.0\r", "\r")
                        .getBytes(StandardCharsets.UTF_8));
        all.put(
                "spaces in the URI",
                new String(whole, StandardCharsets.UTF_8)
                        .replaceFirst("sip:", "sip: ")
                        .getBytes(StandardCharsets.UTF_8));
        all.put(
                "a response nobody asked for",
                "SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP h;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>;tag=2\r\nCall-ID: x\r\nCSeq: 1 MESSAGE\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8));
        all.put("HTTP", "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        all.put("blank lines", "\r\n".repeat(5_000).getBytes(StandardCharsets.UTF_8));
        all.put("zeros", new byte[100_000]);
        var random = new byte[200_000];
        new Random(20261121).nextBytes(random);
        all.put("noise", random);
        return all;
    }
}
