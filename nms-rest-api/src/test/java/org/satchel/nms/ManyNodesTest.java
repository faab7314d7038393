// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.memory.MemoryStore;
import org.satchel.nms.box.Secret;
import org.satchel.push.nodes.Heartbeats;
import org.satchel.push.nodes.NodeName;
import org.satchel.push.nodes.Nodes;
import org.satchel.push.nodes.Notes;
import org.satchel.push.nodes.Rhythm;

/// Servers over one store, behind one public name: a client may come to any of them at any time.
@Timeout(300)
final class ManyNodesTest {
    private static final URI PUBLIC = URI.create("http://nms.example.net");

    private final MemoryStore store = new MemoryStore();
    private final AtomicLong nanosA = new AtomicLong();
    private final AtomicLong nanosB = new AtomicLong();
    private final List<Notes> notes = new ArrayList<>();
    private final Heartbeats heartA = heart("a", nanosA);
    private final Heartbeats heartB = heart("b", nanosB);
    private final Rest a = node(heartA);
    private final Rest b = node(heartB);

    private Heartbeats heart(String name, AtomicLong nanos) {
        var heart = new Heartbeats(store.registry(), Rhythm.DEFAULT, nanos::get, new NodeName(name));
        heart.beat();
        return heart;
    }

    private Rest node(Heartbeats heart) {
        var words = new Notes(store.registry(), heart.self(), new SecureRandom());
        notes.add(words);
        words.start(Duration.ofMillis(5));
        return new Rest(Rest.loopback().withPublicBase(PUBLIC), store, new Nodes(heart, words));
    }

    @BeforeEach
    void meet() {
        heartA.beat();
        heartB.beat();
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        notes.forEach(Notes::close);
    }

    /// The place at a node that a URL under the public name leads to.
    private static String at(Rest node, String url) {
        assertThat(url).startsWith(PUBLIC.toString());
        return "http://127.0.0.1:" + node.server.address().getPort()
                + url.substring(PUBLIC.toString().length());
    }

    private static Rest.Channel channel(Rest node) {
        return channel(node, "LongPolling");
    }

    private static Rest.Channel channel(Rest node, String type) {
        var made = node.post(at(node, node.channels()), """
                {"notificationChannel":{"applicationTag":"","channelData":{"maxNotifications":1},
                 "channelLifetime":86400,"channelType":"%s","clientCorrelator":""}}""".formatted(type));
        assertThat(made.status()).isEqualTo(201);
        return Rest.Channel.of(made);
    }

    private static Listening listen(Rest node, Rest.Channel channel) throws Exception {
        var place = at(node, channel.pollUrl().replace("ws://", "http://"));
        return new Listening(node.client, place.replace("http://", "ws://"));
    }

    private static JsonNode subscribe(Rest node, Rest.Channel channel) {
        var made = node.post(at(node, node.url("/subscriptions")), Rest.subscription(channel.callbackUrl(), ""));
        assertThat(made.status()).isEqualTo(201);
        return made.json().get("nmsSubscription");
    }

    private static HttpRequest poll(Rest node, Rest.Channel channel) {
        return node.json(at(node, channel.pollUrl()), "POST", "{}");
    }

    private static JsonNode list(Rest.Answer answer) {
        return Rest.lists(answer).at("/0/nmsEventList");
    }

