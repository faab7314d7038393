// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.engines.TestEngine;
import org.satchel.model.Actor;
import org.satchel.model.FolderPath;
import org.satchel.push.Pace;
import org.satchel.push.outside.Posts;
import org.satchel.push.outside.Reach;
import org.satchel.push.outside.SelfSigned;
import org.satchel.push.webpush.StubPushService;
import org.satchel.push.webpush.UserAgent;
import org.satchel.push.webpush.Vapid;
import org.satchel.push.webpush.WebPush;
import org.satchel.push.webpush.WebPushLimits;

/// A browser registers over REST, and its push service gets what only the browser can open.
// OMA NMS §8.6, RFC 8291
@Timeout(300)
final class NativeChannelTest {
    private static final WebPushLimits AT_ONCE =
            new WebPushLimits(Pace.PROMPT, Duration.ofHours(24), Duration.ofSeconds(10), 8);

    @TempDir
    static Path folder;

    private static SSLContext tls;

    private final List<AutoCloseable> open = new ArrayList<>();
    private UserAgent agent;
    private StubPushService service;
    private Rest rest;

    @BeforeAll
    static void certify() throws IOException, InterruptedException {
        tls = SelfSigned.context(folder, "ip:127.0.0.1");
    }

    @BeforeEach
    void start() throws Exception {
        agent = new UserAgent();
        service = opened(new StubPushService(tls));
        var store = TestEngine.fresh();
        var webPush = opened(new WebPush(
                Posts.trusting(tls, Reach.listed(Set.of(service.origin())), Duration.ofSeconds(10)),
                Vapid.of(store.registry(), "mailto:push@example.net", new SecureRandom()),
                AT_ONCE,
                InstantSource.system()));
        rest = opened(new Rest(Rest.loopback(), store, webPush));
    }

