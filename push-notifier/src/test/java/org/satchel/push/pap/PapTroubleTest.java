// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.push.Deposits.ALICE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.push.Await;
import org.satchel.push.Deposits;
import org.satchel.push.DeviceSessions;
import org.satchel.push.Pace;
import org.satchel.push.Target;

@Timeout(300)
class PapTroubleTest extends PapFixture {
    @Test
    void a_lost_answer_is_asked_for_under_the_same_push_id_and_2007_is_success() throws InterruptedException {
        stub.answering(new StubGateway.Answer.Lost());
        stub.beforeAnswer(() -> {
            stub.beforeAnswer(() -> {});
            Deposits.receive(box, "while the gateway hangs up");
        });
        start();
        devices().register(ALICE, PHONE);
        Deposits.receive(box, "one");
        var first = stub.next();
        var again = stub.next();
        assertThat(again.pushId()).isEqualTo(first.pushId());
        assertThat(again.body()).as("a push-id has one content").isEqualTo(first.body());
        assertThat(again.deliverBefore()).isEqualTo(first.deliverBefore());
        var other = stub.next();
        assertThat(other.pushId()).as("what came meanwhile is another push").isNotEqualTo(first.pushId());
        Await.until("both are accepted", () -> counts().accepted() == 2);
        assertThat(counts().unreachable()).isEqualTo(1);
        assertThat(counts().failed()).isEmpty();
    }

