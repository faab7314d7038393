// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.push.Deposits.ALICE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.Uid;
import org.satchel.push.Await;
import org.satchel.push.Deposits;
import org.satchel.push.DeviceSessions;

@Timeout(300)
class PapPushTest extends PapFixture {
    @Test
    void a_received_message_leaves_as_one_valid_push_without_content() throws InterruptedException {
        start();
        var device = devices().register(ALICE, PHONE);
        var before = time.instant();
        var commit = Deposits.receive(box, "a secret");
        var push = stub.next();
        assertThat(push.docType()).isEqualTo("-//WAPFORUM//DTD PAP 2.1//EN");
        assertThat(push.address()).isEqualTo("WAPPUSH=+15550100001/TYPE=PLMN@ppg.example.net");
        assertThat(push.pushId()).isEqualTo(device.id() + ".1@store.example.net");
        assertThat(push.isUnconfirmed()).isTrue();
        assertThat(push.deliverBefore())
                .isBetween(
                        before.plus(Duration.ofHours(24)),
                        before.plus(Duration.ofHours(24).plusSeconds(2)));
        assertThat(push.partHeaders())
                .isEqualTo(Map.of("Content-Type", "text/plain", "X-Wap-Application-Id", "x-oma-application:cpm.ua"));
        assertThat(push.body()).isEqualTo("1;tel:+15550100001;" + commit.modSeq());
        assertThat(push.headers())
                .containsEntry("", "HTTP/1.1")
                .containsEntry("user-agent", "S")
                .containsEntry("authorization", "Basic " + base64("cpmstore:s3cret"))
                .doesNotContainKeys("upgrade", "http2-settings", "accept-encoding");
        Await.until("it is accepted", () -> counts().accepted() == 1);
        assertThat(counts().submitted()).isEqualTo(1);
    }

    @Test
    void the_application_id_is_written_as_the_gateway_knows_it() throws InterruptedException {
        start(gateway(ApplicationIdForm.DECIMAL, LIMITS), DeviceSessions.BY_INSTANCE);
        devices().register(ALICE, PHONE);
        Deposits.receive(box, "one");
        assertThat(stub.next().partHeaders()).containsEntry("X-Wap-Application-Id", "21");
    }

    @Test
    void what_the_device_did_itself_and_what_is_no_news_is_not_pushed() throws InterruptedException {
        start();
        var device = devices().register(ALICE, PHONE);
        var own = new Actor(ALICE.text(), "phone/imap-7");
        Deposits.deposit(box, own, "uploaded by the phone", Flags.NONE);
        Deposits.deposit(box, Actor.owner(ALICE), "sent from elsewhere", Flags.of(Flags.SEEN));
        Deposits.createFolder(box, "A folder");
        Deposits.read(box, new Uid(1));
        var inbox = box.view().folder(FolderPath.INBOX).orElseThrow().id();
        var target = box.view().folder(new FolderPath("A folder")).orElseThrow().id();
        box.write(Actor.owner(ALICE), tx -> tx.copy(inbox, List.of(new Uid(1)), target));
        var news = Deposits.deposit(box, new Actor(ALICE.text(), "tablet/imap-1"), "news", Flags.NONE);
        var push = stub.next();
        assertThat(push.body()).endsWith(";" + news.modSeq());
        assertThat(push.pushId()).isEqualTo(device.id() + ".1@store.example.net");
        Await.until("it is accepted", () -> counts().accepted() == 1);
        assertThat(stub.isEmpty()).isTrue();
    }

    @Test
    void a_burst_is_one_push_and_the_next_leaves_thirty_seconds_later() throws InterruptedException {
        start();
        devices().register(ALICE, PHONE);
        time.duringPause(() -> {
            for (int i = 0; i < 5; i++) {
                Deposits.receive(box, "in the quiet window");
            }
            time.duringPause(() -> {});
        });
        Deposits.receive(box, "first");
        var push = stub.next();
        assertThat(push.body()).endsWith(";" + box.changes().head());
        Await.until("it is accepted", () -> followers.tally().counts().delivered() == 1);
        assertThat(counts().coalesced()).isEqualTo(5);
        Deposits.receive(box, "second");
        stub.next();
        assertThat(time.pauses()).containsExactly(Duration.ofMillis(1_500), Duration.ofSeconds(30));
    }
}
