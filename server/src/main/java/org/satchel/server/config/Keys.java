// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Every setting there is, in the order of the reference page.
final class Keys {
    /// Variables that the launcher reads; they are no settings.
    static final Set<String> LAUNCHER_VARIABLES =
            Set.of("SATCHEL_JAVA_HOME", "SATCHEL_JAVA_OPTS", "SATCHEL_CONFIG", "SATCHEL_HOME");

    static final List<Key<?>> ALL = new ArrayList<>();

    static final Key<Path> DATA = key("data", "./data", Path::of, "Folder that holds everything of this installation.");
    static final Key<List<String>> SYSTEM_FOLDERS = key(
            "box.system-folders",
            "INBOX Default RCSMessageStore",
            Parsing::words,
            "Folders that a new box has and that can be neither renamed nor removed.");
    static final Key<Long> OBJECT_BYTES_MAX =
            key("box.object-bytes-max", "100M", Parsing::bytes, "Largest object taken in, in bytes.");
    static final Key<Long> QUOTA_BYTES =
            key("box.quota-bytes", "0", Parsing::bytes, "Bytes that a new box may hold; 0 = without limit.");
    static final Key<Long> QUOTA_OBJECTS =
            key("box.quota-objects", "0", Parsing::bytes, "Objects that a new box may hold; 0 = without limit.");
    static final Key<Duration> HISTORY =
            key("box.history", "90d", Parsing::duration, "How long changes, deletions too, can be asked for.");

    static final Key<Long> RESIDENT_BYTES =
            key("engine.resident-bytes-max", "256M", Parsing::bytes, "Memory for listings of boxes in use, in bytes.");
    static final Key<Long> BLOCK_CACHE_BYTES =
            key("engine.block-cache-bytes", "64M", Parsing::bytes, "Memory for cached blocks of the engine, in bytes.");
    static final Key<Long> SMALL_PAYLOAD_BYTES = key(
            "engine.small-payload-bytes-max",
            "32K",
            Parsing::bytes,
            "Payloads up to this size, in bytes, travel with their metadata; larger ones become files.");
    static final Key<Long> DISK_RESERVE_BYTES = key(
            "engine.disk-reserve-bytes",
            "256M",
            Parsing::bytes,
            "With less than this free on the disk, in bytes, nothing is added and the server is not ready.");

    static final Key<HostPort> IMAP_LISTEN =
            key("imap.listen", "127.0.0.1:1143", HostPort::parse, "Where IMAP listens, HOST:PORT.");
    static final Key<Tls> IMAP_TLS = key(
            "imap.tls",
            "auto",
            Parsing.oneOf(Tls.class),
            "TLS on the IMAP port: on = from the first byte, starttls, off, or auto = on unless it listens on loopback.");
    static final Key<Boolean> IMAP_CLEAR_LOGIN = key(
            "imap.clear-login",
            "false",
            Parsing::bool,
            "With imap.tls = starttls: whether a login is taken before TLS.");
    static final Key<Integer> IMAP_CONNECTIONS =
            key("imap.connections-max", "50000", Parsing.integer(1, 10_000_000), "IMAP connections at once.");
    static final Key<Integer> IMAP_CONNECTIONS_PER_BOX = key(
            "imap.connections-per-box-max",
            "64",
            Parsing.integer(1, 1_000_000),
            "IMAP connections of one account at once.");

    static final Key<HostPort> HTTP_LISTEN =
            key("http.listen", "127.0.0.1:8080", HostPort::parse, "Where REST and health answer, HOST:PORT.");
    static final Key<Tls> HTTP_TLS = key(
            "http.tls",
            "auto",
            Parsing.oneOf(Tls.class),
            "TLS on the HTTP port: on, off, or auto = on unless it listens on loopback; starttls is off.");
    static final Key<String> HTTP_PUBLIC_URL = key(
            "http.public-url",
            "",
            text -> text.isEmpty() ? text : Parsing.httpUri(text).toString(),
            "What resource URLs begin with; empty = as it listens.");
    static final Key<String> NMS_STORE =
            key("nms.store-name", "base", Function.identity(), "Store name in the NMS resource URLs.");
    static final Key<Duration> NMS_POLL_TIME =
            key("nms.long-poll-time", "240s", Parsing::duration, "How long an idle long poll waits.");

    static final Key<HostPort> SIP_LISTEN = key(
            "sip.listen", "127.0.0.1:5060", HostPort::parse, "Where the Participating Function takes SIP over TCP.");
    static final Key<Boolean> SIP_ENABLED =
            key("sip.enabled", "true", Parsing::bool, "Whether the bundled Participating Function runs.");
    static final Key<String> SIP_NEXT_HOP = key(
            "sip.next-hop",
            "",
            text -> text.isEmpty() ? text : HostPort.parse(text).toString(),
            "Where recorded SIP traffic is relayed to, HOST:PORT; empty = recipients of this installation only.");
    static final Key<List<String>> SIP_TRUSTED = key(
            "sip.trusted-peers",
            "",
            Parsing::words,
            "Networks, such as 192.0.2.0/24, whose asserted identities are believed; loopback always is.");
    static final Key<Boolean> SIP_FAIL_OPEN = key(
            "sip.relay-when-store-is-down",
            "false",
            Parsing::bool,
            "Whether traffic is relayed unrecorded while the store cannot take it.");

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
    static final Key<Duration> PUSH_QUIET =
            key("push.quiet-window", "1s", Parsing::duration, "How long changes are gathered before the first push.");
    static final Key<Duration> PUSH_INTERVAL =
            key("push.interval", "30s", Parsing::duration, "Least time between two pushes to one device.");

    private Keys() {}

    /// The reference page.
    static String reference() {
        var page = new StringBuilder("""
                # Configuration

                `./satchel serve --config FILE` reads one file of `key = value` lines; a line that begins with `#` is a comment. A variable
                such as `SATCHEL_IMAP_LISTEN` overrides `imap.listen`; an option on the command line overrides both. A key that does not exist stops
                the start with file and line. Durations are written `250ms`, `30s`, `5m`, `2h`, `90d`; sizes may end in `K`, `M` or `G`.

                This page is printed from the code; a test keeps it so.

                | Key | Default | Meaning |
                |---|---|---|
                """);
        for (var key : ALL) {
            var fallback = key.fallback().isEmpty() ? "" : "`" + key.fallback() + "`";
            page.append("| `%s` | %s | %s |\n".formatted(key.name(), fallback, key.meaning()));
        }
        return page.toString();
    }

    private static <T> Key<T> key(String name, String fallback, Function<String, T> parse, String meaning) {
        var key = new Key<>(name, fallback, parse, meaning);
        ALL.add(key);
        return key;
    }
}
