// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The settings of what stands behind a server: Cassandra, the other servers, and where payloads go.
final class BackendKeys {
    static final List<Key<?>> ALL = new ArrayList<>();

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

    private BackendKeys() {}

    private static <T> Key<T> key(String name, String fallback, Function<String, T> parse, String meaning) {
        var key = new Key<>(name, fallback, parse, meaning);
        ALL.add(key);
        return key;
    }
}