    @Test
    void a_restart_in_the_middle_of_retries_keeps_push_id_and_content() throws InterruptedException {
        stub.answering(new StubGateway.Answer.Code(4001));
        time.duringPause(time::freeze);
        start(gateway(ApplicationIdForm.URN, withPace(Pace.PROMPT)), DeviceSessions.BY_INSTANCE);
        devices().register(ALICE, PHONE);
        Deposits.receive(box, "one");
        var first = stub.next();
        Await.until("it waits", () -> !time.pauses().isEmpty());
        followers.close();
        Deposits.receive(box, "two");
        time.duringPause(() -> {});
        time.flow();
        start();
        var again = stub.next();
        assertThat(again.pushId()).isEqualTo(first.pushId());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.deliverBefore()).isEqualTo(first.deliverBefore());
        assertThat(stub.next().pushId()).isNotEqualTo(first.pushId());
    }

    @Test
    void trouble_of_the_gateway_is_retried_until_the_push_is_of_no_use() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            stub.answering(new StubGateway.Answer.Code(4001));
        }
        start();
        devices().register(ALICE, PHONE);
        Deposits.receive(box, "one");
        Await.until("it is given up", () -> counts().expired() == 1);
        var first = stub.next();
        int submitted = 1;
        while (!stub.isEmpty()) {
            assertThat(stub.next().pushId()).isEqualTo(first.pushId());
            submitted++;
        }
        // 10 s, 30 s, 2 min, 10 min, then every half hour of a day, each a fifth more or less
        assertThat(submitted).isBetween(42, 62);
        assertThat(counts().failed()).isEqualTo(Map.of(PapStatus.SERVICE_UNAVAILABLE, (long) submitted));
        Await.until("it is refused", () -> followers.tally().counts().refused() == 1);
    }

    @Test
    void a_refusal_with_http_202_is_a_refusal_and_the_next_push_has_another_id() throws InterruptedException {
        stub.answering(new StubGateway.Answer.BadMessage(2000));
        start();
        devices().register(ALICE, PHONE);
        Deposits.receive(box, "one");
        var refused = stub.next();
        Await.until("it is given up", () -> followers.tally().counts().refused() == 1);
        Deposits.receive(box, "two");
        assertThat(stub.next().pushId()).isNotEqualTo(refused.pushId());
        Await.until("it is accepted", () -> counts().accepted() == 1);
        assertThat(counts().failed()).isEqualTo(Map.of(PapStatus.BAD_REQUEST, 1L));
    }

    @Test
    void an_older_gateway_is_spoken_to_in_its_version_from_then_on() throws InterruptedException {
        stub.answering(new StubGateway.Answer.BadMessage(3002), new StubGateway.Answer.BadMessage(3002));
        start();
        devices().register(ALICE, PHONE);
        Deposits.receive(box, "one");
        assertThat(List.of(
                        stub.next().docType(),
                        stub.next().docType(),
                        stub.next().docType()))
                .containsExactly(
                        "-//WAPFORUM//DTD PAP 2.1//EN", "-//WAPFORUM//DTD PAP 2.0//EN", "-//WAPFORUM//DTD PAP 1.0//EN");
        Await.until("it is accepted", () -> counts().accepted() == 1);
        Deposits.receive(box, "two");
        assertThat(stub.next().docType()).isEqualTo("-//WAPFORUM//DTD PAP 1.0//EN");
    }

    @Test
    void a_gateway_without_qualities_of_service_is_asked_for_none() throws InterruptedException {
        stub.answering(new StubGateway.Answer.Code(3001));
        start();
        devices().register(ALICE, PHONE);
        Deposits.receive(box, "one");
        assertThat(stub.next().isUnconfirmed()).isTrue();
        assertThat(stub.next()
                        .message()
                        .getElementsByTagName("quality-of-service")
                        .getLength())
                .isZero();
        Await.until("it is accepted", () -> counts().accepted() == 1);
    }

    @Test
    void a_gateway_that_knows_no_version_at_all_ends_in_a_refusal() throws InterruptedException {
        var no = new StubGateway.Answer.BadMessage(3002);
        stub.answering(no, no, no);
        start();
        devices().register(ALICE, PHONE);
        Deposits.receive(box, "one");
        Await.until("it is given up", () -> followers.tally().counts().refused() == 1);
        assertThat(counts().submitted()).isEqualTo(3);
    }

    @Test
    void a_device_whose_address_is_refused_three_times_is_removed() throws InterruptedException {
        var no = new StubGateway.Answer.Code(2002);
        stub.answering(no, no, new StubGateway.Answer.Code(2003));
        start();
        devices().register(ALICE, PHONE);
        for (int i = 0; i < 3; i++) {
            Deposits.receive(box, "message");
            stub.next();
            int done = i + 1;
            Await.until("it is judged", () -> {
                var counts = followers.tally().counts();
                return counts.refused() + counts.gone() == done;
            });
        }
        Await.until("it is removed", () -> devices().list(ALICE).isEmpty());
        assertThat(counts().devicesRemoved()).isEqualTo(1);
    }

    @Test
    void http_errors_without_a_reply_are_retried_and_entity_errors_are_not() throws InterruptedException {
        stub.answering(
                new StubGateway.Answer.Http(401, ""),
                new StubGateway.Answer.Http(503, "<html>busy</html>"),
                new StubGateway.Answer.Http(302, ""),
                new StubGateway.Answer.Http(413, ""));
        start();
        devices().register(ALICE, PHONE);
        Deposits.receive(box, "one");
        Await.until("it is given up", () -> followers.tally().counts().refused() == 1);
        assertThat(counts().submitted()).isEqualTo(4);
        assertThat(followers.tally().counts().retries()).isEqualTo(3);
    }

    @Test
    void an_answer_without_end_is_cut_off() throws InterruptedException {
        stub.answering(new StubGateway.Answer.Http(202, "x".repeat(GatewayLimits.REPLY_BYTES_MAX + 1)));
        start();
        devices().register(ALICE, PHONE);
        Deposits.receive(box, "one");
        Await.until("it is tried again", () -> counts().accepted() == 1);
        assertThat(counts().unreachable()).isEqualTo(1);
    }

    @Test
    void a_failing_gateway_is_left_alone_by_all_devices() throws InterruptedException {
        time.freeze();
        for (int i = 0; i < 10; i++) {
            stub.answering(new StubGateway.Answer.Http(503, ""));
        }
        var limits = new GatewayLimits(
                Pace.PROMPT, Duration.ofHours(24), Duration.ofSeconds(5), 1, 3, Duration.ofMinutes(1), 3);
        start(gateway(ApplicationIdForm.URN, limits), DeviceSessions.BY_INSTANCE);
        for (int i = 0; i < 8; i++) {
            devices().register(ALICE, device(i));
        }
        Deposits.receive(box, "one");
        Await.until("all wait", () -> time.pauses().size() == 8);
        assertThat(counts().submitted()).isBetween(3L, 4L);
    }

    @Test
    void no_more_submissions_at_once_than_the_limit() throws InterruptedException {
        var full = new CountDownLatch(2);
        stub.beforeAnswer(() -> {
            full.countDown();
            try {
                full.await(120, TimeUnit.SECONDS);
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        });
        start();
        for (int i = 0; i < 12; i++) {
            devices().register(ALICE, device(i));
        }
        Deposits.receive(box, "one");
        Await.until("all are accepted", () -> counts().accepted() == 12);
        assertThat(stub.atOnceMost()).isEqualTo(2);
    }

    @Test
    void a_device_that_hears_by_itself_is_not_woken() throws InterruptedException {
        var sessions = new DeviceSessions() {
            volatile boolean connected = true;

            @Override
            public boolean isOwn(BoxId box, Target.PushDevice device, Actor actor) {
                return false;
            }

            @Override
            public boolean isConnected(BoxId box, Target.PushDevice device) {
                return connected;
            }
        };
        start(gateway(ApplicationIdForm.URN, LIMITS), sessions);
        var device = devices().register(ALICE, PHONE);
        Deposits.receive(box, "while it idles");
        Await.until("it is passed over", () -> followers.tally().counts().skipped() == 1);
        sessions.connected = false;
        var commit = Deposits.receive(box, "after it left");
        var push = stub.next();
        assertThat(push.body()).endsWith(";" + commit.modSeq());
        assertThat(push.pushId()).isEqualTo(device.id() + ".1@store.example.net");
    }

    @Test
    void a_body_fits_into_one_short_message_however_long_the_box_id_is() throws InterruptedException {
        var longId = new BoxId("sip:" + "a".repeat(200) + "@example.net");
        var other = store.create(longId);
        start();
        devices().register(longId, PHONE);
        var commit = Deposits.receive(other, "one");
        assertThat(stub.next().body()).isEqualTo("1;;" + commit.modSeq());
    }
}