    private static void awaitPoll(Rest node) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (node.server.pollsWaiting() == 0) {
            assertThat(System.nanoTime()).as("a poll waits").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void what_is_posted_at_one_node_comes_to_the_client_that_waits_at_another() throws Exception {
        var channel = channel(a);
        var waiting = b.sendAsync(poll(b, channel));
        awaitPoll(b);
        var place = at(a, channel.callbackUrl());
        assertThat(a.post(place, "{\"weather\":{\"wind\":\"N\"}}").status()).isEqualTo(204);
        assertThat(Rest.lists(waiting.get(120, TimeUnit.SECONDS)).toString())
                .isEqualTo("[{\"weather\":{\"wind\":\"N\"}}]");
        Await.that(() -> store.registry().scan("nms/", "", 100).stream()
                .noneMatch(row -> row.getKey().contains("/posted/")));
    }

    @Test
    void channels_and_subscriptions_are_the_same_at_every_node() {
        var channel = channel(a);
        var subscription = subscribe(b, channel).get("resourceURL").textValue();

        assertThat(b.get(at(b, channel.resourceUrl())).json())
                .isEqualTo(a.get(at(a, channel.resourceUrl())).json());
        assertThat(a.get(at(a, subscription)).status()).isEqualTo(200);
        assertThat(b.put(
                                at(b, channel.resourceUrl() + "/channelLifetime"),
                                "{\"notificationChannelLifetime\":{\"channelLifetime\":60}}")
                        .status())
                .isEqualTo(200);
        assertThat(a.get(at(a, channel.resourceUrl()))
                        .json()
                        .at("/notificationChannel/channelLifetime")
                        .intValue())
                .isEqualTo(60);
        assertThat(a.delete(at(a, subscription)).status()).isEqualTo(204);
        assertThat(b.get(at(b, subscription)).status()).isEqualTo(404);
        assertThat(b.delete(at(b, channel.resourceUrl())).status()).isEqualTo(204);
        assertThat(a.get(at(a, channel.resourceUrl())).status()).isEqualTo(404);
        assertThat(a.send(poll(a, channel)).status()).isEqualTo(404);
        assertThat(store.registry().scan("push", "", 10)).isEmpty();
    }

    @Test
    void a_client_that_changes_nodes_at_every_poll_gets_every_event_once_in_order() {
        var channel = channel(a);
        subscribe(a, channel);
        var urls = new ArrayList<String>();
        for (int i = 1; i <= 30; i++) {
            var id = a.deposit("Default", "Subject: " + i + "\r\n\r\n");
            var node = i % 2 == 0 ? a : b;
            var list = list(node.send(poll(node, channel)));
            assertThat(list.get("index").longValue()).isEqualTo(i);
            assertThat(list.get("nmsEvent")).hasSize(1);
            urls.add(list.at("/nmsEvent/0/changedObject/resourceURL").textValue());
            assertThat(urls.getLast()).endsWith("/o" + id.number());
        }
        assertThat(urls).doesNotHaveDuplicates();
    }

    @Test
    void of_two_pollers_at_two_nodes_the_older_is_answered_empty_and_the_newer_gets_the_news() throws Exception {
        var channel = channel(a);
        subscribe(b, channel);
        var older = a.sendAsync(poll(a, channel));
        awaitPoll(a);
        var newer = b.sendAsync(poll(b, channel));
        assertThat(Rest.lists(older.get(120, TimeUnit.SECONDS))).isEmpty();
        awaitPoll(b);

        a.deposit("Default", "\r\n");

        assertThat(list(newer.get(120, TimeUnit.SECONDS)).get("index").longValue())
                .isEqualTo(1);
        a.deposit("Default", "\r\n");
        assertThat(list(a.send(poll(a, channel))).get("index").longValue()).isEqualTo(2);
    }

    @Test
    void a_web_socket_may_be_opened_at_any_node_and_the_older_one_elsewhere_is_closed() throws Exception {
        var channel = channel(a, "WebSockets");
        subscribe(a, channel);
        var atB = listen(b, channel);
        a.deposit("Default", "Subject: 1\r\n\r\n");
        assertThat(atB.next().get("index").longValue()).isEqualTo(1);

        var atA = listen(a, channel);
        assertThat(atB.closeCode()).isEqualTo(1000);
        Await.that(() -> a.server.socketsOpen() == 1);
        b.deposit("Default", "Subject: 2\r\n\r\n");

        var next = atA.next().get("index").longValue();
        if (next == 1) {
            // it was closed before its pong was heard, so that one comes again
            next = atA.next().get("index").longValue();
        }
        assertThat(next).isEqualTo(2);
        assertThat(atB.hasNone()).isTrue();
        a.delete(at(a, channel.resourceUrl()));
        assertThat(atA.closeCode()).isEqualTo(1001);
    }

    @Test
    void a_channel_removed_at_one_node_answers_the_poll_that_waits_at_another() throws Exception {
        var channel = channel(a);
        var poll = b.sendAsync(poll(b, channel));
        awaitPoll(b);
        assertThat(a.delete(at(a, channel.resourceUrl())).status()).isEqualTo(204);
        assertThat(Rest.lists(poll.get(120, TimeUnit.SECONDS))).isEmpty();
    }

    @Test
    void what_waits_at_a_node_that_dies_is_polled_at_another_under_its_index() {
        var channel = channel(a);
        var made = subscribe(a, channel).get("resourceURL").textValue();
        a.deposit("Default", "Subject: 1\r\n\r\n");
        assertThat(list(a.send(poll(a, channel))).get("index").longValue()).isEqualTo(1);
        var id = a.deposit("Default", "Subject: 2\r\n\r\n");
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (b.get(at(b, made)).json().at("/nmsSubscription/index").longValue() != 2) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }

        for (int second = 0; second < 7; second++) {
            nanosB.addAndGet(TimeUnit.SECONDS.toNanos(1));
            heartB.beat();
        }

        var list = list(b.send(poll(b, channel)));
        assertThat(list.get("index").longValue()).isEqualTo(2);
        assertThat(list.at("/nmsEvent/0/changedObject/resourceURL").textValue()).endsWith("/o" + id.number());
    }

