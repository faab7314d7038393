// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.satchel.push.outside.Network;
import org.satchel.push.outside.Reach;

/// The settings of what leaves by itself, in the order of the reference page.
final class PushKeys {
    static final List<Key<?>> ALL = new ArrayList<>();

    static final Key<Reach.Hosts> OUTSIDE_HOSTS = key(
            "outside.hosts",
            "listed",
            Parsing.oneOf(Reach.Hosts.class),
            "Which URLs of users are posted to (notifyURL, WebPush): listed = those at outside.places; public = by https any"
                    + " host with a public address, too.");
    static final Key<List<String>> OUTSIDE_PLACES = key(
            "outside.places",
            "",
            text -> Parsing.words(text.toLowerCase(Locale.ROOT)).stream()
                    .map(word ->
                            Parsing.like(word, "[a-z0-9.-]+|https?://([a-z0-9.-]+|\\[[0-9a-f:.]+\\])(:[0-9]{1,5})?"))
                    .toList(),
            "Hosts that may be posted to: HOST for https on port 443, or SCHEME://HOST:PORT; empty = none.");
    static final Key<List<Network>> OUTSIDE_NETWORKS = key(
            "outside.networks",
            "",
            text -> Parsing.words(text).stream().map(Network::parse).toList(),
            "Networks, such as 10.1.0.0/16, that these hosts may be in although their addresses are not public.");
    static final Key<String> WEBHOOK_KEY_FILE = key(
            "webhook.key-file",
            "",
            Function.identity(),
            "File whose first line is the secret that the signing keys of receivers follow from; empty = lists are not"
                    + " signed.");
    static final Key<String> WEBPUSH_CONTACT = key(
            "webpush.contact",
            "",
            text -> text.isEmpty() ? text : Parsing.like(text, "(mailto:|https://)[\\x21-\\x7e&&[^\"\\\\]]+"),
            "Where push services find the operator, a mailto: or https: URL; empty = no WebPush.");

    static final Key<String> PUSH_GATEWAY = key(
            "push.gateway-url",
            "",
            text -> text.isEmpty() ? text : Parsing.httpUri(text).toString(),
            "URL of the Push Proxy Gateway; empty = no OMA Push.");
    static final Key<String> PUSH_USER = key("push.user", "", Function.identity(), "User name at the gateway.");
    static final Key<String> PUSH_PASSWORD = key("push.password", "", Function.identity(), "Password at the gateway.");
    static final Key<String> PUSH_APPLICATION_ID = key(
            "push.application-id-form",
            "urn",
            text -> Parsing.word(text, "urn", "decimal", "hex"),
            "How the CPM application id is written to the gateway: urn, decimal or hex.");
    static final Key<Boolean> PUSH_NUMBERS = key(
            "push.wake-numbers",
            "true",
            Parsing::bool,
            "Whether the number that names a box is woken through the gateway without being registered.");
    static final Key<String> PUSH_NUMBER_TAG = key(
            "push.number-tag",
            "",
            Function.identity(),
            "The applicationTag by which the phone behind a number names its notification channels: while it waits at one, it"
                    + " is not woken; empty = it always is.");
    static final Key<Duration> PUSH_QUIET =
            key("push.quiet-window", "1s", Parsing::duration, "How long changes are gathered before the first push.");
    static final Key<Duration> PUSH_INTERVAL =
            key("push.interval", "30s", Parsing::duration, "Least time between two pushes to one device.");

    static final Key<List<String>> PUSH_ABILITIES = key(
            "push.gateway-abilities",
            "",
            text -> Parsing.words(text).stream()
                    .map(word -> Parsing.word(word, "replace", "cancel", "query"))
                    .toList(),
            "What the gateway can do beside taking pushes: replace, cancel and query, each where it does; empty = nothing.");
    static final Key<String> PUSH_RESULT_URL = key(
            "push.result-url",
            "",
            text -> text.isEmpty() ? text : Parsing.httpUri(text).toString(),
            "URL at which the gateway reaches push.result-listen, to say what became of pushes; empty = it is not asked.");
    static final Key<String> PUSH_RESULT_LISTEN = key(
            "push.result-listen",
            "",
            text -> text.isEmpty() ? text : HostPort.parse(text).toString(),
            "Where the gateway says what became of pushes, HOST:PORT of the inner network, without TLS; empty = nowhere.");
    static final Key<List<Network>> PUSH_RESULT_SOURCES = key(
            "push.result-sources",
            "127.0.0.0/8 ::1",
            text -> Parsing.words(text).stream().map(Network::parse).toList(),
            "Networks from which that is believed.");

    private PushKeys() {}

    private static <T> Key<T> key(String name, String fallback, Function<String, T> parse, String meaning) {
        var key = new Key<>(name, fallback, parse, meaning);
        ALL.add(key);
        return key;
    }
}
