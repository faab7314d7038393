// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.memory.MemoryStore;
import org.satchel.push.nodes.Nodes;

/// Channels live for as long as was granted, and no longer.
// OMA NMS §3.4, §5.7, §13.38
@Timeout(300)
final class ChannelLifetimeTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final MemoryStore store = new MemoryStore();
    private final Rest rest =
            new Rest(Rest.loopback(), store, Nodes.alone(store.registry(), new SecureRandom()), now::get);

    @AfterEach
    void close() {
        rest.close();
    }

    private void pass(int seconds) {
        now.set(now.get().plusSeconds(seconds));
    }

    private static String lifetime(int seconds) {
        return "{\"notificationChannelLifetime\":{\"channelLifetime\":%d}}".formatted(seconds);
    }

    private long left(Rest.Channel channel) {
        return rest.get(channel.resourceUrl() + "/channelLifetime")
                .json()
                .at("/notificationChannelLifetime/channelLifetime")
                .longValue();
    }

    @Test
    void a_channel_whose_time_is_over_is_not_found_by_anybody() {
        var channel = rest.channel("LongPolling", 1, 60);
        pass(59);
        assertThat(rest.get(channel.resourceUrl()).status()).isEqualTo(200);
        pass(1);

        assertThat(rest.get(channel.resourceUrl()).status()).isEqualTo(404);
        assertThat(rest.get(channel.resourceUrl() + "/channelLifetime").status())
                .isEqualTo(404);
        assertThat(rest.put(channel.resourceUrl() + "/channelLifetime", lifetime(60))
                        .status())
                .isEqualTo(404);
        assertThat(rest.put(channel.resourceUrl(), lifetime(60)).status()).isEqualTo(404);
        assertThat(rest.delete(channel.resourceUrl()).status()).isEqualTo(404);
        assertThat(rest.send(rest.pollRequest(channel)).status()).isEqualTo(404);
        assertThat(rest.get(rest.channels()).status()).isEqualTo(404);
        assertThat(rest.post(rest.url("/subscriptions"), Rest.subscription(channel.callbackUrl(), ""))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_subscription_that_leads_to_it_ends_with_its_next_list() {
        var channel = rest.channel("LongPolling", 1, 60);
        var subscription =
                rest.subscribe(channel.callbackUrl(), "").get("resourceURL").textValue();
        pass(60);

        rest.deposit("Default", "Subject: x\r\n\r\n");

        Await.that(() -> rest.get(subscription).status() == 404);
    }

    @Test
    void a_renewal_counts_from_when_it_is_made() {
        var channel = rest.channel("LongPolling", 1, 60);
        assertThat(left(channel)).isEqualTo(60);
        pass(50);
        assertThat(left(channel)).isEqualTo(10);

        assertThat(rest.put(channel.resourceUrl() + "/channelLifetime", lifetime(30))
                        .json()
                        .at("/notificationChannelLifetime/channelLifetime")
                        .intValue())
                .isEqualTo(30);
        pass(20);
        assertThat(left(channel)).isEqualTo(10);
        assertThat(rest.put(channel.resourceUrl(), lifetime(40)).status()).isEqualTo(200);
        pass(39);

        assertThat(left(channel)).isEqualTo(1);
        assertThat(rest.get(channel.resourceUrl())
                        .json()
                        .at("/notificationChannel/channelLifetime")
                        .intValue())
                .isEqualTo(40);
    }

    @Test
    void a_poll_waits_no_longer_than_its_channel_lives() {
        try (var real = new Rest()) {
            var channel = real.channel("LongPolling", 1, 1);

            assertThat(Rest.lists(real.send(real.pollRequest(channel)))).isEmpty();

            Await.that(() -> real.send(real.pollRequest(channel)).status() == 404);
        }
    }

    @Test
    void the_same_wish_again_is_the_same_channel_and_another_wish_a_conflict() {
        var body = """
                {"notificationChannel":{"channelType":"%s","channelLifetime":60,"clientCorrelator":"k"}}""";
        var first = rest.post(rest.channels(), body.formatted("WebSocket"));
        var again = rest.post(rest.channels(), body.formatted("WebSocket"));
        var other = rest.post(rest.channels(), body.formatted("LongPolling"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(other.status()).isEqualTo(409);
        pass(60);
        assertThat(rest.post(rest.channels(), body.formatted("LongPolling")).status())
                .isEqualTo(201);
    }
}
