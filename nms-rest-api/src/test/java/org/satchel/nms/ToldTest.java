// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.push.Callbacks;
import org.satchel.push.WebhookKeys;
import org.satchel.push.outside.Reach;

/// Who is told without asking, and who need not be.
@Timeout(300)
final class ToldTest {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @Test
    void a_webhook_within_reach_gets_each_list_signed_and_any_other_is_refused() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                received.add(exchange.getRequestHeaders().getFirst("webhook-signature") + " " + body);
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
        var origin = "http://127.0.0.1:" + server.getAddress().getPort();
        var callbacks = new Callbacks(
                Reach.listed(Set.of(origin)), new WebhookKeys("a secret of the operator".getBytes(UTF_8)));
        try (var rest = new Rest(Rest.loopback().withCallbacks(callbacks))) {
            rest.subscribe(origin + "/told", "");
            rest.deposit("Default", "Subject: x\r\n\r\n");
            assertThat(received.poll(120, TimeUnit.SECONDS)).startsWith("v1,").contains("{\"nmsEventList\":");
            var other = "http://localhost:" + server.getAddress().getPort() + "/told";
            assertThat(rest.post(rest.url("/subscriptions"), Rest.subscription(other, ""))
                            .status())
                    .isEqualTo(403);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_device_is_listening_while_it_waits_at_its_channel() throws Exception {
        try (var rest = new Rest()) {
            var made = rest.post(rest.channels(), """
                    {"notificationChannel":{"applicationTag":"phone","channelData":{"maxNotifications":1},
                     "channelLifetime":86400,"channelType":"LongPolling","clientCorrelator":""}}""");
            var url = made.json()
                    .at("/notificationChannel/channelData/channelURL")
                    .textValue();
            var channel = new Rest.Channel("", url, "");
            assertThat(rest.server.isListening(rest.ann, "phone")).isFalse();
            var poll = rest.sendAsync(rest.pollRequest(channel));
            await(() -> rest.server.isListening(rest.ann, "phone"));
            assertThat(rest.server.isListening(rest.ann, "tablet")).isFalse();
            assertThat(rest.server.isListening(Rest.BEN, "phone")).isFalse();
            rest.delete(made.json().at("/notificationChannel/resourceURL").textValue());
            poll.get(120, TimeUnit.SECONDS);
            assertThat(rest.server.isListening(rest.ann, "phone")).isFalse();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
