// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.memory.MemoryStore;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.settings.NmsSettings;
import org.satchel.push.nodes.Nodes;

/// Channels that are read over a WebSocket.
// OMA NMS §8.5
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SocketTest {
    private static final int DAY = 86_400;

    private final Rest rest = new Rest();

    @BeforeEach
    void clear() {
        rest.clear();
    }

    @AfterAll
    void close() {
        rest.close();
    }

    /// A server that soon finds out who is dead.
    private static NmsSettings impatient() {
        return Rest.loopback().withLimits(NmsLimits.DEFAULT.with(new NmsLimits.Sockets(Duration.ofMillis(300))));
    }

    private static Rest.Channel channel(Rest rest) {
        return rest.channel("WebSockets", 1, DAY);
    }

    private static String url(JsonNode list) {
        return list.at("/nmsEvent/0/changedObject/resourceURL").textValue();
    }

    @Test
    void each_spelling_is_understood_and_comes_back_as_it_was_sent() {
        for (var type : List.of("WebSockets", "Websockets", "WebSocket")) {
            var made = rest.get(rest.channel(type, 1, DAY).resourceUrl()).json().get("notificationChannel");
            assertThat(made.get("channelType").textValue()).isEqualTo(type);
            assertThat(made.at("/channelData/channelURL").textValue())
                    .startsWith(rest.server.base().toString().replace("http", "ws") + "/nc/");
            assertThat(made.at("/channelData/maxNotifications").intValue()).isEqualTo(1);
        }
    }

    @Test
    void a_type_that_is_not_kept_is_refused_with_those_that_are() {
        for (var type : List.of("NativeChannel", "OMAPush", "Webhooks", "")) {
            var refused =
                    rest.post(rest.channels(), "{\"notificationChannel\":{\"channelType\":\"%s\"}}".formatted(type));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json()
                            .at("/requestError/serviceException/messageId")
                            .textValue())
                    .isEqualTo("SVC0003");
            assertThat(refused.text()).contains("LongPolling, WebSockets");
        }
    }

    @Test
    void a_write_on_the_box_comes_as_a_notification_list() throws Exception {
        var channel = channel(rest);
        var subscription =
                rest.subscribe(channel.callbackUrl(), "").get("resourceURL").textValue();
        var listening = Listening.at(rest, channel);

        var id = rest.deposit("Default", "Subject: x\r\n\r\n");

        var list = listening.next();
        assertThat(list.get("index").longValue()).isEqualTo(1);
        assertThat(url(list)).isEqualTo(rest.url("/objects/o" + id.number()));
        assertThat(list.at("/link/0/href").textValue()).isEqualTo(subscription);
    }

    @Test
    void of_many_writes_every_event_comes_exactly_once_in_order() throws Exception {
        var channel = rest.channel("WebSockets", 3, DAY);
        rest.subscribe(channel.callbackUrl(), "");
        var listening = Listening.at(rest, channel);
        int writes = 200;
        var writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < writes; i++) {
                rest.deposit("Default", "Subject: " + i + "\r\n\r\n");
            }
        });

        var urls = new ArrayList<String>();
        for (long index = 1; urls.size() < writes; index++) {
            var list = listening.next();
            assertThat(list.get("index").longValue()).isEqualTo(index);
            list.get("nmsEvent")
                    .forEach(event ->
                            urls.add(event.at("/changedObject/resourceURL").textValue()));
        }
        writer.join();

        assertThat(urls).hasSize(writes).doesNotHaveDuplicates();
        assertThat(listening.hasNone()).isTrue();
    }

    @Test
    void a_list_that_no_pong_proves_comes_again_under_its_index() throws Exception {
        var channel = channel(rest);
        rest.subscribe(channel.callbackUrl(), "");
        String first;
        try (var silent = new SilentSocket(channel.pollUrl())) {
            rest.deposit("Default", "Subject: x\r\n\r\n");
            first = silent.frame().text();
            assertThat(silent.frame().operation()).isEqualTo(SilentSocket.PING);
        }

        var again = Listening.at(rest, channel).next();

        assertThat(again.get("index").longValue()).isEqualTo(1);
        assertThat(first).contains(again.toString());
    }

    @Test
    void one_that_has_pings_to_answer_is_sent_nothing_more_until_it_does() throws Exception {
        var channel = channel(rest);
        rest.subscribe(channel.callbackUrl(), "");
        rest.subscribe(channel.callbackUrl(), "");
        try (var silent = new SilentSocket(channel.pollUrl())) {
            rest.deposit("Default", "Subject: x\r\n\r\n");
            assertThat(silent.frame().operation()).isEqualTo(SilentSocket.TEXT);
            var ping = silent.frame();
            assertThat(ping.operation()).isEqualTo(SilentSocket.PING);

            silent.send(SilentSocket.PING, new byte[] {1, 2, 3});
            // The answer to our ping comes before the second list.
            assertThat(silent.frame().payload()).containsExactly(1, 2, 3);
            silent.send(SilentSocket.PING + 1, ping.payload());

            assertThat(silent.frame().text()).contains("\"index\":1");
        }
    }

    @Test
    void one_that_answers_no_ping_is_dead() throws Exception {
        try (var soon = new Rest(impatient())) {
            var channel = channel(soon);
            soon.subscribe(channel.callbackUrl(), "");
            try (var silent = new SilentSocket(channel.pollUrl())) {
                soon.deposit("Default", "Subject: x\r\n\r\n");
                assertThatThrownBy(() -> {
                            while (silent.frame().operation() != SilentSocket.CLOSE) {
                                assertThat(silent.head).startsWith("HTTP/1.1 101 ");
                            }
                        })
                        .isInstanceOf(EOFException.class);
            }
            Await.that(() -> soon.server.socketsOpen() == 0);

            assertThat(Listening.at(soon, channel).next().get("index").longValue())
                    .isEqualTo(1);
        }
    }

    @Test
    void one_that_answers_pings_lives_for_as_long_as_it_likes() throws Exception {
        try (var soon = new Rest(impatient())) {
            var channel = channel(soon);
            soon.subscribe(channel.callbackUrl(), "");
            var listening = Listening.at(soon, channel);
            try (var silent = new SilentSocket(channel(soon).pollUrl())) {
                for (int i = 0; i < 6; i++) {
                    var ping = silent.frame();
                    assertThat(ping.operation()).isEqualTo(SilentSocket.PING);
                    silent.send(SilentSocket.PING + 1, ping.payload());
                }
            }
            assertThat(listening.closed).isNotDone();

            soon.deposit("Default", "Subject: x\r\n\r\n");

            assertThat(listening.next().get("index").longValue()).isEqualTo(1);
        }
    }

    @Test
    void the_newer_of_two_gets_what_the_older_has_not_proved_to_have() throws Exception {
        var channel = channel(rest);
        rest.subscribe(channel.callbackUrl(), "");
        try (var older = new SilentSocket(channel.pollUrl())) {
            rest.deposit("Default", "Subject: x\r\n\r\n");
            assertThat(older.frame().operation()).isEqualTo(SilentSocket.TEXT);

            var newer = Listening.at(rest, channel);

            assertThat(newer.next().get("index").longValue()).isEqualTo(1);
            assertThat(older.frame().operation()).isEqualTo(SilentSocket.PING);
            var close = older.frame();
            assertThat(close.operation()).isEqualTo(SilentSocket.CLOSE);
            assertThat(close.code()).isEqualTo(1000);
            rest.deposit("Default", "Subject: y\r\n\r\n");
            assertThat(newer.next().get("index").longValue()).isEqualTo(2);
        }
    }

    @Test
    void what_a_client_says_is_passed_over() throws Exception {
        var channel = channel(rest);
        rest.subscribe(channel.callbackUrl(), "");
        var listening = Listening.at(rest, channel);
        listening.socket.sendText("x".repeat(60_000), true).get(120, TimeUnit.SECONDS);
        listening.socket.sendText("x".repeat(1 << 20), true).get(120, TimeUnit.SECONDS);
        listening.socket.sendText("in pieces, ", false).get(120, TimeUnit.SECONDS);
        listening.socket.sendText("too", true).get(120, TimeUnit.SECONDS);
        listening.socket.sendPong(StandardCharsets.UTF_8.encode("12345678")).get(120, TimeUnit.SECONDS);
        listening.socket.sendBinary(StandardCharsets.UTF_8.encode("{}"), true).get(120, TimeUnit.SECONDS);

        rest.deposit("Default", "Subject: x\r\n\r\n");

        assertThat(listening.next().get("index").longValue()).isEqualTo(1);
    }

    @Test
    void one_that_breaks_the_rules_is_closed_and_told_why() throws Exception {
        try (var stranger = new SilentSocket(channel(rest).pollUrl())) {
            stranger.send(0x3, new byte[0]);
            var close = stranger.frame();
            assertThat(close.operation()).isEqualTo(SilentSocket.CLOSE);
            assertThat(close.code()).isEqualTo(1002);
        }
    }

    @Test
    void nothing_is_compressed() throws Exception {
        try (var silent = new SilentSocket(channel(rest).pollUrl())) {
            assertThat(silent.head).startsWith("HTTP/1.1 101 ").doesNotContain("deflate");
        }
    }

    @Test
    void a_long_list_arrives_whole() throws Exception {
        var channel = channel(rest);
        var folder = rest.box();
        rest.subscribe(channel.callbackUrl(), ",\"restartToken\":\"\"");
        for (int i = 0; i < 400; i++) {
            rest.deposit("Default", "Subject: " + i + "\r\nIMDN-Message-ID: " + "m".repeat(200) + i + "\r\n\r\n");
        }
        assertThat(folder.view().modSeq().number()).isGreaterThan(400);

        var listening = Listening.at(rest, channel);
        int events = 0;
        int longest = 0;
        while (events < 400) {
            var list = listening.next();
            events += list.get("nmsEvent").size();
            longest = Math.max(longest, list.toString().length());
        }

        assertThat(events).isEqualTo(400);
        assertThat(longest).isGreaterThan(64 * 1024);
    }

    @Test
    void it_is_closed_with_1001_when_its_channel_is_removed() throws Exception {
        var channel = channel(rest);
        var listening = Listening.at(rest, channel);

        assertThat(rest.delete(channel.resourceUrl()).status()).isEqualTo(204);

        assertThat(listening.closeCode()).isEqualTo(1001);
    }

    @Test
    void it_is_closed_with_1001_when_the_time_of_its_channel_is_over_and_not_before() throws Exception {
        var now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        var store = new MemoryStore();
        try (var soon = new Rest(impatient(), store, Nodes.alone(store.registry(), new SecureRandom()), now::get)) {
            var channel = soon.channel("WebSockets", 1, 60);
            var listening = Listening.at(soon, channel);
            soon.put(
                    channel.resourceUrl() + "/channelLifetime",
                    "{\"notificationChannelLifetime\":{\"channelLifetime\":120}}");
            now.set(now.get().plusSeconds(119));
            try (var other = new SilentSocket(channel(soon).pollUrl())) {
                assertThat(other.frame().operation()).isEqualTo(SilentSocket.PING);
            }
            assertThat(listening.closed).isNotDone();

            now.set(now.get().plusSeconds(1));

            assertThat(listening.closeCode()).isEqualTo(1001);
            assertThat(soon.get(channel.resourceUrl()).status()).isEqualTo(404);
        }
    }

    @Test
    void it_is_closed_with_1001_when_the_server_stops() throws Exception {
        Listening listening;
        try (var stopping = new Rest()) {
            listening = new Listening(rest.client, channel(stopping).pollUrl());
            Await.that(() -> stopping.server.socketsOpen() == 1);
        }

        assertThat(listening.closeCode()).isEqualTo(1001);
    }

    @Test
    void a_client_may_close_and_come_again() throws Exception {
        var channel = channel(rest);
        rest.subscribe(channel.callbackUrl(), "");
        var first = Listening.at(rest, channel);
        first.socket.sendClose(1000, "").get(120, TimeUnit.SECONDS);
        assertThat(first.closeCode()).isEqualTo(1000);

        rest.deposit("Default", "Subject: x\r\n\r\n");

        assertThat(Listening.at(rest, channel).next().get("index").longValue()).isEqualTo(1);
    }

    @Test
    void only_its_own_url_leads_to_a_socket() {
        var socket = channel(rest).pollUrl().replace("ws://", "http://");
        var poll = rest.channel().pollUrl();

        var plain = rest.get(socket);
        assertThat(plain.status()).isEqualTo(426);
        assertThat(plain.header("Upgrade")).isEqualTo("websocket");
        assertThat(rest.post(socket, "{}").status()).isEqualTo(405);
        assertThat(rest.get(socket.replace("/nc/socket/", "/nc/poll/")).status())
                .isEqualTo(404);
        assertThat(rest.get(poll.replace("/nc/poll/", "/nc/socket/")).status()).isEqualTo(404);
    }
}
