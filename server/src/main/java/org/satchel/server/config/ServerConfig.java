// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.satchel.imap.Manners;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.settings.Profile;
import org.satchel.nms.settings.Schemes;
import org.satchel.push.outside.Network;

/// The whole configuration, checked, as a tree of values. See `docs/configuration.md` for what each means.
public record ServerConfig(
        Path data,
        Box box,
        Engine engine,
        Cassandra cassandra,
        Neighbours neighbours,
        Payloads payloads,
        S3 s3,
        Imap imap,
        Logins logins,
        Http http,
        Sip sip,
        Outside outside,
        Push push,
        Metrics metrics) {
    public ServerConfig {
        var proofs = http.access().proofs();
        boolean byToken = proofs.contains(Proof.BEARER) && logins.tokens().areChecked();
        boolean byCertificate = proofs.contains(Proof.CERTIFICATE)
                && !logins.clientCaFile().isEmpty()
                && http.tls().at(http.listen()) == Tls.ON;
        if (!proofs.contains(Proof.BASIC) && !byToken && !byCertificate) {
            throw new ConfigFailure(
                    "nms.auth",
                    "nobody could come in: bearer needs login.token-issuer or login.token-introspection-url, certificate"
                            + " needs TLS and login.client-ca-file");
        }
    }

    /// @param quotaBytes 0 = without limit
    /// @param quotaObjects 0 = without limit
    /// @param deletedGrace zero = for ever
    /// @param retention zero = for ever
    public record Box(
            List<String> systemFolders,
            long objectBytesMax,
            long quotaBytes,
            long quotaObjects,
            Duration history,
            Duration deletedGrace,
            Duration retention,
            boolean sharing,
            boolean sharingNotices) {
        public Box {
            systemFolders = List.copyOf(systemFolders);
            if (deletedGrace.compareTo(history) > 0) {
                throw new ConfigFailure("box.deleted-grace", "is longer than box.history, from which it is read");
            }
        }
    }

    public record Engine(
            EngineKind kind,
            long residentBytesMax,
            long orderBytesMax,
            long blockCacheBytes,
            int smallPayloadBytesMax,
            long diskReserveBytes) {}

    /// @param user empty = no login
    /// @param passwordFile empty = an empty password
    public record Cassandra(
            List<HostPort> contactPoints,
            String datacenter,
            String keyspace,
            int replicas,
            String user,
            String passwordFile,
            int smallPayloadBytesMax,
            int pendingWritesMax,
            Duration requestTime) {
        public Cassandra {
            contactPoints = List.copyOf(contactPoints);
        }
    }

    /// @param listen `HOST:PORT`, or empty
    /// @param nats URL, or empty
    public record Neighbours(String listen, String nats) {}

    /// @param folder empty = in the data folder
    public record Payloads(PayloadKind kind, String folder, Duration orphanGrace) {}

    /// @param endpoint empty = AWS
    /// @param bucket empty unless it is needed
    /// @param accessKey empty = whatever the SDK finds
    public record S3(
            String endpoint,
            String region,
            String bucket,
            String keyPrefix,
            String pathStyle,
            String accessKey,
            String secretKeyFile,
            Encryption encryption,
            String kmsKey,
            String customerKeyFile,
            boolean sdkChecksums,
            S3Work work) {
        public enum Encryption {
            BUCKET,
            S3,
            KMS,
            CUSTOMER
        }
    }

    public record S3Work(
            int partBytes,
            int uploadsMax,
            int largeUploadsMax,
            int downloadsMax,
            Duration attemptTime,
            Duration callTime) {}

    public record Imap(
            HostPort listen,
            Tls tls,
            boolean clearLogin,
            int connectionsMax,
            int connectionsPerBoxMax,
            Manners manners) {}

    /// @param proxies who may log in for others
    /// @param clientCaFile empty = no client certificates
    /// @param tokens who else vouches for clients
    public record Logins(List<String> proxies, String clientCaFile, LoginTokens tokens) {
        public Logins {
            proxies = List.copyOf(proxies);
        }
    }

    /// @param keys URL or file; empty = none is good by its signature
    public record LoginTokens(
            String issuer,
            String audience,
            String keys,
            List<String> algorithms,
            String claim,
            Introspection introspection,
            Duration keptMax) {
        public LoginTokens {
            algorithms = List.copyOf(algorithms);
            boolean nobodyIsAsked = introspection.url().isEmpty();
            boolean bySignature = !keys.isEmpty() || (nobodyIsAsked && !issuer.isEmpty());
            if (bySignature && (Stream.of(issuer, audience, keys).anyMatch(String::isEmpty) || algorithms.isEmpty())) {
                throw new ConfigFailure(
                        "login.token-issuer",
                        "goes with login.token-audience, login.token-keys and login.token-algorithms");
            }
        }

        /// Whether any token can be good.
        boolean areChecked() {
            return !keys.isEmpty() || !introspection.url().isEmpty();
        }
    }

    /// @param url empty = nobody is asked
    public record Introspection(String url, String client, String secretFile, Duration timeMax) {
        public Introspection {
            if (!url.isEmpty() && (client.isEmpty() || secretFile.isEmpty())) {
                throw new ConfigFailure(
                        "login.token-introspection-url",
                        "needs login.token-introspection-client and login.token-introspection-secret-file, too");
            }
        }
    }

    /// @param publicUrl empty = as it listens
    public record Http(
            HostPort listen,
            Tls tls,
            String publicUrl,
            int connectionsMax,
            String storeName,
            Profile profile,
            boolean docs,
            Duration longPollTime,
            Access access) {}

    /// @param proofs what clients may show, where it is possible
    public record Access(
            List<Proof> proofs, List<Schemes.TokenScheme> tokenSchemes, boolean tokenSharing, NmsLimits.Rates rates) {
        public Access {
            proofs = List.copyOf(proofs);
            tokenSchemes = List.copyOf(tokenSchemes);
        }
    }

    /// @param nextHop `HOST:PORT`, or empty
    public record Sip(boolean enabled, HostPort listen, String nextHop, List<String> trustedPeers, boolean failOpen) {
        public Sip {
            trustedPeers = List.copyOf(trustedPeers);
        }
    }

    /// @param gatewayUrl empty = no OMA Push
    public record Push(
            String gatewayUrl,
            String user,
            String password,
            String applicationIdForm,
            boolean wakeNumbers,
            String numberTag,
            Duration quietWindow,
            Duration interval,
            List<String> abilities,
            PushResults results) {
        public Push {
            abilities = List.copyOf(abilities);
        }

        @Override
        public String toString() {
            return "Push[" + gatewayUrl + ", " + user + "]";
        }
    }

    /// @param url under which the gateway reaches the listener, or empty
    /// @param listen `HOST:PORT`, or empty
    /// @param sources who is believed
    public record PushResults(String url, String listen, List<Network> sources) {
        public PushResults {
            sources = List.copyOf(sources);
            if (!listen.isEmpty() && url.isEmpty()) {
                throw new ConfigFailure("push.result-listen", "needs push.result-url, too");
            }
        }
    }

    /// @param listen `HOST:PORT`, or empty
    public record Metrics(String listen) {}

    /// @throws ConfigFailure for a value that does not fit, with the place it came from
    public static ServerConfig of(Settings settings) {
        return new ServerConfig(
                settings.get(Keys.DATA),
                new Box(
                        settings.get(Keys.SYSTEM_FOLDERS),
                        settings.get(Keys.OBJECT_BYTES_MAX),
                        settings.get(Keys.QUOTA_BYTES),
                        settings.get(Keys.QUOTA_OBJECTS),
                        settings.get(Keys.HISTORY),
                        settings.get(Keys.DELETED_GRACE),
                        settings.get(Keys.RETENTION),
                        settings.get(Keys.SHARING),
                        settings.get(Keys.SHARING_NOTICES)),
                new Engine(
                        settings.get(Keys.ENGINE),
                        settings.get(Keys.RESIDENT_BYTES),
                        settings.get(Keys.ORDER_BYTES),
                        settings.get(Keys.BLOCK_CACHE_BYTES),
                        Math.toIntExact(settings.get(Keys.SMALL_PAYLOAD_BYTES)),
                        settings.get(Keys.DISK_RESERVE_BYTES)),
                cassandra(settings),
                new Neighbours(settings.get(BackendKeys.NEIGHBOURS_LISTEN), settings.get(BackendKeys.NEIGHBOURS_NATS)),
                new Payloads(
                        settings.get(BackendKeys.PAYLOADS),
                        settings.get(BackendKeys.PAYLOAD_FOLDER),
                        settings.get(BackendKeys.ORPHAN_GRACE)),
                s3(settings),
                new Imap(
                        settings.get(Keys.IMAP_LISTEN),
                        settings.get(Keys.IMAP_TLS),
                        settings.get(Keys.IMAP_CLEAR_LOGIN),
                        settings.get(Keys.IMAP_CONNECTIONS),
                        settings.get(Keys.IMAP_CONNECTIONS_PER_BOX),
                        new Manners(
                                settings.get(Keys.IMAP_CLIENTS),
                                settings.get(Keys.IMAP_READ_REPORT),
                                settings.get(Keys.IMAP_METADATA_ROOT),
                                settings.get(Keys.IMAP_REV2))),
                new Logins(
                        settings.get(Keys.LOGIN_PROXIES),
                        settings.get(Keys.LOGIN_CLIENT_CA_FILE),
                        new LoginTokens(
                                settings.get(Keys.LOGIN_TOKEN_ISSUER),
                                settings.get(Keys.LOGIN_TOKEN_AUDIENCE),
                                settings.get(Keys.LOGIN_TOKEN_KEYS),
                                settings.get(Keys.LOGIN_TOKEN_ALGORITHMS),
                                settings.get(Keys.LOGIN_TOKEN_CLAIM),
                                new Introspection(
                                        settings.get(Keys.LOGIN_TOKEN_INTROSPECTION_URL),
                                        settings.get(Keys.LOGIN_TOKEN_INTROSPECTION_CLIENT),
                                        settings.get(Keys.LOGIN_TOKEN_INTROSPECTION_SECRET),
                                        settings.get(Keys.LOGIN_TOKEN_INTROSPECTION_TIME)),
                                settings.get(Keys.LOGIN_TOKEN_KEPT))),
                new Http(
                        settings.get(Keys.HTTP_LISTEN),
                        settings.get(Keys.HTTP_TLS),
                        settings.get(Keys.HTTP_PUBLIC_URL),
                        settings.get(Keys.HTTP_CONNECTIONS),
                        settings.get(Keys.NMS_STORE),
                        settings.get(Keys.NMS_PROFILE).withInlineText(settings.get(Keys.NMS_INLINE_TEXT)),
                        settings.get(Keys.NMS_DOCS),
                        settings.get(Keys.NMS_POLL_TIME),
                        new Access(
                                settings.get(Keys.NMS_AUTH),
                                settings.get(Keys.NMS_TOKEN_SCHEMES),
                                settings.get(Keys.NMS_TOKEN_SHARING),
                                new NmsLimits.Rates(
                                        settings.get(Keys.NMS_RATE),
                                        settings.get(Keys.NMS_RATE_BURST),
                                        NmsLimits.Rates.KNOWN_MAX))),
                new Sip(
                        settings.get(Keys.SIP_ENABLED),
                        settings.get(Keys.SIP_LISTEN),
                        settings.get(Keys.SIP_NEXT_HOP),
                        settings.get(Keys.SIP_TRUSTED),
                        settings.get(Keys.SIP_FAIL_OPEN)),
                Outside.of(settings),
                new Push(
                        settings.get(PushKeys.PUSH_GATEWAY),
                        settings.get(PushKeys.PUSH_USER),
                        settings.get(PushKeys.PUSH_PASSWORD),
                        settings.get(PushKeys.PUSH_APPLICATION_ID),
                        settings.get(PushKeys.PUSH_NUMBERS),
                        settings.get(PushKeys.PUSH_NUMBER_TAG),
                        settings.get(PushKeys.PUSH_QUIET),
                        settings.get(PushKeys.PUSH_INTERVAL),
                        settings.get(PushKeys.PUSH_ABILITIES),
                        new PushResults(
                                settings.get(PushKeys.PUSH_RESULT_URL),
                                settings.get(PushKeys.PUSH_RESULT_LISTEN),
                                settings.get(PushKeys.PUSH_RESULT_SOURCES))),
                new Metrics(settings.get(Keys.METRICS_LISTEN)));
    }

    private static Cassandra cassandra(Settings settings) {
        return new Cassandra(
                settings.get(BackendKeys.CONTACT_POINTS),
                settings.get(BackendKeys.DATACENTER),
                settings.get(BackendKeys.KEYSPACE),
                settings.get(BackendKeys.REPLICAS),
                settings.get(BackendKeys.CASSANDRA_USER),
                settings.get(BackendKeys.CASSANDRA_PASSWORD_FILE),
                settings.get(BackendKeys.ROW_PAYLOAD_BYTES),
                settings.get(BackendKeys.CASSANDRA_PENDING_WRITES),
                settings.get(BackendKeys.CASSANDRA_REQUEST_TIME));
    }

    private static S3 s3(Settings settings) {
        return new S3(
                settings.get(BackendKeys.S3_ENDPOINT),
                settings.get(BackendKeys.S3_REGION),
                settings.get(BackendKeys.S3_BUCKET),
                settings.get(BackendKeys.S3_KEY_PREFIX),
                settings.get(BackendKeys.S3_PATH_STYLE),
                settings.get(BackendKeys.S3_ACCESS_KEY),
                settings.get(BackendKeys.S3_SECRET_KEY_FILE),
                settings.get(BackendKeys.S3_ENCRYPTION),
                settings.get(BackendKeys.S3_KMS_KEY),
                settings.get(BackendKeys.S3_CUSTOMER_KEY_FILE),
                settings.get(BackendKeys.S3_CHECKSUMS),
                new S3Work(
                        settings.get(BackendKeys.S3_PART_BYTES),
                        settings.get(BackendKeys.S3_UPLOADS),
                        settings.get(BackendKeys.S3_LARGE_UPLOADS),
                        settings.get(BackendKeys.S3_DOWNLOADS),
                        settings.get(BackendKeys.S3_ATTEMPT_TIME),
                        settings.get(BackendKeys.S3_CALL_TIME)));
    }

    /// Where boxes are kept, as an operator knows it: two configurations with one place have one store.
    public String place() {
        return switch (engine.kind()) {
            case EMBEDDED -> "embedded " + data.toAbsolutePath().normalize();
            case CASSANDRA ->
                "cassandra " + cassandra.keyspace() + " at "
                        + cassandra.contactPoints().stream()
                                .map(HostPort::toString)
                                .collect(Collectors.joining(" "));
        };
    }

    /// The reference page of all settings.
    public static String reference() {
        return Keys.reference();
    }
}
