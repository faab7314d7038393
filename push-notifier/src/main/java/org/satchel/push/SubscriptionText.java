// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.ModSeq;

/// How subscriptions are written in the registry: lines of `name=value`, with backslash and line breaks in a
/// value escaped.
///
/// A name that is not known is passed over, so that an older program reads what a newer one wrote.
final class SubscriptionText {
    private SubscriptionText() {}

    static int chars(Terms terms) {
        int target = switch (terms.target()) {
            case Target.Callback(var url, var _) -> url.length();
            case Target.Channel(var channel, var url, var _) -> channel.length() + url.length();
            case Target.PushDevice(var instance, var gateway, var address) ->
                instance.length() + gateway.length() + address.length();
            case Target.WebPush(var endpoint, var p256dh, var auth) ->
                endpoint.length() + p256dh.length() + auth.length();
        };
        int filter = terms.filter() == null ? 0 : terms.filter().length();
        return target
                + filter
                + terms.callbackData().length()
                + terms.correlator().length();
    }

    /// @param made when, so that what a creation left unfinished can be told from one under way
    static byte[] encode(Subscription subscription, Instant made) {
        var terms = subscription.terms();
        var facts = new LinkedHashMap<String, String>();
        facts.put("made", made.toString());
        facts.put("box", subscription.box().text());
        facts.put("principal", terms.principal());
        switch (terms.target()) {
            case Target.Callback(var url, var format) -> {
                facts.put("target", "callback");
                facts.put("url", url);
                facts.put("format", format.name());
            }
            case Target.Channel(var channel, var url, var format) -> {
                facts.put("target", "channel");
                facts.put("channel", channel);
                facts.put("url", url);
                facts.put("format", format.name());
            }
            case Target.PushDevice(var instance, var gateway, var address) -> {
                facts.put("target", "device");
                facts.put("instance", instance);
                facts.put("gateway", gateway);
                facts.put("address", address);
            }
            case Target.WebPush(var endpoint, var p256dh, var auth) -> {
                facts.put("target", "webpush");
                facts.put("url", endpoint);
                facts.put("p256dh", p256dh);
                facts.put("auth", auth);
            }
        }
        facts.put("callback-data", terms.callbackData());
        facts.put("correlator", terms.correlator());
        if (terms.filter() != null) {
            facts.put("filter", terms.filter());
        }
        if (subscription.lease() != null) {
            facts.put("granted", subscription.lease().granted().toString());
            facts.put("expires", subscription.lease().expires().toString());
        }
        return lines(facts);
    }

    static Subscription decode(SubscriptionId id, byte[] value, Progress progress) {
        var facts = new Facts("subscription " + id, value);
        var target = switch (facts.of("target")) {
            case "callback" -> new Target.Callback(facts.of("url"), format(facts));
            case "channel" -> new Target.Channel(facts.of("channel"), facts.of("url"), format(facts));
            case "device" -> new Target.PushDevice(facts.of("instance"), facts.of("gateway"), facts.of("address"));
            case "webpush" -> new Target.WebPush(facts.of("url"), facts.of("p256dh"), facts.of("auth"));
            case String other -> throw new IllegalStateException("subscription " + id + " to '" + other + "'");
        };
        var terms = new Terms(
                facts.of("principal"),
                target,
                facts.of("callback-data"),
                facts.find("filter").orElse(null),
                facts.of("correlator"));
        return new Subscription(id, new BoxId(facts.of("box")), terms, lease(facts), progress);
    }

    static Instant decodeMade(SubscriptionId id, byte[] value) {
        return Instant.parse(new Facts("subscription " + id, value).of("made"));
    }

    static byte[] encode(Progress progress, Mark mark) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("index", Long.toString(progress.index()));
        facts.put("position", progress.position().toString());
        if (progress.pending() != null) {
            var pending = progress.pending();
            facts.put("through", pending.through().toString());
            facts.put("reset", Boolean.toString(pending.reset()));
            facts.put("cut", pending.cut().toString());
            facts.put("attempts", Integer.toString(pending.attempts()));
            facts.put("not-before", pending.notBefore().toString());
        }
        facts.put("moves", Long.toString(mark.moves()));
        facts.put("holder", mark.holder());
        return lines(facts);
    }

    static Progress decodeProgress(byte[] value) {
        var facts = new Facts("progress", value);
        return new Progress(Long.parseLong(facts.of("index")), modSeq(facts, "position"), pending(facts));
    }

    static Mark decodeMark(byte[] value) {
        var facts = new Facts("progress", value);
        return new Mark(facts.of("holder"), Long.parseLong(facts.of("moves")));
    }

    private static Progress.@Nullable Pending pending(Facts facts) {
        if (facts.find("through").isEmpty()) {
            return null;
        }
        return new Progress.Pending(
                modSeq(facts, "through"),
                Boolean.parseBoolean(facts.of("reset")),
                Instant.parse(facts.of("cut")),
                Integer.parseInt(facts.of("attempts")),
                Instant.parse(facts.of("not-before")));
    }

    private static @Nullable Lease lease(Facts facts) {
        return facts.find("expires")
                .map(expires -> new Lease(Duration.parse(facts.of("granted")), Instant.parse(expires)))
                .orElse(null);
    }

    private static ModSeq modSeq(Facts facts, String name) {
        return new ModSeq(Long.parseLong(facts.of(name)));
    }

    private static Target.Format format(Facts facts) {
        return Target.Format.valueOf(facts.of("format"));
    }

    private static byte[] lines(Map<String, String> facts) {
        var text = new StringBuilder();
        facts.forEach((name, value) -> text.append(name)
                .append('=')
                .append(value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"))
                .append('\n'));
        return text.toString().getBytes(UTF_8);
    }

    /// The lines of one record.
    private static final class Facts {
        private final String what;
        private final Map<String, String> values = new LinkedHashMap<>();

        Facts(String what, byte[] value) {
            this.what = what;
            for (var line : new String(value, UTF_8).split("\n")) {
                int equals = line.indexOf('=');
                if (equals < 0) {
                    throw new IllegalStateException(what + " holds a line without '='");
                }
                values.put(line.substring(0, equals), unescaped(line.substring(equals + 1)));
            }
        }

        String of(String name) {
            return find(name).orElseThrow(() -> new IllegalStateException(what + " has no '" + name + "'"));
        }

        Optional<String> find(String name) {
            return Optional.ofNullable(values.get(name));
        }

        private static String unescaped(String text) {
            if (text.indexOf('\\') < 0) {
                return text;
            }
            var plain = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\' && i + 1 < text.length()) {
                    i++;
                    c = switch (text.charAt(i)) {
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        default -> text.charAt(i);
                    };
                }
                plain.append(c);
            }
            return plain.toString();
        }
    }
}
