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
    static final Key<Long> RESIDENT_BYTES =
            key("engine.resident-bytes-max", "256M", Parsing::bytes, "Memory for listings of boxes in use, in bytes.");
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

    static final Key<List<HostPort>> CONTACT_POINTS = key(
            "cassandra.contact-points",
            "127.0.0.1:9042",
            Parsing::places,
            "With engine.kind = cassandra: nodes to begin with, HOST:PORT each.");
    static final Key<String> DATACENTER = key(
            "cassandra.datacenter",
            "datacenter1",
            text -> Parsing.like(text, "[A-Za-z0-9_.-]+"),
            "The data centre that this server is in; a quorum of its replicas answers for all.");
    static final Key<String> KEYSPACE = key(
            "cassandra.keyspace",
            "satchel",
            text -> Parsing.like(text, "[a-z][a-z0-9_]{0,47}"),
            "Keyspace, made when it is not there.");
    static final Key<Integer> REPLICAS = key(
            "cassandra.replicas",
            "3",
            Parsing.integer(1, 20),
            "Copies of each row in the data centre, of a keyspace that is made.");
    static final Key<String> CASSANDRA_USER =
            key("cassandra.user", "", Function.identity(), "User name at Cassandra; empty = no login.");
    static final Key<String> CASSANDRA_PASSWORD_FILE =
            key("cassandra.password-file", "", Function.identity(), "File whose first line is that user's password.");
    static final Key<Integer> ROW_PAYLOAD_BYTES = key(
            "cassandra.small-payload-bytes-max",
            "8K",
            text -> Parsing.bytes(text, 1 << 20),
            "Payloads up to this size, in bytes, are kept in rows; larger ones go where payloads.kind says.");
    static final Key<Integer> CASSANDRA_PENDING_WRITES = key(
            "cassandra.pending-writes-max",
            "2048",
            Parsing.integer(1, 1_000_000),
            "Writes that wait for Cassandra at once; further writers wait for a place.");
    static final Key<Duration> CASSANDRA_REQUEST_TIME = key(
            "cassandra.request-time",
            "10s",
            text -> Parsing.duration(text, Duration.ofMillis(100), Duration.ofMinutes(5)),
            "How long one request to Cassandra may take.");

    static final Key<String> NEIGHBOURS_LISTEN = key(
            "neighbours.listen",
            "",
            text -> text.isEmpty() ? text : HostPort.parse(text).toString(),
            "With engine.kind = cassandra: where the other servers tell this one of new commits and share writes, HOST:PORT"
                    + " of the inner network; with 0.0.0.0 they use the address of this machine's name; empty = it finds"
                    + " out by itself within seconds.");
    static final Key<String> NEIGHBOURS_NATS = key(
            "neighbours.nats",
            "",
            text -> text.isEmpty() ? text : Parsing.like(text, "(nats|tls)://\\S+"),
            "URL of a NATS server that carries word of new commits instead, as nats://HOST:PORT; empty = none.");

    static final Key<PayloadKind> PAYLOADS = key(
            "payloads.kind",
            "folder",
            Parsing.oneOf(PayloadKind.class),
            "With engine.kind = cassandra: where larger payloads go, folder or s3.");
    static final Key<String> PAYLOAD_FOLDER = key(
            "payloads.folder",
            "",
            Function.identity(),
            "The folder, the same for all servers; empty = 'payloads' in the data folder, for one server alone.");
    static final Key<Duration> ORPHAN_GRACE = key(
            "payloads.orphan-grace",
            "24h",
            text -> Parsing.duration(text, Duration.ofHours(1), Duration.ofDays(365)),
            "How long a payload is left alone before it is removed because nothing refers to it; the same for all servers.");

    static final Key<String> S3_ENDPOINT = key(
            "s3.endpoint",
            "",
            text -> text.isEmpty() ? text : Parsing.httpUri(text).toString(),
            "URL of the S3 store; empty = AWS in the region.");
    static final Key<String> S3_REGION =
            key("s3.region", "us-east-1", text -> Parsing.like(text, "[A-Za-z0-9_-]+"), "Region, as AWS names it.");
    static final Key<String> S3_BUCKET = key(
            "s3.bucket",
            "",
            text -> text.isEmpty() ? text : Parsing.like(text, "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
            "Bucket; it is there already.");
    static final Key<String> S3_KEY_PREFIX = key(
            "s3.key-prefix",
            "",
            text -> text.isEmpty() ? text : Parsing.like(text, "([A-Za-z0-9_-][A-Za-z0-9._-]*/)*"),
            "What all keys in the bucket begin with; ends in a slash.");
    static final Key<String> S3_PATH_STYLE = key(
            "s3.path-style",
            "auto",
            text -> Parsing.word(text, "auto", "on", "off"),
            "Whether the bucket stands in the path instead of the host name: on, off, or auto = on where there is an"
                    + " endpoint.");
    static final Key<String> S3_ACCESS_KEY = key(
            "s3.access-key",
            "",
            Function.identity(),
            "Access key; empty = what the SDK finds in variables, profile or instance.");
    static final Key<String> S3_SECRET_KEY_FILE =
            key("s3.secret-key-file", "", Function.identity(), "File whose first line is the secret key.");
    static final Key<ServerConfig.S3.Encryption> S3_ENCRYPTION = key(
            "s3.encryption",
            "bucket",
            Parsing.oneOf(ServerConfig.S3.Encryption.class),
            "Encryption by the store: bucket = as the bucket says, s3, kms, or customer = with a key that only we keep.");
    static final Key<String> S3_KMS_KEY = key(
            "s3.kms-key", "", Function.identity(), "With s3.encryption = kms: the key; empty = that of the bucket.");
    static final Key<String> S3_CUSTOMER_KEY_FILE = key(
            "s3.customer-key-file",
            "",
            Function.identity(),
            "With s3.encryption = customer: file of 32 bytes or of their Base64. Without it no payload can be read.");
    static final Key<Boolean> S3_CHECKSUMS = key(
            "s3.sdk-checksums",
            "no",
            Parsing::bool,
            "Whether requests carry the SDK's checksums wherever S3 allows one; stores other than AWS may refuse them.");
    static final Key<Integer> S3_PART_BYTES = key(
            "s3.part-bytes",
            "8M",
            text -> Parsing.bytes(text, 1 << 30),
            "Payloads above this size, in bytes, are uploaded in parts of it; 5M at least.");
    static final Key<Integer> S3_UPLOADS =
            key("s3.uploads-max", "256", Parsing.integer(1, 100_000), "Uploads at once.");
    static final Key<Integer> S3_LARGE_UPLOADS = key(
            "s3.large-uploads-max",
            "16",
            Parsing.integer(1, 100_000),
            "Uploads at once that hold a whole part in memory.");
    static final Key<Integer> S3_DOWNLOADS =
            key("s3.downloads-max", "256", Parsing.integer(1, 100_000), "Downloads at once.");
    static final Key<Duration> S3_ATTEMPT_TIME = key(
            "s3.attempt-time",
            "8s",
            text -> Parsing.duration(text, Duration.ofMillis(100), Duration.ofMinutes(10)),
            "How long one attempt at a request may take.");
    static final Key<Duration> S3_CALL_TIME = key(
            "s3.call-time",
            "20s",
            text -> Parsing.duration(text, Duration.ofMillis(100), Duration.ofHours(1)),
            "How long a request may take with all its attempts.");

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
            "PEM file of the authorities whose client certificates log in on the IMAP port (EXTERNAL); empty = none.");
    static final Key<String> LOGIN_TOKEN_ISSUER = key(
            "login.token-issuer",
            "",
            Function.identity(),
            "Issuer of the tokens that log in on the IMAP port with TLS (OAUTHBEARER, XOAUTH2), as in their iss; empty ="
                    + " none.");
    static final Key<String> LOGIN_TOKEN_AUDIENCE =
            key("login.token-audience", "", Function.identity(), "With login.token-issuer: what their aud must hold.");
    static final Key<String> LOGIN_TOKEN_KEYS = key(
            "login.token-keys",
            "",
            Function.identity(),
            "With login.token-issuer: its JSON Web Key Set, an https URL or a file.");
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
            "The claim of a token whose value is an address of the account.");

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