    @AfterEach
    void stop() throws Exception {
        for (var part : open.reversed()) {
            part.close();
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    private static String channel(String data) {
        return """
                {"notificationChannel":{"channelType":"NativeChannel","clientCorrelator":"","channelLifetime":86400,
                 "channelData":{"channelSubType":"WebPush","channelSubTypeVersion":"1.0",%s}}}""".formatted(data);
    }

    /// A member that holds the token of a browser.
    private String token(String endpoint, String p256dh, String auth) {
        var subscription = Map.of("endpoint", endpoint, "keys", Map.of("p256dh", p256dh, "auth", auth));
        return "\"registrationToken\":"
                + Rest.MAPPER.valueToTree(Rest.MAPPER.valueToTree(subscription).toString());
    }

    private String token() {
        return token(service.origin() + "/wpush/v2/abc", agent.p256dh(), agent.auth());
    }

    private JsonNode made() {
        var made = rest.post(rest.channels(), channel(token()));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().get("notificationChannel");
    }

    private JsonNode letter() throws Exception {
        return read(agent.open(service.next().body()));
    }

    private static JsonNode read(String text) throws JsonProcessingException {
        return Rest.MAPPER.readTree(text);
    }

    @Test
    void what_changes_over_rest_is_opened_by_the_browser_that_registered_over_rest() throws Exception {
        var key = rest.get(rest.url("/x-satchel/webpush"));
        assertThat(key.status()).isEqualTo(200);
        var channel = made();
        assertThat(channel.at("/channelData/applicationServerKey"))
                .isEqualTo(key.json().at("/webPush/applicationServerKey"));
        assertThat(channel.at("/channelData").has("registrationToken")).isFalse();
        var subscription = rest.subscribe(channel.get("callbackURL").textValue(), "");

        rest.deposit("Default", "Subject: one\r\n\r\n");
        var taken = service.next();
        assertThat(taken.headers().get("authorization"))
                .endsWith(
                        ", k=" + channel.at("/channelData/applicationServerKey").textValue());
        var list = read(agent.open(taken.body())).at("/notificationList/0/nmsEventList");
        assertThat(list.get("index").asLong()).isEqualTo(1);
        assertThat(list.at("/link/0/href")).isEqualTo(subscription.get("resourceURL"));
        var object = list.findValue("changedObject").get("resourceURL").textValue();

        var flag = HttpRequest.BodyPublishers.noBody();
        var seen = rest.request(object + "/flags/%5CSeen").PUT(flag).build();
        assertThat(rest.send(seen).status()).isEqualTo(201);
        var next = letter().at("/notificationList/0/nmsEventList");
        assertThat(next.get("index").asLong()).isEqualTo(2);
        assertThat(next.findValue("changedObject").at("/flags/flag").toString()).contains("Seen");
        assertThat(next.get("restartToken")).isNotEqualTo(list.get("restartToken"));
    }

    @Test
    void a_list_that_is_too_long_is_fetched_where_the_letter_says_and_the_next_one_comes_whole() throws Exception {
        rest.subscribe(made().get("callbackURL").textValue(), ",\"callbackData\":\"mine\"");
        rest.box().write(Actor.owner(rest.ann), tx -> {
            for (int i = 0; i < 50; i++) {
                tx.createFolder(new FolderPath("A folder of many " + i));
            }
        });
        var announced = letter().at("/notificationList/0");
        var polling = announced.get("largePollingNotification");
        assertThat(polling.get("channelExpiry").textValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        var url = polling.get("channelURL").textValue();
        var list = Rest.lists(rest.post(url, "")).at("/0/nmsEventList");
        assertThat(list.get("nmsEvent")).hasSize(50);
        assertThat(list.get("index").asLong()).isEqualTo(1);

        rest.deposit("Default", "Subject: one\r\n\r\n");
        assertThat(letter().at("/notificationList/0/nmsEventList/index").asLong())
                .isEqualTo(2);
    }

    @Test
    void a_push_service_that_takes_less_has_the_list_fetched_too() throws Exception {
        rest.subscribe(made().get("callbackURL").textValue(), "");
        service.answering(new StubPushService.Says(413, ""));
        rest.deposit("Default", "Subject: one\r\n\r\n");
        assertThat(letter().findValue("changedObject")).isNotNull();
        var url = letter().findValue("channelURL").textValue();
        assertThat(Rest.lists(rest.post(url, "")).findValue("changedObject")).isNotNull();
    }

    @Test
    void a_receiver_that_its_push_service_does_not_know_any_more_ends_channel_and_subscription() throws Exception {
        var channel = made();
        var subscription = rest.subscribe(channel.get("callbackURL").textValue(), "");
        service.answering(new StubPushService.Says(410, ""));
        rest.deposit("Default", "Subject: one\r\n\r\n");
        service.next();
        var url = subscription.get("resourceURL").textValue();
        Await.that(() -> rest.get(url).status() == 404);
        assertThat(rest.get(channel.get("resourceURL").textValue()).status()).isEqualTo(404);
        assertThat(rest.get(rest.channels()).status()).isEqualTo(404);
    }

    @Test
    void a_push_service_that_asks_for_time_gets_the_same_list_then() throws Exception {
        rest.subscribe(made().get("callbackURL").textValue(), "");
        service.answering(new StubPushService.Says(429, "1"), new StubPushService.Says(503, ""));
        rest.deposit("Default", "Subject: one\r\n\r\n");
        var first = letter();
        long told = System.nanoTime();
        assertThat(letter()).isEqualTo(first);
        assertThat(Duration.ofNanos(System.nanoTime() - told)).isGreaterThan(Duration.ofMillis(900));
        assertThat(letter()).isEqualTo(first);
    }

    @Test
    void the_same_registration_twice_is_one_channel_and_another_under_its_correlator_none() {
        var wish = channel(token()).replace("\"clientCorrelator\":\"\"", "\"clientCorrelator\":\"c\"");
        var first = rest.post(rest.channels(), wish);
        assertThat(first.status()).isEqualTo(201);
        assertThat(rest.post(rest.channels(), wish).json()).isEqualTo(first.json());
        var other = wish.replace("/abc", "/def");
        assertThat(rest.post(rest.channels(), other).status()).isEqualTo(409);
        assertThat(rest.get(rest.channels()).json().findValues("callbackURL")).hasSize(1);
    }

    @Test
    void a_registration_that_leads_nowhere_is_refused_by_its_member_and_makes_no_channel() {
        var endpoint = service.origin() + "/abc";
        refused(400, "SVC0002", "registrationToken", "\"maxNotifications\":1");
        refused(400, "SVC0002", "registrationToken", "\"registrationToken\":\"x\"");
        refused(400, "SVC0002", "registrationToken", "\"registrationToken\":\"" + "x".repeat(5000) + "\"");
        refused(400, "SVC0002", "endpoint", "\"registrationToken\":\"{}\"");
        refused(400, "SVC0002", "keys.auth", token(endpoint, agent.p256dh(), "AAAA"));
        refused(400, "SVC0002", "keys.p256dh", token(endpoint, "AAAA", agent.auth()));
        refused(403, "POL0001", "endpoint", token("https://push.example.net/abc", agent.p256dh(), agent.auth()));
        refused(403, "POL0001", "endpoint", token("http://127.0.0.1:22/", agent.p256dh(), agent.auth()));
        refused(400, "SVC0003", "channelSubType GCM", token() + ",\"channelSubType\":\"GCM\"");
        refused(400, "SVC0003", "channelSubTypeVersion 2.0", token() + ",\"channelSubTypeVersion\":\"2.0\"");
        assertThat(rest.get(rest.channels()).status()).isEqualTo(404);
    }

    private void refused(int status, String message, String said, String data) {
        var answer = rest.post(rest.channels(), channel(data));
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(message).contains(said).doesNotContain(agent.auth());
    }

    @Test
    void a_channel_of_a_server_that_does_not_push_any_more_is_still_shown_and_lives() {
        var id = made().get("resourceURL").textValue().replaceAll(".*/", "");
        try (var changed = new Rest(Rest.loopback(), rest.store)) {
            var shown = changed.get(changed.channels()).json().at("/notificationChannelList/notificationChannel/0");
            assertThat(shown.get("resourceURL").textValue()).endsWith(id);
            assertThat(shown.get("channelData").has("applicationServerKey")).isFalse();
            assertThat(changed.delete(changed.channels() + "/" + id).status()).isEqualTo(204);
        }
    }

    @Test
    void without_webpush_there_is_neither_key_nor_native_channel() {
        try (var plain = new Rest()) {
            assertThat(plain.get(plain.url("/x-satchel/webpush")).status()).isEqualTo(404);
            var answer = plain.post(plain.channels(), channel(token()));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("SVC0003").contains("channelType NativeChannel");
        }
    }
}
