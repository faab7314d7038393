// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.engines.TestEngine;
import org.satchel.nms.settings.NmsLimits;

/// What application servers post to the callback URL of a channel.
// OMA NMS §3.4
@Timeout(300)
final class PostedTest {
    private static final int WAITING_MAX = 50;

    private final Rest rest = new Rest();

    @AfterEach
    void stop() {
        rest.close();
    }

    private static Rest.Answer posted(Rest to, Rest.Channel channel, String type, String body) {
        var request = HttpRequest.newBuilder(URI.create(channel.callbackUrl()));
        return to.send(request.header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private Rest.Answer posted(Rest.Channel channel, String body) {
        return posted(rest, channel, "application/json", body);
    }

    private static String numbered(int number) {
        return "{\"weather\":{\"number\":" + number + "}}";
    }

    @Test
    void what_is_posted_waits_beside_lists_and_is_fetched_once() {
        var channel = rest.channel(5);
        rest.subscribe(channel.callbackUrl(), "");
        var poll = rest.sendAsync(rest.pollRequest(channel));
        assertThat(posted(channel, numbered(1)).status()).isEqualTo(204);
        assertThat(Rest.lists(poll.join()).toString()).isEqualTo("[" + numbered(1) + "]");
        rest.deposit("Default", "Subject: x\r\n\r\n");
        assertThat(rest.poll(channel).findValues("nmsEventList")).hasSize(1);
        assertThat(posted(channel, numbered(2)).status()).isEqualTo(204);
        assertThat(rest.poll(channel).toString()).isEqualTo("[" + numbered(2) + "]");
    }

    @Test
    void no_more_come_at_once_than_the_client_wants() {
        var channel = rest.channel(2);
        for (int i = 1; i <= 3; i++) {
            assertThat(posted(channel, numbered(i)).status()).isEqualTo(204);
        }
        assertThat(rest.poll(channel).toString()).isEqualTo("[" + numbered(1) + "," + numbered(2) + "]");
        assertThat(rest.poll(channel).toString()).isEqualTo("[" + numbered(3) + "]");
    }

    @Test
    void a_websocket_has_it_too() throws Exception {
        var channel = rest.channel("WebSockets", 5, 86400);
        try (var client = HttpClient.newHttpClient()) {
            var texts = new LinkedBlockingQueue<String>();
            var socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create(channel.pollUrl()), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                            texts.add(data.toString());
                            from.request(1);
                            return null;
                        }
                    })
                    .join();
            assertThat(posted(channel, numbered(1)).status()).isEqualTo(204);
            assertThat(texts.poll(120, TimeUnit.SECONDS)).isEqualTo("{\"notificationList\":[" + numbered(1) + "]}");
            socket.abort();
        }
    }

    @Test
    void xml_is_understood_and_comes_as_whatever_the_client_reads() {
        var channel = rest.channel();
        var weather = "<w:weather xmlns:w=\"urn:w\"><number>1</number><place>A</place><place>B</place></w:weather>";
        assertThat(posted(rest, channel, "application/xml", weather).status()).isEqualTo(204);
        assertThat(rest.poll(channel).toString())
                .isEqualTo("[{\"weather\":{\"number\":\"1\",\"place\":[\"A\",\"B\"]}}]");
        assertThat(posted(rest, channel, "application/xml", weather).status()).isEqualTo(204);
        var xml = rest.send(rest.json(channel.pollUrl() + "?resFormat=XML", "POST", ""));
        assertThat(xml.text()).contains("weather ").contains("<number>1</number><place>A</place><place>B</place>");
    }

    @Test
    void a_full_channel_says_so_and_takes_more_when_some_were_fetched() {
        var channel = rest.channel(WAITING_MAX);
        for (int i = 1; i <= WAITING_MAX; i++) {
            assertThat(posted(channel, numbered(i)).status()).isEqualTo(204);
        }
        var full = posted(channel, numbered(0));
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.header("Retry-After")).matches("\\d+");
        assertThat(rest.poll(channel)).hasSize(WAITING_MAX);
        Await.that(() -> posted(channel, numbered(0)).status() == 204);
    }

    @Test
    void what_waits_survives_a_restart() {
        var store = TestEngine.fresh();
        Rest.Channel channel;
        try (var before = new Rest(Rest.loopback(), store)) {
            channel = before.channel();
            assertThat(posted(before, channel, "application/json", numbered(1)).status())
                    .isEqualTo(204);
        }
        try (var after = new Rest(Rest.loopback(), store)) {
            var here = new Rest.Channel(
                    "", after.server.base() + URI.create(channel.pollUrl()).getRawPath(), "");
            assertThat(after.poll(here).toString()).isEqualTo("[" + numbered(1) + "]");
        }
    }

    @Test
    void what_is_no_notification_is_refused_and_waits_nowhere() {
        var channel = rest.channel(WAITING_MAX);
        for (var body : List.of(
                "",
                "{}",
                "[]",
                "{\"a\":1}",
                "{\"a\":{},\"b\":{}}",
                "{\"a b\":{}}",
                "{\"a\":{\"xsi:type\":\"b\"}}",
                "{\"a\":{\"b\":[[1]]}}",
                "{\"a\":".repeat(17) + "{}" + "}".repeat(17),
                "{\"a\":{}} {}")) {
            assertThat(posted(channel, body).status()).as(body).isEqualTo(400);
        }
        for (var body : List.of("<a", "<a>text</a>", "<!DOCTYPE a [<!ENTITY e 'x'>]><a><b>&e;</b></a>")) {
            assertThat(posted(rest, channel, "application/xml", body).status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(posted(channel, "{\"a\":{\"b\":\"" + "x".repeat(32 * 1024) + "\"}}")
                        .status())
                .isEqualTo(413);
        assertThat(rest.get(channel.callbackUrl()).status()).isEqualTo(405);
        var nowhere = new Rest.Channel(rest.server.base() + "/nc/callback/none", "", "");
        assertThat(posted(nowhere, numbered(1)).status()).isEqualTo(404);
        // The URL to poll names the same channel, and is no URL to post to.
        var mark = channel.pollUrl().substring(channel.pollUrl().lastIndexOf('/') + 1);
        var crossed = new Rest.Channel(rest.server.base() + "/nc/callback/" + mark, "", "");
        assertThat(posted(crossed, numbered(1)).status()).isEqualTo(404);
        assertThat(posted(channel, numbered(1)).status()).isEqualTo(204);
        assertThat(rest.poll(channel)).hasSize(1);
    }

    @Test
    void whoever_posts_too_often_waits_and_the_client_does_not() {
        try (var slow = new Rest(Rest.loopback().withLimits(NmsLimits.DEFAULT.with(new NmsLimits.Rates(1, 5, 100))))) {
            var channel = slow.channel();
            var heard = new ArrayList<Integer>();
            for (int i = 0; i < 20; i++) {
                heard.add(posted(slow, channel, "application/json", numbered(i)).status());
            }
            assertThat(new HashSet<>(heard)).containsExactlyInAnyOrder(204, 429);
            assertThat(slow.poll(channel)).hasSize(1);
        }
    }

    @Test
    void nothing_is_left_of_a_channel_that_is_removed() {
        var channel = rest.channel();
        posted(channel, numbered(1));
        assertThat(rest.store.registry().scan("nms/", "", 100))
                .anyMatch(row -> row.getKey().contains("/posted/"));
        rest.delete(channel.resourceUrl());
        assertThat(rest.store.registry().scan("nms/", "", 100))
                .noneMatch(row -> row.getKey().contains("/posted/"));
        assertThat(posted(channel, numbered(2)).status()).isEqualTo(404);
    }
}
