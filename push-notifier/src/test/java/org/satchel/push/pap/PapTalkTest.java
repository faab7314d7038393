// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.push.Deposits.ALICE;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.push.Await;
import org.satchel.push.DeadLetter;
import org.satchel.push.DeadLetters;
import org.satchel.push.Deposits;
import org.satchel.push.DeviceSessions;
import org.satchel.push.Pace;
import org.satchel.push.Target;

/// What is said to gateways that can do more than take pushes.
@Timeout(300)
class PapTalkTest extends PapFixture {
    private void start(Gateway.Abilities abilities, DeviceSessions sessions) {
        var wire = new Gateway.Wire(
                PapVersion.V2_1, ApplicationIdForm.URN, "store.example.net", Gateway.Wire.TEMPLATE, abilities);
        start(new Gateway("main", stub.url(), null, wire, withPace(Pace.PROMPT)), sessions);
    }

    private void receive(String text, long accepted) {
        Deposits.receive(box, text);
        Await.until("accepted", () -> counts().accepted() == accepted);
    }

    @Test
    void a_push_takes_the_place_of_the_one_before_while_that_is_on_its_way() throws InterruptedException {
        start(new Gateway.Abilities(true, false, false, null), DeviceSessions.BY_INSTANCE);
        devices().register(ALICE, PHONE);
        receive("one", 1);
        receive("two", 2);
        var first = stub.next();
        assertThat(first.attribute("replace-push-id")).isEmpty();
        assertThat(stub.next().attribute("replace-push-id")).isEqualTo(first.pushId());
        assertThat(stub.isEmpty()).isTrue();
    }

    @Test
    void a_push_whose_forerunner_is_gone_is_submitted_for_itself() throws InterruptedException {
        start(new Gateway.Abilities(true, false, false, null), DeviceSessions.BY_INSTANCE);
        devices().register(ALICE, PHONE);
        receive("one", 1);
        stub.forget();
        receive("two", 2);
        var first = stub.next();
        var replacing = stub.next();
        var alone = stub.next();
        assertThat(replacing.attribute("replace-push-id")).isEqualTo(first.pushId());
        assertThat(alone.attribute("replace-push-id")).isEmpty();
        assertThat(alone.pushId()).isEqualTo(replacing.pushId());
        assertThat(followers.tally().counts().refused()).isZero();
    }

    @Test
    void a_gateway_that_cannot_replace_is_not_asked_to() throws InterruptedException {
        start(Gateway.Abilities.NONE, DeviceSessions.BY_INSTANCE);
        devices().register(ALICE, PHONE);
        receive("one", 1);
        receive("two", 2);
        assertThat(List.of(stub.next(), stub.next()))
                .allMatch(push -> push.attribute("replace-push-id").isEmpty()
                        && push.attribute("ppg-notify-requested-to").isEmpty());
    }

    @Test
    void a_push_is_taken_back_when_its_device_comes_by_itself() throws InterruptedException {
        var sessions = new Sessions();
        start(new Gateway.Abilities(false, true, false, null), sessions);
        devices().register(ALICE, PHONE);
        receive("one", 1);
        sessions.connected = true;
        Deposits.receive(box, "two");
        Await.until("it is passed over", () -> followers.tally().counts().skipped() == 1);
        var push = stub.next();
        assertThat(stub.asked()).isEqualTo(new StubGateway.Question("cancel-message", push.pushId(), PHONE.address()));
        assertThat(counts().cancelled()).isEqualTo(1);
        Deposits.receive(box, "three");
        Await.until("it is passed over", () -> followers.tally().counts().skipped() == 2);
        assertThat(stub.isQuiet()).as("once is enough").isTrue();
    }

    @Test
    void before_a_push_is_repeated_a_gateway_that_can_tell_is_asked_whether_it_has_it() throws InterruptedException {
        stub.answering(new StubGateway.Answer.Lost());
        start(new Gateway.Abilities(false, false, true, null), DeviceSessions.BY_INSTANCE);
        devices().register(ALICE, PHONE);
        Deposits.receive(box, "one");
        Await.until("it is delivered", () -> followers.tally().counts().delivered() == 1);
        var push = stub.next();
        assertThat(stub.asked())
                .isEqualTo(new StubGateway.Question("statusquery-message", push.pushId(), PHONE.address()));
        assertThat(stub.isEmpty()).as("it is not pushed twice").isTrue();
    }

    @Test
    void a_push_that_the_gateway_does_not_know_is_repeated() throws InterruptedException {
        stub.answering(new StubGateway.Answer.Http(503, ""));
        start(new Gateway.Abilities(false, false, true, null), DeviceSessions.BY_INSTANCE);
        devices().register(ALICE, PHONE);
        receive("one", 1);
        assertThat(stub.next().pushId()).isEqualTo(stub.next().pushId());
        assertThat(stub.asked().name()).isEqualTo("statusquery-message");
    }

    @Test
    void a_gateway_that_reports_is_told_where_to() throws InterruptedException {
        var receipts = Receipts.of(store.registry(), URI.create("https://store.example.net/results"), ids);
        start(new Gateway.Abilities(false, false, false, receipts), DeviceSessions.BY_INSTANCE);
        devices().register(ALICE, PHONE);
        receive("one", 1);
        var push = stub.next();
        var url = push.attribute("ppg-notify-requested-to");
        assertThat(url).startsWith("https://store.example.net/results/");
        assertThat(receipts.read(url.substring(url.lastIndexOf('/') + 1)))
                .contains(new Receipts.Receipt(push.pushId(), ALICE));
    }

    @Test
    void what_is_given_up_is_kept_for_the_operator_without_any_content() {
        stub.answering(new StubGateway.Answer.Code(2001));
        start(Gateway.Abilities.NONE, DeviceSessions.BY_INSTANCE);
        var device = devices().register(ALICE, PHONE);
        Deposits.receive(box, "a secret");
        Await.until("it is given up", () -> !letters().isEmpty());
        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.line())
                        .endsWith("Z " + device.id() + " 1 device FORBIDDEN")
                        .doesNotContain("secret"));
        assertThat(letters().getFirst().box()).isEqualTo(ALICE);
    }

    @Test
    void of_a_box_the_last_letters_are_kept() {
        start(Gateway.Abilities.NONE, DeviceSessions.BY_INSTANCE);
        var device = devices().register(ALICE, PHONE);
        var dead = new DeadLetters(store.registry());
        for (int i = 1; i <= DeadLetters.PER_BOX_MAX + 5; i++) {
            dead.add(new DeadLetter(time.instant(), ALICE, device.id(), i, "device", "TROUBLE " + i));
        }
        assertThat(letters()).hasSize(DeadLetters.PER_BOX_MAX);
        assertThat(letters().getFirst().index()).isEqualTo(6);
        assertThat(letters().getLast())
                .isEqualTo(new DeadLetter(time.instant(), ALICE, device.id(), 25, "device", "TROUBLE 25"));
        subscriptions.removeAll(ALICE);
        assertThat(letters()).isEmpty();
    }

    private List<DeadLetter> letters() {
        var letters = new ArrayList<DeadLetter>();
        new DeadLetters(store.registry()).walk(letters::add);
        return letters;
    }

    private static final class Sessions implements DeviceSessions {
        volatile boolean connected;

        @Override
        public boolean isOwn(BoxId box, Target.PushDevice device, Actor actor) {
            return false;
        }

        @Override
        public boolean isConnected(BoxId box, Target.PushDevice device) {
            return connected;
        }
    }
}
