// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.satchel.imap.Manners;
import org.satchel.nms.settings.Profile;
import org.satchel.nms.settings.Schemes;

/// Every setting there is, in the order of the reference page.
final class Keys {
    /// Variables that the launcher reads; they are no settings.
    static final Set<String> LAUNCHER_VARIABLES =
            Set.of("SATCHEL_JAVA_HOME", "SATCHEL_JAVA_OPTS", "SATCHEL_JAVA_17_HOME", "SATCHEL_CONFIG", "SATCHEL_HOME");

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
            key("box.history", "90d", Parsing::term, "How long changes, deletions too, can be asked for.");
    static final Key<Duration> DELETED_GRACE = key(
            "box.deleted-grace",
            "30d",
            Parsing::termOrNever,
            "How long an object that is marked \\Deleted stays when no client expunges it, at most box.history; never = for"
                    + " ever.");
    static final Key<Duration> RETENTION = key(
            "box.retention",
            "90d",
            Parsing::termOrNever,
            "How long an object stays in Default and below unless it is archived; never = for ever.");
    static final Key<Boolean> SHARING = key(
            "box.sharing",
            "false",
            Parsing::bool,
            "Whether owners may let others into their folders; without, rights that were given have no effect.");
    static final Key<Boolean> SHARING_NOTICES = key(
            "box.sharing-notices",
            "false",
            Parsing::bool,
            "With box.sharing: whether owner and grantee get a message when rights are given, altered, taken away, or end.");

    static final Key<EngineKind> ENGINE = key(
            "engine.kind",
            "embedded",
            Parsing.oneOf(EngineKind.class),
            "Where boxes are kept: embedded = in the data folder, by this one server; cassandra = by any number of servers.");
    static final Key<Long> RESIDENT_BYTES = key(
            "engine.resident-bytes-max",
            "256M",
            Parsing::bytes,
            "Memory for listings of boxes in use and what was read of them lately, in bytes.");
    static final Key<Long> ORDER_BYTES = key(
            "engine.order-bytes-max",
            "64M",
            Parsing::bytes,
            "Memory for the orders of folders that searches go through page by page, in bytes: 20 for an object.");
    static final Key<Long> BLOCK_CACHE_BYTES = key(
            "engine.block-cache-bytes",
            "64M",
            Parsing::bytes,
            "With engine.kind = embedded: memory for cached blocks, in bytes.");
    static final Key<Long> SMALL_PAYLOAD_BYTES = key(
            "engine.small-payload-bytes-max",
            "32K",
            Parsing::bytes,
            "With engine.kind = embedded: payloads up to this size, in bytes, travel with their metadata; larger ones become"
                    + " files.");
    static final Key<Long> DISK_RESERVE_BYTES = key(
            "engine.disk-reserve-bytes",
            "256M",
            Parsing::bytes,
            "With less than this free on the disk of the objects, in bytes, nothing is added and the server is not ready.");

    static {
        ALL.addAll(BackendKeys.ALL);
    }

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
    static final Key<Manners.Clients> IMAP_CLIENTS = key(
            "imap.clients",
            "rcs",
            Parsing.oneOf(Manners.Clients.class),
            "Whose mistakes IMAP understands: rcs = those of the known clients of RCS; strict = nobody's.");
    static final Key<Manners.ReadReport> IMAP_READ_REPORT = key(
            "imap.read-report-sent",
            "keyword",
            Parsing.oneOf(Manners.ReadReport.class),
            "How IMAP tells that flag to clients that have not named it: keyword = $ReadReportSent; flag = \\read-report-sent,"
                    + " on which some clients fail.");
    static final Key<String> IMAP_METADATA_ROOT = key(
            "imap.metadata-root",
            Manners.METADATA_ROOT,
            text -> new Manners(Manners.Clients.RCS, Manners.ReadReport.KEYWORD, text, false).metadataRoot(),
            "Name above the entries of METADATA that say what a folder is to CPM.");
    static final Key<Boolean> IMAP_REV2 = key(
            "imap.rev2",
            "false",
            Parsing::bool,
            "Whether IMAP offers IMAP4rev2 beside IMAP4rev1; who does not enable it is answered as before.");

