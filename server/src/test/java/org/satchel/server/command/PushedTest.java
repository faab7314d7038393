// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.push.webpush.UserAgent;
import org.satchel.server.Node;
import org.satchel.server.config.ConfigFailure;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.config.Settings;

/// What leaves the server by itself, as an operator configures and sees it.
@Timeout(600)
class PushedTest {
    private static final String ANN = "tel:+15550100001";
    private static final String PASSWORD = "correct-horse-77";
    private static final String BOX = "/nms/v1/base/tel%3A%2B15550100001";
    private static final String CHANNELS = "/notificationchannel/v1/tel%3A%2B15550100001/channels";

    @TempDir
    Path folder;

    private ServerConfig config(String... more) {
        var settings = new Settings();
        settings.option("data", folder.resolve("data") + "");
        settings.option("imap.listen", "127.0.0.1:0");
        settings.option("http.listen", "127.0.0.1:0");
        settings.option("sip.enabled", "no");
        for (var setting : more) {
            int equals = setting.indexOf('=');
            settings.option(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return ServerConfig.of(settings);
    }

    @Test
    void a_list_that_a_receiver_refuses_is_shown_to_the_operator_and_was_signed() throws Exception {
        BlockingQueue<String> signatures = new LinkedBlockingQueue<>();
        var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                signatures.add(exchange.getRequestHeaders().getFirst("webhook-signature"));
                exchange.sendResponseHeaders(422, -1);
            }
        });
        receiver.start();
        var origin = "http://127.0.0.1:" + receiver.getAddress().getPort();
        var key = Files.writeString(folder.resolve("key"), "0123456789abcdef\n");
        Outcome.of("user", "add", ANN, "--password", PASSWORD, "--data", folder.resolve("data") + "");
        try (var node = new Node(config("outside.places=" + origin, "webhook.key-file=" + key))) {
            var http = node.start().replaceAll(".*http=(\\S+).*", "$1");
            assertThat(lettersNow()).isEmpty();
            var made = post(http, BOX + "/subscriptions", """
                    {"nmsSubscription":{"callbackReference":{"notifyURL":"%s/told","notificationFormat":"JSON"},
                     "clientCorrelator":"","duration":86400}}""".formatted(origin));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            var folderMade =
                    post(http, BOX + "/folders", "{\"folder\":{\"parentFolderPath\":\"/\",\"name\":\"news\"}}");
            assertThat(folderMade.statusCode()).as(folderMade.body()).isEqualTo(201);
            assertThat(signatures.poll(120, TimeUnit.SECONDS)).startsWith("v1,");
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (lettersNow().isEmpty() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(lettersNow()).matches(ANN.replace("+", "\\+") + " 20\\S+Z s-[0-9a-f]+ 1 callback HTTP 422\\R");
        } finally {
            receiver.stop(0);
        }
        var seen = Outcome.of("dead-letters", "--data", folder.resolve("data") + "");
        assertThat(seen.exit()).isEqualTo(1);
        assertThat(seen.err()).contains("no server is running");
    }

    @Test
    void a_browser_registers_and_opens_what_its_push_service_gets() throws Exception {
        BlockingQueue<byte[]> letters = new LinkedBlockingQueue<>();
        var service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            try (exchange) {
                letters.add(exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(201, -1);
            }
        });
        service.start();
        var origin = "http://127.0.0.1:" + service.getAddress().getPort();
        var browser = new UserAgent();
        Outcome.of("user", "add", ANN, "--password", PASSWORD, "--data", folder.resolve("data") + "");
        try (var node = new Node(config("outside.places=" + origin, "webpush.contact=mailto:push@example.net"))) {
            var http = node.start().replaceAll(".*http=(\\S+).*", "$1");
            var token = "{\"endpoint\":\"%s/abc\",\"keys\":{\"p256dh\":\"%s\",\"auth\":\"%s\"}}"
                    .formatted(origin, browser.p256dh(), browser.auth());
            var channel = post(http, CHANNELS, """
                    {"notificationChannel":{"channelType":"NativeChannel","channelData":{"channelSubType":"WebPush",
                     "registrationToken":"%s"}}}""".formatted(token.replace("\"", "\\\"")));
            assertThat(channel.statusCode()).as(channel.body()).isEqualTo(201);
            var callback = channel.body().replaceAll(".*\"callbackURL\":\"([^\"]+)\".*", "$1");
            var made = post(http, BOX + "/subscriptions", """
                    {"nmsSubscription":{"callbackReference":{"notifyURL":"%s"},"duration":86400}}""".formatted(callback));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            post(http, BOX + "/folders", "{\"folder\":{\"parentFolderPath\":\"/\",\"name\":\"news\"}}");
            var letter = letters.poll(120, TimeUnit.SECONDS);
            assertThat(letter).isNotNull();
            assertThat(browser.open(letter))
                    .startsWith("{\"notificationList\":[{\"nmsEventList\":")
                    .contains("\"name\":\"news\"");
        } finally {
            service.stop(0);
        }
    }

    private String lettersNow() {
        var seen = Outcome.of("dead-letters", "--data", folder.resolve("data") + "");
        assertThat(seen.exit()).as(seen.err()).isZero();
        return seen.out();
    }

    @Test
    void the_listener_for_results_is_named_with_the_others_and_refuses_what_is_none() throws Exception {
        try (var node = new Node(config(
                "push.gateway-url=http://127.0.0.1:9/pap",
                "metrics.listen=127.0.0.1:0",
                "push.result-url=https://nms.example.net/results",
                "push.result-listen=127.0.0.1:0"))) {
            var ready = node.start();
            assertThat(ready).containsPattern("push-results=127\\.0\\.0\\.1:[1-9]");
            var where = ready.replaceAll(".*push-results=(\\S+).*", "$1");
            try (var client = HttpClient.newHttpClient()) {
                var request = HttpRequest.newBuilder(URI.create("http://" + where + "/x"))
                        .POST(BodyPublishers.ofString("hello"))
                        .build();
                assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                        .isEqualTo(400);
                var metrics = ready.replaceAll(".*metrics=(\\S+).*", "$1");
                var figures = HttpRequest.newBuilder(URI.create("http://" + metrics + "/metrics"))
                        .build();
                assertThat(client.send(figures, BodyHandlers.ofString()).body())
                        .contains("satchel_push_gateway_total{event=\"submitted\"} 0.0")
                        .contains("satchel_push_results_total{state=\"delivered\"} 0.0");
            }
        }
    }

    @Test
    void what_does_not_fit_together_is_refused_with_its_name() throws IOException {
        assertThatThrownBy(() -> config("push.result-listen=127.0.0.1:0"))
                .isInstanceOf(ConfigFailure.class)
                .hasMessageContaining("push.result-url");
        var weak = Files.writeString(folder.resolve("weak"), "short\n");
        var config = config("webhook.key-file=" + weak);
        assertThatThrownBy(() -> {
                    try (var node = new Node(config)) {
                        node.start();
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("webhook.key-file")
                .hasMessageNotContaining("short\n");
    }

    private static HttpResponse<String> post(String http, String path, String body)
            throws IOException, InterruptedException {
        var uri = URI.create("http://" + http + path);
        var login = Base64.getEncoder().encodeToString((ANN + ":" + PASSWORD).getBytes(UTF_8));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(Duration.ofMinutes(2))
                            .header("Authorization", "Basic " + login)
                            .header("Content-Type", "application/json")
                            .header("Accept", "application/json")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
