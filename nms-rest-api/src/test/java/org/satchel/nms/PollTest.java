// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.Deposit;
import org.satchel.model.FolderPath;

@Timeout(60)
final class PollTest {
    private final Rest rest = new Rest();

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void a_write_on_the_box_wakes_a_long_poll() throws Exception {
        var channel = channel();
        var subscription = subscribe(channel.callbackUrl(), "");
        assertThat(subscription.at("/index").longValue()).isEqualTo(1);
        var poll = rest.sendAsync(rest.json(channel.pollUrl(), "POST", "{\"longPollingRequestParameters\":null}"));

        deposit("From: tel:+15550100042\r\n\r\nhello");

        var lists = poll.get(10, TimeUnit.SECONDS).json().get("notificationList");
        assertThat(lists).hasSize(1);
        assertThat(lists.at("/0/nmsEventList/index").longValue()).isEqualTo(1);
    }

    private void deposit(String message) throws IOException {
        var box = rest.box();
        try (var draft = box.draft(new ByteArrayInputStream(Rest.ascii(message)), 1000)) {
            box.write(
                    Actor.owner(box.id()),
                    tx -> tx.deposit(
                            tx.folder(new FolderPath("Default")).orElseThrow().id(), draft, Deposit.PLAIN));
        }
    }

    private JsonNode subscribe(String notifyUrl, String more) {
        var made = rest.post(rest.url("/subscriptions"), """
                {"nmsSubscription":{"callbackReference":{"notifyURL":"%s","notificationFormat":"JSON"},
                 "clientCorrelator":"","duration":86400%s}}""".formatted(notifyUrl, more));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().get("nmsSubscription");
    }

    private Channel channel() {
        var made = rest.post(rest.channels(), """
                {"notificationChannel":{"applicationTag":"","channelData":{"maxNotifications":1},
                 "channelLifetime":86400,"channelType":"LongPolling","clientCorrelator":""}}""");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var channel = made.json().get("notificationChannel");
        return new Channel(
                channel.get("callbackURL").textValue(),
                channel.at("/channelData/channelURL").textValue());
    }

    private record Channel(String callbackUrl, String pollUrl) {}
}
