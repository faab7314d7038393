// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.nms.settings.ChannelShapes;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.settings.NmsSettings;
import org.satchel.nms.settings.Profile;

/// What only some clients want, each behind its switch.
@Timeout(300)
final class ChannelShapesTest {
    private static final String LIFETIME = "{\"notificationChannelLifetime\":{\"channelLifetime\":60}}";

    private static NmsSettings shaped(ChannelShapes shapes) {
        return Rest.loopback()
                .withProfile(Profile.DEFAULT.withChannels(shapes))
                .withLimits(NmsLimits.DEFAULT.with(new NmsLimits.Notifications(
                        Duration.ofMillis(400), 20, 100, Duration.ofDays(7), Duration.ofSeconds(5))));
    }

    private static Rest.Answer put(Rest rest, String url) {
        return rest.send(HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofMinutes(2))
                .PUT(HttpRequest.BodyPublishers.ofString(LIFETIME))
                .build());
    }

    @Test
    void a_list_of_channels_may_be_an_array_of_entries() {
        try (var rest = new Rest(shaped(new ChannelShapes(true, false, false, false)))) {
            assertThat(rest.get(rest.channels()).status()).isEqualTo(404);
            var channel = rest.channel();

            var list = rest.get(rest.channels()).json().get("notificationChannelList");

            assertThat(list.isArray()).isTrue();
            assertThat(list).hasSize(1);
            assertThat(list.at("/0/resourceURL").textValue()).isEqualTo(channel.resourceUrl());
            assertThat(list.at("/0/notificationChannel/callbackURL").textValue())
                    .isEqualTo(channel.callbackUrl());
        }
    }

    @Test
    void a_notification_list_may_be_an_object_with_one_list_at_a_time() {
        try (var rest = new Rest(shaped(new ChannelShapes(false, true, false, false)))) {
            var channel = rest.channel(5);
            rest.subscribe(channel.callbackUrl(), "");
            rest.subscribe(channel.callbackUrl(), "");
            rest.deposit("Default", "Subject: x\r\n\r\n");

            for (int i = 0; i < 2; i++) {
                var list = rest.poll(channel);
                assertThat(list.isObject()).isTrue();
                assertThat(list.at("/nmsEventList/index").longValue()).isEqualTo(1);
            }
            var none = rest.poll(channel);
            assertThat(none.isObject()).isTrue();
            assertThat(none).isEmpty();
        }
    }

    @Test
    void channels_and_subscriptions_may_be_reached_at_a_second_place_and_nothing_else() {
        try (var rest = new Rest(shaped(new ChannelShapes(false, false, true, false)))) {
            var base = rest.server.base().toString();
            var place = base + "/pubsub/oma_b";
            var box = "/tel%3A%2B15550100001";

            var made = rest.post(
                    place + "/notificationchannel/v1" + box + "/channels",
                    "{\"notificationChannel\":{\"channelType\":\"LongPolling\"}}");
            assertThat(made.status()).isEqualTo(201);
            var channel = Rest.Channel.of(made);
            assertThat(channel.resourceUrl()).startsWith(base + "/notificationchannel/v1/");
            var subscription =
                    rest.post(place + "/nms/v1" + box + "/subscriptions", Rest.subscription(channel.callbackUrl(), ""));
            assertThat(subscription.status()).isEqualTo(201);
            var url = subscription.json().at("/nmsSubscription/resourceURL").textValue();
            assertThat(url).startsWith(base + "/nms/v1/base/");
            var there = url.replace(base + "/nms/v1/base/", place + "/nms/v1/");
            assertThat(rest.get(there).json()).isEqualTo(rest.get(url).json());
            rest.deposit("Default", "Subject: x\r\n\r\n");
            assertThat(rest.poll(channel).at("/0/nmsEventList/link/0/href").textValue())
                    .isEqualTo(url);
            assertThat(rest.delete(there).status()).isEqualTo(204);

            assertThat(rest.get(place + "/nms/v1" + box + "/folders").status()).isEqualTo(404);
            assertThat(rest.get(place + "/nms/v1/base" + box + "/subscriptions").status())
                    .isEqualTo(404);
            assertThat(rest.get(place + "/notificationchannel/v1/tel%3A%2B15550100042/channels")
                            .status())
                    .isEqualTo(403);
            assertThat(rest.send(HttpRequest.newBuilder(
                                            URI.create(place + "/notificationchannel/v1" + box + "/channels"))
                                    .build())
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void who_knows_a_channel_may_be_let_renew_it_and_nothing_else() {
        try (var rest = new Rest(shaped(new ChannelShapes(false, false, true, true)))) {
            var channel = rest.channel();
            var lifetime = channel.resourceUrl() + "/channelLifetime";

            var renewed = put(rest, lifetime);
            assertThat(renewed.status()).isEqualTo(200);
            assertThat(renewed.json()
                            .at("/notificationChannelLifetime/channelLifetime")
                            .intValue())
                    .isEqualTo(60);
            var base = rest.server.base().toString();
            assertThat(put(rest, lifetime.replace(base, base + "/pubsub/oma_b")).status())
                    .isEqualTo(200);

            assertThat(put(rest, channel.resourceUrl()).status()).isEqualTo(401);
            assertThat(rest.send(HttpRequest.newBuilder(URI.create(lifetime)).build())
                            .status())
                    .isEqualTo(401);
            assertThat(put(rest, rest.channels() + "/c-0123/channelLifetime").status())
                    .isEqualTo(404);
            assertThat(put(rest, lifetime.replace("0100001", "0100042")).status())
                    .isEqualTo(404);
            assertThat(put(rest, lifetime.replace("0100001", "0999999")).status())
                    .isEqualTo(404);
            assertThat(rest.send(rest.request(lifetime)
                                    .setHeader("Authorization", Rest.basic("tel:+15550100001:wrong"))
                                    .PUT(HttpRequest.BodyPublishers.ofString(LIFETIME))
                                    .build())
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void all_of_it_is_off_unless_it_is_switched_on() {
        try (var rest = new Rest(shaped(ChannelShapes.DEFAULT))) {
            var channel = rest.channel();
            var base = rest.server.base().toString();

            assertThat(put(rest, channel.resourceUrl() + "/channelLifetime").status())
                    .isEqualTo(401);
            assertThat(rest.get(channel.resourceUrl().replace(base, base + "/pubsub/oma_b"))
                            .status())
                    .isEqualTo(404);
            assertThat(rest.get(rest.channels()).json().at("/notificationChannelList/notificationChannel"))
                    .hasSize(1);
            assertThat(rest.poll(channel).isArray()).isTrue();
        }
    }
}
