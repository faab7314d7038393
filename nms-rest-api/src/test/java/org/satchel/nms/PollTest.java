// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.ModSeq;
import org.satchel.model.memory.MemoryStore;
import org.satchel.nms.settings.NmsLimits;

@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PollTest {
    private final Rest rest = new Rest();

    @BeforeEach
    void clear() {
        rest.clear();
    }

    @AfterAll
    void close() {
        rest.close();
    }

    @Test
    void a_write_on_the_box_wakes_a_long_poll() throws Exception {
        var channel = rest.channel();
        var subscription = rest.subscribe(channel.callbackUrl(), "");
        assertThat(subscription.get("index").longValue()).isEqualTo(1);
        var poll = rest.sendAsync(rest.pollRequest(channel));

        var id = rest.deposit("Default", "IMDN-Message-ID: new-1\r\nMessage-Direction: received\r\n\r\nhello");

        var list = Rest.lists(poll.get(120, TimeUnit.SECONDS)).at("/0/nmsEventList");
        var event = list.at("/nmsEvent/0/changedObject");
        assertThat(list.get("index").longValue()).isEqualTo(1);
        assertThat(event.get("resourceURL").textValue()).isEqualTo(rest.url("/objects/o" + id.number()));
        assertThat(event.get("correlationId").textValue()).isEqualTo("new-1");
        assertThat(event.get("lastModSeq").longValue())
                .isEqualTo(rest.box().view().modSeq().number());
        assertThat(event.at("/flags/flag/0").textValue()).isEqualTo("\\Recent");
    }

    @Test
    void each_change_is_told_as_its_event() {
        var channel = rest.channel();
        rest.subscribe(channel.callbackUrl(), "");
        var id = rest.deposit("Default", "Subject: x\r\n\r\n");
        assertThat(rest.poll(channel).toString()).contains("changedObject");
        var object = rest.url("/objects/o" + id.number());

        rest.put(object + "/flags/%5CSeen", "");
        assertThat(event(rest.poll(channel)).at("/changedObject/flags/flag").toString())
                .isEqualTo("[\"\\\\Seen\"]");

        var folder = rest.post(
                        rest.url("/folders"), "{\"folder\":{\"parentFolderPath\":\"/RCSMessageStore\",\"name\":\"n\"}}")
                .created();
        assertThat(event(rest.poll(channel)).at("/changedFolder/name").textValue())
                .isEqualTo("n");

        rest.post(rest.url("/folders/operations/moveToFolder"), """
                {"targetSourceRef":{"targetRef":{"resourceURL":"%s"},"sourceRefs":{"objects":{"objectReference":[
                 {"resourceURL":"%s"}]}}}}""".formatted(folder, object));
        assertThat(event(rest.poll(channel)).at("/changedObject/parentFolder").textValue())
                .isEqualTo(folder);

        rest.delete(object);
        assertThat(event(rest.poll(channel)).at("/deletedObject/resourceURL").textValue())
                .isEqualTo(object);

        rest.delete(folder);
        assertThat(event(rest.poll(channel)).at("/deletedFolder/resourceURL").textValue())
                .isEqualTo(folder);
    }

    @Test
    void of_many_writes_every_event_comes_exactly_once_in_order() throws Exception {
        var channel = rest.channel(3);
        rest.subscribe(channel.callbackUrl(), "");
        int writes = 200;
        var writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < writes; i++) {
                rest.deposit("Default", "Subject: " + i + "\r\n\r\n");
            }
        });
        var urls = new ArrayList<String>();
        var indexes = new ArrayList<Long>();
        while (urls.size() < writes) {
            for (var list : rest.poll(channel)) {
                indexes.add(list.at("/nmsEventList/index").longValue());
                list.at("/nmsEventList/nmsEvent")
                        .forEach(event ->
                                urls.add(event.at("/changedObject/resourceURL").textValue()));
            }
        }
        writer.join();

        assertThat(urls).hasSize(writes).doesNotHaveDuplicates();
        for (int i = 0; i < indexes.size(); i++) {
            assertThat(indexes.get(i)).isEqualTo(i + 1L);
        }
    }

    @Test
    void of_two_pollers_the_older_is_answered_empty_and_the_newer_gets_the_news() throws Exception {
        var channel = rest.channel();
        rest.subscribe(channel.callbackUrl(), "");
        var older = rest.sendAsync(rest.pollRequest(channel));
        // Only when the older waits may the newer come.
        var newer = rest.sendAsync(rest.pollRequest(channel));
        var first = (Rest.Answer) CompletableFuture.anyOf(older, newer).get(120, TimeUnit.SECONDS);
        assertThat(Rest.lists(first)).isEmpty();
        var remaining = older.isDone() ? newer : older;

        rest.deposit("Default", "\r\n");

        assertThat(Rest.lists(remaining.get(120, TimeUnit.SECONDS))).hasSize(1);
    }

    @Test
    void a_list_is_kept_when_the_client_left_before_it_came() throws Exception {
        var channel = rest.channel();
        rest.subscribe(channel.callbackUrl(), "");
        var url = URI.create(channel.pollUrl());
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream()
                    .write(("POST " + url.getPath() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
                            .getBytes(StandardCharsets.US_ASCII));
            awaitPoll(channel);
        }
        // Closed while the poll waits. What is written now must not vanish into the closed connection.
        rest.deposit("Default", "\r\n");

        assertThat(rest.poll(channel).at("/0/nmsEventList/index").longValue()).isEqualTo(1);
    }

    @Test
    void subscriptions_channels_and_lists_outlive_a_restart() throws Exception {
        var store = new MemoryStore();
        Rest.Channel channel;
        String subscription;
        try (var before = new Rest(Rest.loopback(), store)) {
            channel = before.channel();
            subscription = before.subscribe(channel.callbackUrl(), "")
                    .get("resourceURL")
                    .textValue();
            before.deposit("Default", "Subject: first\r\n\r\n");
            assertThat(before.poll(channel).at("/0/nmsEventList/index").longValue())
                    .isEqualTo(1);
            before.deposit("Default", "Subject: second\r\n\r\n");
        }
        try (var after = new Rest(Rest.loopback(), store)) {
            after.deposit("Default", "Subject: third\r\n\r\n");
            // Another port, the same paths: a client keeps its URLs behind one public name.
            var moved = new Rest.Channel(
                    channel.callbackUrl(),
                    after.server.base() + URI.create(channel.pollUrl()).getPath(),
                    "");

            var urls = new ArrayList<String>();
            long index = 1;
            while (urls.size() < 2) {
                var list = after.poll(moved).at("/0/nmsEventList");
                assertThat(list.get("index").longValue()).isEqualTo(++index);
                list.get("nmsEvent")
                        .forEach(event ->
                                urls.add(event.at("/changedObject/resourceURL").textValue()));
            }

            assertThat(urls).containsExactly(after.url("/objects/o2"), after.url("/objects/o3"));
            assertThat(after.get(after.server.base() + URI.create(subscription).getRawPath())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_token_leads_back_to_where_it_was_given() {
        var channel = rest.channel();
        var made = rest.subscribe(channel.callbackUrl(), "");
        rest.deposit("Default", "Subject: 1\r\n\r\n");
        var first = rest.poll(channel).at("/0/nmsEventList");
        rest.deposit("Default", "Subject: 2\r\n\r\n");
        assertThat(rest.poll(channel).at("/0/nmsEventList/index").longValue()).isEqualTo(2);

        var updated = rest.post(
                        made.get("resourceURL").textValue(),
                        "{\"nmsSubscriptionUpdate\":{\"duration\":600,\"restartToken\":\"%s\"}}"
                                .formatted(first.get("restartToken").textValue()))
                .json()
                .get("nmsSubscription");
        var again = rest.poll(channel).at("/0/nmsEventList");

        assertThat(updated.get("duration").intValue()).isEqualTo(600);
        assertThat(again.get("index")).isEqualTo(updated.get("index"));
        assertThat(again.at("/nmsEvent/0/changedObject/resourceURL").textValue())
                .isEqualTo(rest.url("/objects/o2"));
    }

    @Test
    void a_token_from_before_the_horizon_resets_the_box() {
        var made = rest.subscribe(rest.channel().callbackUrl(), "");
        rest.deposit("Default", "Subject: 1\r\n\r\n");
        rest.deposit("Default", "Subject: 2\r\n\r\n");
        var head = rest.box().view().modSeq();
        rest.box().write(Actor.owner(rest.ann), tx -> tx.purgeHistory(head));
        var channel = rest.channel();

        rest.subscribe(
                channel.callbackUrl(),
                ",\"restartToken\":\"" + made.get("restartToken").textValue() + "\"");

        var list = rest.poll(channel).at("/0/nmsEventList");
        assertThat(list.get("nmsEvent")).hasSize(1);
        assertThat(list.at("/nmsEvent/0/resetBox").isObject()).isTrue();
        assertThat(head).isGreaterThan(ModSeq.ZERO);
    }

    @Test
    void a_filter_lets_pass_what_it_describes() {
        var channel = rest.channel();
        rest.subscribe(
                channel.callbackUrl(),
                ",\"filter\":{\"criterion\":[{\"type\":\"Attribute\",\"name\":\"Subject\",\"value\":\"wanted\"}]}");
        rest.deposit("Default", "Subject: other\r\n\r\n");
        var wanted = rest.deposit("Default", "Subject: wanted\r\n\r\n");

        assertThat(event(rest.poll(channel)).at("/changedObject/resourceURL").textValue())
                .isEqualTo(rest.url("/objects/o" + wanted.number()));
        var refused = rest.post(
                rest.url("/subscriptions"),
                Rest.subscription(
                        channel.callbackUrl(),
                        ",\"filter\":{\"criterion\":[{\"type\":\"PresetSearch\",\"name\":\"UPOneDotO\"}]}"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/requestError/serviceException/messageId").textValue())
                .isEqualTo("SVC0003");
    }

    @Test
    void a_device_that_is_woken_by_push_is_no_subscription_here() {
        var mine = rest.subscribe(rest.channel().callbackUrl(), "");
        var device = rest.url("/subscriptions/" + rest.device("phone"));

        assertThat(rest.get(rest.url("/subscriptions"))
                        .json()
                        .at("/nmsSubscriptionList/subscription")
                        .findValuesAsText("resourceURL"))
                .containsExactly(mine.get("resourceURL").textValue());
        assertThat(rest.get(device).status()).isEqualTo(404);
        assertThat(rest.post(device, "{\"nmsSubscriptionUpdate\":{\"duration\":600}}")
                        .status())
                .isEqualTo(404);
        assertThat(rest.delete(device).status()).isEqualTo(404);
    }

    @Test
    void nobody_is_notified_at_a_place_that_is_not_allowed() {
        for (var url : List.of(
                "http://127.0.0.1:1/x",
                "https://example.net/x",
                "file:///etc/passwd",
                rest.server.base() + "/nc/callback/c-1.x")) {
            assertThat(rest.post(rest.url("/subscriptions"), Rest.subscription(url, ""))
                            .status())
                    .as(url)
                    .isEqualTo(403);
        }
        assertThat(rest.post(rest.url("/subscriptions"), Rest.subscription("", ""))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_correlator_makes_a_repetition_the_same_resource() {
        var url = rest.channel().callbackUrl();
        var body = Rest.subscription(url, "").replace("\"clientCorrelator\":\"\"", "\"clientCorrelator\":\"k1\"");
        var first = rest.post(rest.url("/subscriptions"), body);
        var again = rest.post(rest.url("/subscriptions"), body);
        var other = rest.post(rest.url("/subscriptions"), body.replace("86400", "500"));

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().at("/requestError/serviceException/messageId").textValue())
                .isEqualTo("SVC0005");
    }

    @Test
    void a_channel_is_read_extended_and_removed() throws Exception {
        var channel = rest.channel();
        var subscription =
                rest.subscribe(channel.callbackUrl(), "").get("resourceURL").textValue();
        var lifetime = rest.put(
                channel.resourceUrl() + "/channelLifetime",
                "{\"notificationChannelLifetime\":{\"channelLifetime\":\"3600\"}}");
        var endless = rest.put(
                channel.resourceUrl() + "/channelLifetime",
                "{\"notificationChannelLifetime\":{\"channelLifetime\":999999999}}");
        var poll = rest.sendAsync(rest.pollRequest(channel));
        awaitPoll(channel);

        assertThat(lifetime.json()
                        .at("/notificationChannelLifetime/channelLifetime")
                        .intValue())
                .isEqualTo(3600);
        assertThat(endless.json()
                        .at("/notificationChannelLifetime/channelLifetime")
                        .longValue())
                .isEqualTo(NmsLimits.Notifications.DEFAULT.channelLifetimeMax().toSeconds());
        assertThat(rest.delete(channel.resourceUrl()).status()).isEqualTo(204);
        assertThat(Rest.lists(poll.get(120, TimeUnit.SECONDS))).isEmpty();
        assertThat(rest.get(channel.resourceUrl()).status()).isEqualTo(404);
        assertThat(rest.send(rest.pollRequest(channel)).status()).isEqualTo(404);
        assertThat(rest.delete(subscription).status()).isEqualTo(204);
        assertThat(rest.get(subscription).status()).isEqualTo(404);
    }

    @Test
    void a_poll_needs_no_credentials_but_its_url() {
        var channel = rest.channel();
        rest.subscribe(channel.callbackUrl(), "");
        rest.deposit("Default", "\r\n");

        var answer = rest.send(HttpRequest.newBuilder(URI.create(channel.pollUrl()))
                .timeout(Duration.ofMinutes(2))
                .GET()
                .build());

        assertThat(Rest.lists(answer)).hasSize(1);
        assertThat(rest.get(rest.server.base() + "/nc/poll/0123").status()).isEqualTo(404);
    }

    @Test
    void flags_of_a_commit_are_told_as_they_were_then() {
        var channel = rest.channel();
        var id = rest.deposit("Default", "\r\n");
        rest.subscribe(channel.callbackUrl(), "");
        var place = rest.box().view().locate(id).orElseThrow();
        for (var flag : List.of(Flags.SEEN, Flags.FLAGGED)) {
            rest.box()
                    .write(
                            Actor.owner(rest.ann),
                            tx -> tx.flag(place.folder(), List.of(place.uid()), FlagEdit.add(Flags.of(flag)), null));
        }

        var first = event(rest.poll(channel)).at("/changedObject/flags/flag").toString();

        assertThat(first).isEqualTo("[\"\\\\Seen\"]");
    }

    /// Waits until a poll waits at the channel, which nothing but the next poll shows: it would answer this one
    /// empty.
    private void awaitPoll(Rest.Channel channel) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (rest.server.pollsWaiting() == 0) {
            assertThat(System.nanoTime()).as(channel.pollUrl()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static JsonNode event(JsonNode lists) {
        return lists.at("/0/nmsEventList/nmsEvent/0");
    }
}