    static final Key<List<String>> LOGIN_PROXIES = key(
            "login.proxies",
            "",
            Parsing::words,
            "Addresses of accounts that may log in for any other, as SASL authorization: the Participating Function,"
                    + " trusted servers.");
    static final Key<String> LOGIN_CLIENT_CA_FILE = key(
            "login.client-ca-file",
            "",
            Function.identity(),
            "PEM file of the authorities whose client certificates log in, over IMAP (EXTERNAL) and REST; empty = none.");
    static final Key<String> LOGIN_TOKEN_ISSUER = key(
            "login.token-issuer",
            "",
            Function.identity(),
            "Issuer of the tokens that log in, over IMAP with TLS (OAUTHBEARER, XOAUTH2) and REST, as in their iss; empty ="
                    + " none.");
    static final Key<String> LOGIN_TOKEN_AUDIENCE =
            key("login.token-audience", "", Function.identity(), "With login.token-issuer: what their aud must hold.");
    static final Key<String> LOGIN_TOKEN_KEYS = key(
            "login.token-keys",
            "",
            Function.identity(),
            "With login.token-issuer: its JSON Web Key Set, an https URL or a file; empty = no token is good by its"
                    + " signature.");
    static final Key<List<String>> LOGIN_TOKEN_ALGORITHMS = key(
            "login.token-algorithms",
            "RS256 PS256 ES256",
            text -> Parsing.words(text).stream()
                    .map(word -> Parsing.like(word, "(RS|PS|ES)(256|384|512)"))
                    .toList(),
            "What tokens may be signed with.");
    static final Key<String> LOGIN_TOKEN_CLAIM = key(
            "login.token-claim",
            "sub",
            text -> Parsing.like(text, "\\S+"),
            "The claim of a token whose value is an address of the account, or a list of addresses.");
    static final Key<String> LOGIN_TOKEN_INTROSPECTION_URL = key(
            "login.token-introspection-url",
            "",
            text -> text.isEmpty() ? text : Parsing.httpUri(text).toString(),
            "Where to ask about tokens that are no signed ones of login.token-issuer (RFC 7662), an https URL; empty ="
                    + " nowhere.");
    static final Key<String> LOGIN_TOKEN_INTROSPECTION_CLIENT = key(
            "login.token-introspection-client",
            "",
            Function.identity(),
            "With login.token-introspection-url: who this server is there.");
    static final Key<String> LOGIN_TOKEN_INTROSPECTION_SECRET = key(
            "login.token-introspection-secret-file",
            "",
            Function.identity(),
            "With login.token-introspection-url: file whose first line is the secret of that client.");
    static final Key<Duration> LOGIN_TOKEN_INTROSPECTION_TIME = key(
            "login.token-introspection-time",
            "5s",
            text -> Parsing.duration(text, Duration.ofMillis(100), Duration.ofMinutes(1)),
            "How long an answer about a token may take.");
    static final Key<Duration> LOGIN_TOKEN_KEPT = key(
            "login.token-kept",
            "60s",
            text -> Parsing.duration(text, Duration.ZERO, Duration.ofHours(1)),
            "How long a token that was found good is believed without a look at its signature or another question, at"
                    + " most until it expires.");

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
    static final Key<Integer> HTTP_CONNECTIONS =
            key("http.connections-max", "60000", Parsing.integer(1, 10_000_000), "HTTP connections at once.");
    static final Key<String> NMS_STORE =
            key("nms.store-name", "base", Function.identity(), "Store name in the NMS resource URLs.");
    static final Key<Profile> NMS_PROFILE = key(
            "nms.profile",
            "default",
            name -> Profile.named(name).orElseThrow(() -> new IllegalArgumentException("no profile '" + name + "'")),
            "How the operator's clients want to be spoken to: default, att-style, tmo-style; see nms.md.");
    static final Key<Boolean> NMS_DOCS = key(
            "nms.docs",
            "true",
            Parsing::bool,
            "Whether the REST interface describes itself to everybody: /openapi.json, and /docs/ to browse it.");
    static final Key<Integer> NMS_INLINE_TEXT = key(
            "nms.inline-text-bytes-max",
            "0",
            Parsing.integer(0, 64 * 1024),
            "Texts up to this size are told with their object and need not be fetched: decoded bytes, all texts of one object"
                    + " together; 0 = none. Each search then reads the payloads of its page.");
    static final Key<Duration> NMS_POLL_TIME =
            key("nms.long-poll-time", "240s", Parsing::duration, "How long an idle long poll waits.");

    static final Key<List<Proof>> NMS_AUTH = key(
            "nms.auth",
            "basic bearer certificate",
            text -> Parsing.words(text).stream()
                    .map(Parsing.oneOf(Proof.class))
                    .distinct()
                    .toList(),
            "What REST clients may show: basic = address and password; bearer = a token, where login.token-issuer or"
                    + " login.token-introspection-url is set; certificate = with TLS, where login.client-ca-file is set.");
    static final Key<List<Schemes.TokenScheme>> NMS_TOKEN_SCHEMES = key(
            "nms.token-schemes",
            "Bearer",
            text -> Schemes.tokens(Parsing.words(text)),
            "What stands in front of a token in Authorization, such as Bearer SIT; NAME:PREFIX where clients put a prefix"
                    + " before the token, such as Bearer:PAT_.");
    static final Key<Boolean> NMS_TOKEN_SHARING = key(
            "nms.token-sharing",
            "false",
            Parsing::bool,
            "Whether a token opens what others share with its first account, too; otherwise its own boxes and nothing else.");
    static final Key<Integer> NMS_RATE = key(
            "nms.rate-per-second",
            "0",
            Parsing.integer(0, 1_000_000),
            "Requests a second of one account, and of one network from which somebody is not let in, at one server; more are"
                    + " answered 429; 0 = without limit.");
    static final Key<Integer> NMS_RATE_BURST = key(
            "nms.rate-burst",
            "100",
            Parsing.integer(1, 1_000_000),
            "With nms.rate-per-second: requests that may come at once.");

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

    static {
        ALL.addAll(PushKeys.ALL);
    }

    static final Key<String> METRICS_LISTEN = key(
            "metrics.listen",
            "",
            text -> text.isEmpty() ? text : HostPort.parse(text).toString(),
            "Where Prometheus reads figures at /metrics, HOST:PORT, without login and TLS; empty = nowhere.");

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
