// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.satchel.nms.format.Json;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.type.NotificationChannel.ChannelData;
import org.satchel.nms.type.PushSubscription;
import org.satchel.push.Target;
import org.satchel.push.webpush.WebPush;

/// Which channels a client may make, and where native ones lead.
// OMA NMS §5.7, §7.7, §8.6
public final class Registrations {
    static final String WEB_PUSH = "WebPush";
    static final String VERSION = "1.0";
    private static final String TOKEN = "channelData.registrationToken";
    private static final int TOKEN_CHARS_MAX = 4_096;

    private final Json json;
    private final @Nullable WebPush webPush;

    /// @param webPush null = there is none, and no native channel
    public Registrations(Json json, @Nullable WebPush webPush) {
        this.json = json;
        this.webPush = webPush;
    }

    /// @throws Refusal 400 for a type that there is not
    ChannelType type(String written) {
        return ChannelType.of(written)
                .filter(this::isOffered)
                .orElseThrow(() -> Refusal.invalidValue("channelType " + written, words()));
    }

    /// Where a native channel shall lead.
    ///
    /// @throws Refusal 400 for a sub type that there is not, or keys that are none; 403 for an endpoint that is not
    ///   posted to
    Target.WebPush receiver(@Nullable ChannelData data) {
        var subType = data == null ? "" : orEmpty(data.channelSubType());
        if (data == null || !subType.equalsIgnoreCase(WEB_PUSH)) {
            throw Refusal.invalidValue("channelSubType " + subType, WEB_PUSH);
        }
        var version = orEmpty(data.channelSubTypeVersion());
        if (!version.isEmpty() && !version.equals(VERSION)) {
            throw Refusal.invalidValue("channelSubTypeVersion " + version, VERSION);
        }
        return receiver(orEmpty(data.registrationToken()));
    }

    /// `applicationServerKey` of clients; empty when nothing is sent by WebPush.
    Optional<String> key() {
        return Optional.ofNullable(webPush).map(WebPush::publicKey);
    }

    private Target.WebPush receiver(String token) {
        if (token.length() > TOKEN_CHARS_MAX) {
            throw Refusal.badInput(TOKEN);
        }
        var wish = json.read(token.getBytes(UTF_8), TOKEN, PushSubscription.class);
        var endpoint = given(wish.endpoint(), "endpoint");
        var keys = wish.keys();
        var p256dh = given(keys == null ? null : keys.p256dh(), "keys.p256dh");
        var auth = given(keys == null ? null : keys.auth(), "keys.auth");
        try {
            return Objects.requireNonNull(webPush).target(endpoint, p256dh, auth);
        } catch (IllegalArgumentException wrong) {
            // As for a notifyURL. OMA NMS §8.4
            throw "endpoint".equals(wrong.getMessage())
                    ? Refusal.forbidden("notifications to this endpoint")
                    : Refusal.badInput(TOKEN + ".keys." + wrong.getMessage());
        }
    }

    private boolean isOffered(ChannelType type) {
        return type != ChannelType.NATIVE || webPush != null;
    }

    private String words() {
        return Arrays.stream(ChannelType.values())
                .filter(this::isOffered)
                .map(ChannelType::word)
                .collect(Collectors.joining(", "));
    }

    private static String given(@Nullable String value, String member) {
        if (orEmpty(value).isEmpty()) {
            throw Refusal.badInput(TOKEN + "." + member);
        }
        return orEmpty(value);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