    @Test
    void a_node_that_comes_while_a_poll_waits_does_not_starve_it() throws Exception {
        var channel = channel(a);
        subscribe(a, channel);
        heartB.close();
        heartA.beat();
        var poll = a.sendAsync(poll(a, channel));
        awaitPoll(a);
        for (int i = 0; i < 8; i++) {
            heart("c" + i, nanosA);
        }
        heartA.beat();

        a.deposit("Default", "\r\n");

        assertThat(list(poll.get(120, TimeUnit.SECONDS)).get("index").longValue())
                .isEqualTo(1);
    }

    /// Whichever of the two keeps the box: the seat brings the followers back.
    @Test
    void a_node_that_stood_still_for_a_while_goes_on_with_its_channels() {
        for (var node : List.of(a, b)) {
            var channel = channel(node);
            subscribe(node, channel);
            node.deposit("Default", "\r\n");
            assertThat(list(node.send(poll(node, channel))).get("index").longValue())
                    .isEqualTo(1);
            (node == a ? nanosA : nanosB).addAndGet(TimeUnit.SECONDS.toNanos(4));
            node.deposit("Default", "\r\n");
            (node == a ? heartA : heartB).beat();
            var next = list(node.send(poll(node, channel))).get("index").longValue();
            if (next == 1) {
                // it stood still before it noted that the list was read, so that one comes again
                next = list(node.send(poll(node, channel))).get("index").longValue();
            }
            assertThat(next).isEqualTo(2);
        }
    }

    @Test
    void the_same_request_at_two_nodes_at_once_makes_one_channel() throws Exception {
        var body = """
                {"notificationChannel":{"applicationTag":"","channelData":{"maxNotifications":1},
                 "channelLifetime":86400,"channelType":"LongPolling","clientCorrelator":"k"}}""";
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<String>>();
            for (var node : List.of(a, b, a, b, a, b)) {
                tasks.add(() -> node.post(at(node, node.channels()), body)
                        .json()
                        .at("/notificationChannel/resourceURL")
                        .textValue());
            }
            var urls = new ArrayList<String>();
            for (var made : threads.invokeAll(tasks)) {
                urls.add(made.get());
            }
            assertThat(urls).containsOnly(urls.getFirst());
        }
    }

    @Test
    void nodes_that_start_at_the_same_moment_have_one_secret() throws Exception {
        for (int round = 0; round < 20; round++) {
            var fresh = new MemoryStore();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Callable<String> start =
                        () -> Secret.of(fresh.registry(), new SecureRandom()).name("x");
                var names = new ArrayList<String>();
                for (var name : threads.invokeAll(List.of(start, start, start, start))) {
                    names.add(name.get());
                }
                assertThat(names).containsOnly(names.getFirst());
            }
        }
    }
}
