// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.satchel.model.ModSeq;
import org.satchel.push.outside.Reach;

@Timeout(300)
class WebhooksTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-21T12:00:07Z"));

    private final Queue<Map<String, String>> headers = new ConcurrentLinkedQueue<>();
    private WebhookKeys keys;
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private volatile int status = 204;
    private volatile String retryAfter = "";

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            received.add(exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
            var fields = new HashMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> fields.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            headers.add(fields);
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static Optional<ListEncoder.Document> encode(Notification list) {
        return list.index() == 0 || list.subscription().terms().callbackData().equals("nothing")
                ? Optional.empty()
                : Optional.of(new ListEncoder.Document("application/json", "{\"index\":" + list.index() + "}"));
    }

    private Outcome deliver(Set<String> hosts, String url, String callbackData) throws InterruptedException {
        var target = new Target.Callback(url, Target.Format.JSON);
        var terms = new Terms(Deposits.ALICE.text(), target, callbackData, null, "");
        var progress = new Progress(7, ModSeq.ZERO, null);
        var subscription = new Subscription(new SubscriptionId("s-1"), Deposits.ALICE, terms, null, progress);
        var list = new Notification(
                subscription, 7, new Notification.Reset(), new ModSeq(3), Instant.parse("2026-11-21T12:00:00Z"), 1);
        try (var webhooks = new Webhooks(
                        new Callbacks(Reach.listed(hosts), keys), WebhooksTest::encode, Duration.ofSeconds(5), NOW);
                var sink = webhooks.open(subscription)) {
            return sink.deliver(list);
        }
    }

    private Outcome deliver() throws InterruptedException {
        return deliver(Set.of(origin()), origin() + "/notify?x=1", "");
    }

    @Test
    void a_list_is_posted_as_the_encoder_wrote_it() throws InterruptedException {
        assertThat(deliver()).isEqualTo(new Outcome.Delivered());
        assertThat(received).containsExactly("application/json {\"index\":7}");
    }

    @Test
    void a_list_is_not_signed_without_a_secret() throws InterruptedException {
        deliver();
        assertThat(headers.remove()).doesNotContainKeys("webhook-id", "webhook-timestamp", "webhook-signature");
    }

    @Test
    void a_receiver_can_check_the_signature_with_its_own_key_alone() throws Exception {
        keys = new WebhookKeys("a secret of the operator".getBytes(UTF_8));
        deliver();
        var got = headers.remove();
        assertThat(got).containsEntry("webhook-id", "s-1-7").containsEntry("webhook-timestamp", "1795262407");
        var body = received.remove().substring("application/json ".length());
        assertThat(got).containsEntry("webhook-signature", signature(keys.keyOf(origin()), got, body));
        assertThat(signature(keys.keyOf("https://other.example.net"), got, body))
                .as("made with the key of another receiver")
                .isNotEqualTo(got.get("webhook-signature"));
        assertThat(signature(keys.keyOf(origin()), got, body + " "))
                .as("over another body")
                .isNotEqualTo(got.get("webhook-signature"));
    }

    /// As a receiver does it that was told its key.
    private static String signature(String key, Map<String, String> got, String body) throws GeneralSecurityException {
        assertThat(key).startsWith("whsec_");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(key.substring(6)), "HmacSHA256"));
        var signed = got.get("webhook-id") + "." + got.get("webhook-timestamp") + "." + body;
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    }

    @Test
    void a_short_secret_is_refused() {
        assertThatThrownBy(() -> new WebhookKeys("fifteen letters".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16 bytes");
    }

    @Test
    void a_list_without_a_document_is_skipped() throws InterruptedException {
        assertThat(deliver(Set.of(origin()), origin() + "/", "nothing")).isEqualTo(new Outcome.Skip());
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "200, Delivered",
        "202, Delivered",
        "301, RetryLater",
        "400, Refused",
        "401, RetryLater",
        "404, Gone",
        "410, Gone",
        "413, Refused",
        "429, RetryLater",
        "500, RetryLater",
        "503, RetryLater"
    })
    void the_status_decides(int answered, String outcome) throws InterruptedException {
        status = answered;
        assertThat(deliver().getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(received).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "0, 0", "999999999, 3600", "soon, 0", "-5, 0", "99999999999999, 0"})
    void the_time_asked_for_is_kept_within_bounds(String asked, long seconds) throws InterruptedException {
        status = 503;
        retryAfter = asked;
        assertThat(deliver()).isEqualTo(new Outcome.RetryLater(Duration.ofSeconds(seconds)));
    }

    @Test
    void a_receiver_that_is_not_there_is_tried_again() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var url = "http://127.0.0.1:" + port;
        assertThat(deliver(Set.of(url), url + "/", "")).isEqualTo(new Outcome.RetryLater(Duration.ZERO));
    }

    @Test
    void nothing_is_posted_to_a_host_that_is_not_allowed() throws InterruptedException {
        assertThat(deliver(Set.of(), origin() + "/", "")).isInstanceOf(Outcome.Gone.class);
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://client.example.net/cb",
                "HTTPS://Client.Example.NET:443/cb",
                "http://127.0.0.1:8081/cb",
                "https://other.example.net:8443/"
            })
    void allowed_places_are_known_in_any_spelling(String url) {
        assertThat(webhooks().mayPost(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://client.example.net/cb",
                "https://client.example.net:8443/cb",
                "https://client.example.net.evil.example/cb",
                "https://client.example.net@evil.example/cb",
                "https://user@client.example.net/cb",
                "http://127.0.0.1:8082/cb",
                "http://127.0.0.1/cb",
                "http://localhost:8081/cb",
                "http://[::1]:8081/cb",
                "https://other.example.net/",
                "ftp://client.example.net/",
                "file:///etc/passwd",
                "//client.example.net/cb",
                "client.example.net",
                "https://",
                "https://client.example.net/a b",
                ""
            })
    void any_other_place_is_not(String url) {
        assertThat(webhooks().mayPost(url)).isFalse();
    }

    private static Webhooks webhooks() {
        var hosts = List.of("client.example.net", "http://127.0.0.1:8081", "https://other.example.net:8443");
        return new Webhooks(Callbacks.to(Set.copyOf(hosts)), WebhooksTest::encode, Duration.ofSeconds(5), NOW);
    }
}
