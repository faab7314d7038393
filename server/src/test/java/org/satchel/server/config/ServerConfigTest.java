// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.imap.Manners;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.settings.Profile;
import org.satchel.nms.settings.Schemes;
import org.satchel.push.outside.Network;
import org.satchel.push.outside.Reach;

class ServerConfigTest {
    private static final Path REFERENCE = Path.of("../docs/configuration.md");

    @TempDir
    Path folder;

    @Test
    void the_defaults_are_these() {
        assertThat(ServerConfig.of(new Settings()))
                .isEqualTo(new ServerConfig(
                        Path.of("./data"),
                        new ServerConfig.Box(
                                List.of("INBOX", "Default", "RCSMessageStore"),
                                100 << 20,
                                0,
                                0,
                                Duration.ofDays(90),
                                Duration.ofDays(30),
                                Duration.ofDays(90),
                                false,
                                false),
                        new ServerConfig.Engine(
                                EngineKind.EMBEDDED, 256 << 20, 64 << 20, 64 << 20, 32 << 10, 256 << 20),
                        new ServerConfig.Cassandra(
                                List.of(new HostPort("127.0.0.1", 9042)),
                                "datacenter1",
                                "satchel",
                                3,
                                "",
                                "",
                                8 << 10,
                                2048,
                                Duration.ofSeconds(10)),
                        new ServerConfig.Neighbours("", ""),
                        new ServerConfig.Payloads(PayloadKind.FOLDER, "", Duration.ofHours(24)),
                        new ServerConfig.S3(
                                "",
                                "us-east-1",
                                "",
                                "",
                                "auto",
                                "",
                                "",
                                ServerConfig.S3.Encryption.BUCKET,
                                "",
                                "",
                                false,
                                new ServerConfig.S3Work(
                                        8 << 20, 256, 16, 256, Duration.ofSeconds(8), Duration.ofSeconds(20))),
                        new ServerConfig.Imap(
                                new HostPort("127.0.0.1", 1143), Tls.AUTO, false, 50_000, 64, Manners.DEFAULT),
                        new ServerConfig.Logins(
                                List.of(),
                                "",
                                new ServerConfig.LoginTokens(
                                        "",
                                        "",
                                        "",
                                        List.of("RS256", "PS256", "ES256"),
                                        "sub",
                                        new ServerConfig.Introspection("", "", "", Duration.ofSeconds(5)),
                                        Duration.ofSeconds(60))),
                        new ServerConfig.Http(
                                new HostPort("127.0.0.1", 8080),
                                Tls.AUTO,
                                "",
                                60_000,
                                "base",
                                Profile.DEFAULT,
                                true,
                                Duration.ofSeconds(240),
                                new ServerConfig.Access(
                                        List.of(Proof.BASIC, Proof.BEARER, Proof.CERTIFICATE),
                                        List.of(new Schemes.TokenScheme("Bearer", "")),
                                        false,
                                        new NmsLimits.Rates(0, 100, 100_000))),
                        new ServerConfig.Sip(true, new HostPort("127.0.0.1", 5060), "", List.of(), false),
                        new Outside(Reach.Hosts.LISTED, List.of(), List.of(), "", ""),
                        new ServerConfig.Push(
                                "",
                                "",
                                "",
                                "urn",
                                true,
                                "",
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(30),
                                List.of(),
                                new ServerConfig.PushResults(
                                        "", "", List.of(Network.parse("127.0.0.0/8"), Network.parse("::1")))),
                        new ServerConfig.Metrics("")));
    }

    @Test
    void every_key_is_read_from_a_file() throws IOException {
        var other = Map.ofEntries(
                Map.entry("data", "/srv/satchel"),
                Map.entry("box.system-folders", "INBOX, Default"),
                Map.entry("box.object-bytes-max", "5M"),
                Map.entry("box.quota-bytes", "1G"),
                Map.entry("box.quota-objects", "10_000"),
                Map.entry("box.history", "30d"),
                Map.entry("box.deleted-grace", "7d"),
                Map.entry("box.retention", "never"),
                Map.entry("box.sharing", "true"),
                Map.entry("box.sharing-notices", "true"),
                Map.entry("engine.kind", "cassandra"),
                Map.entry("engine.resident-bytes-max", "1M"),
                Map.entry("engine.order-bytes-max", "2M"),
                Map.entry("engine.block-cache-bytes", "2M"),
                Map.entry("engine.small-payload-bytes-max", "4K"),
                Map.entry("engine.disk-reserve-bytes", "1G"),
                Map.entry("cassandra.contact-points", "127.0.0.2:9042 127.0.0.3:9042"),
                Map.entry("cassandra.datacenter", "dc1"),
                Map.entry("cassandra.keyspace", "nms"),
                Map.entry("cassandra.replicas", "1"),
                Map.entry("cassandra.user", "nms"),
                Map.entry("cassandra.password-file", "/run/secrets/cassandra"),
                Map.entry("cassandra.small-payload-bytes-max", "4K"),
                Map.entry("cassandra.pending-writes-max", "64"),
                Map.entry("cassandra.request-time", "5s"),
                Map.entry("neighbours.listen", "127.0.0.1:7500"),
                Map.entry("neighbours.nats", "nats://127.0.0.5:4222"),
                Map.entry("payloads.kind", "s3"),
                Map.entry("payloads.folder", "/mnt/payloads"),
                Map.entry("payloads.orphan-grace", "2d"),
                Map.entry("s3.endpoint", "http://127.0.0.4:9000"),
                Map.entry("s3.region", "eu-central-1"),
                Map.entry("s3.bucket", "nms-payloads"),
                Map.entry("s3.key-prefix", "one/"),
                Map.entry("s3.path-style", "off"),
                Map.entry("s3.access-key", "nms"),
                Map.entry("s3.secret-key-file", "/run/secrets/s3"),
                Map.entry("s3.encryption", "kms"),
                Map.entry("s3.kms-key", "alias/nms"),
                Map.entry("s3.customer-key-file", "/run/secrets/sse"),
                Map.entry("s3.sdk-checksums", "yes"),
                Map.entry("s3.part-bytes", "16M"),
                Map.entry("s3.uploads-max", "32"),
                Map.entry("s3.large-uploads-max", "4"),
                Map.entry("s3.downloads-max", "64"),
                Map.entry("s3.attempt-time", "4s"),
                Map.entry("s3.call-time", "10s"),
                Map.entry("imap.listen", "[::1]:143"),
                Map.entry("imap.tls", "on"),
                Map.entry("imap.clear-login", "yes"),
                Map.entry("imap.connections-max", "7"),
                Map.entry("imap.connections-per-box-max", "3"),
                Map.entry("imap.clients", "strict"),
                Map.entry("imap.read-report-sent", "flag"),
                Map.entry("imap.metadata-root", "/shared/vendor/acme/cpm"),
                Map.entry("imap.rev2", "true"),
                Map.entry("login.proxies", "sip:pf@example.net"),
                Map.entry("login.client-ca-file", "/etc/satchel/ca.pem"),
                Map.entry("login.token-issuer", "https://id.example.net"),
                Map.entry("login.token-audience", "satchel"),
                Map.entry("login.token-keys", "https://id.example.net/jwks"),
                Map.entry("login.token-algorithms", "ES384"),
                Map.entry("login.token-claim", "phone_number"),
                Map.entry("login.token-introspection-url", "https://id.example.net/introspect"),
                Map.entry("login.token-introspection-client", "satchel"),
                Map.entry("login.token-introspection-secret-file", "/run/secrets/introspection"),
                Map.entry("login.token-introspection-time", "2s"),
                Map.entry("login.token-kept", "5m"),
                Map.entry("http.listen", "0.0.0.0:80"),
                Map.entry("http.tls", "off"),
                Map.entry("http.public-url", "https://nms.example.net"),
                Map.entry("http.connections-max", "700"),
                Map.entry("nms.store-name", "ums"),
                Map.entry("nms.profile", "tmo-style"),
                Map.entry("nms.docs", "no"),
                Map.entry("nms.inline-text-bytes-max", "4096"),
                Map.entry("nms.long-poll-time", "1500ms"),
                Map.entry("nms.auth", "bearer"),
                Map.entry("nms.token-schemes", "SIT Bearer:PAT_"),
                Map.entry("nms.token-sharing", "yes"),
                Map.entry("nms.rate-per-second", "20"),
                Map.entry("nms.rate-burst", "200"),
                Map.entry("sip.listen", "127.0.0.2:5070"),
                Map.entry("sip.enabled", "no"),
                Map.entry("sip.next-hop", "127.0.0.1:5061"),
                Map.entry("sip.trusted-peers", "127.0.0.9"),
                Map.entry("sip.relay-when-store-is-down", "true"),
                Map.entry("outside.hosts", "public"),
                Map.entry("outside.places", "Client.example.net http://10.1.2.3:8080"),
                Map.entry("outside.networks", "10.1.0.0/16 fd00::/8"),
                Map.entry("webhook.key-file", "/run/secrets/webhook"),
                Map.entry("webpush.contact", "mailto:push@example.net"),
                Map.entry("push.gateway-url", "http://ppg.example.net/pap"),
                Map.entry("push.user", "u"),
                Map.entry("push.password", "p"),
                Map.entry("push.application-id-form", "hex"),
                Map.entry("push.wake-numbers", "no"),
                Map.entry("push.number-tag", "AMBS"),
                Map.entry("push.quiet-window", "2s"),
                Map.entry("push.interval", "1m"),
                Map.entry("push.gateway-abilities", "cancel query"),
                Map.entry("push.result-url", "https://nms.example.net/results"),
                Map.entry("push.result-listen", "127.0.0.1:8085"),
                Map.entry("push.result-sources", "192.0.2.7"),
                Map.entry("metrics.listen", "127.0.0.1:9464"));
        assertThat(other.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Keys.ALL.stream().map(Key::name).toList());
        var file = folder.resolve("satchel.conf");
        Files.write(
                file,
                other.entrySet().stream()
                        .map(e -> e.getKey() + " = " + e.getValue())
                        .toList());

        var settings = new Settings().file(file);

        var defaults = new Settings();
        for (var key : Keys.ALL) {
            assertThat(settings.get(key)).as(key.name()).isNotEqualTo(defaults.get(key));
        }
    }

    @Test
    void an_unknown_key_fails_with_file_and_line() throws IOException {
        var file = folder.resolve("satchel.conf");
        Files.writeString(file, "# comment\n\nimap.lisen = 127.0.0.1:1\n");
        assertThatThrownBy(() -> new Settings().file(file))
                .isInstanceOf(ConfigFailure.class)
                .hasMessage(file + ":3: no setting is named 'imap.lisen'");
    }

    @Test
    void a_value_that_does_not_fit_fails_with_file_and_line() throws IOException {
        var file = folder.resolve("satchel.conf");
        Files.writeString(file, "imap.listen = nowhere\n");
        var settings = new Settings().file(file);
        assertThatThrownBy(() -> ServerConfig.of(settings))
                .isInstanceOf(ConfigFailure.class)
                .hasMessage(file + ":1: 'imap.listen': 'nowhere' is not HOST:PORT");
    }

    @Test
    void a_key_given_twice_fails() throws IOException {
        var file = folder.resolve("satchel.conf");
        Files.writeString(file, "data = a\ndata = b\n");
        assertThatThrownBy(() -> new Settings().file(file)).hasMessageContaining(":2: 'data' was given before");
    }

    @Test
    void a_variable_overrides_the_file_and_an_option_overrides_both() throws IOException {
        var file = folder.resolve("satchel.conf");
        Files.writeString(file, "imap.connections-max = 1\nnms.store-name = one\n");
        var settings = new Settings()
                .file(file)
                .environment(Map.of("SATCHEL_IMAP_CONNECTIONS_MAX", "2", "SATCHEL_NMS_STORE_NAME", "two", "HOME", "/"))
                .option("nms.store-name", "three");
        var config = ServerConfig.of(settings);
        assertThat(config.imap().connectionsMax()).isEqualTo(2);
        assertThat(config.http().storeName()).isEqualTo("three");
    }

    @Test
    void objects_are_kept_for_ever_when_told_so() {
        var settings = new Settings().option("box.deleted-grace", "0").option("box.retention", "never");
        var box = ServerConfig.of(settings).box();
        assertThat(List.of(box.deletedGrace(), box.retention())).containsOnly(Duration.ZERO);
        assertThatThrownBy(() -> ServerConfig.of(new Settings().option("box.retention", "5m")))
                .isInstanceOf(ConfigFailure.class)
                .hasMessageContaining("box.retention");
    }

    @Test
    void a_way_in_that_leads_nowhere_is_refused() {
        for (var wrong : List.of(
                "nms.auth=bearer",
                "nms.auth=certificate",
                "nms.auth=",
                "nms.auth=digest",
                "nms.token-schemes=",
                "nms.token-schemes=Basic",
                "nms.token-schemes=SIT sit",
                "nms.rate-burst=0",
                "login.token-issuer=https://id.example.net",
                "login.token-keys=https://id.example.net/jwks",
                "login.token-introspection-url=https://id.example.net/introspect",
                "login.token-kept=2h")) {
            int equals = wrong.indexOf('=');
            var settings = new Settings().option(wrong.substring(0, equals), wrong.substring(equals + 1));
            assertThatThrownBy(() -> ServerConfig.of(settings))
                    .as(wrong)
                    .isInstanceOf(ConfigFailure.class)
                    .hasMessageContaining(
                            wrong.startsWith("login.token-keys") ? "login.token-issuer" : wrong.substring(0, equals));
        }
        var introspection = new Settings()
                .option("nms.auth", "bearer")
                .option("login.token-introspection-url", "https://id.example.net/introspect")
                .option("login.token-introspection-client", "satchel")
                .option("login.token-introspection-secret-file", "/run/secrets/introspection");
        assertThat(ServerConfig.of(introspection).http().access().proofs()).containsExactly(Proof.BEARER);
    }

    @Test
    void a_history_of_nothing_is_refused() {
        assertThatThrownBy(() -> ServerConfig.of(
                        new Settings().option("box.history", "0s").option("box.deleted-grace", "never")))
                .isInstanceOf(ConfigFailure.class)
                .hasMessageContaining("box.history");
    }

    @Test
    void a_grace_that_the_history_cannot_tell_is_refused() {
        assertThatThrownBy(() -> ServerConfig.of(new Settings().option("box.history", "20d")))
                .isInstanceOf(ConfigFailure.class)
                .hasMessageContaining("box.deleted-grace");
    }

    @Test
    void a_variable_that_names_no_key_fails() {
        assertThatThrownBy(() -> new Settings().environment(Map.of("SATCHEL_IMAP_LISEN", "x")))
                .isInstanceOf(ConfigFailure.class)
                .hasMessageContaining("SATCHEL_IMAP_LISEN");
    }

    @Test
    void the_password_of_the_gateway_is_not_printed() {
        var settings = new Settings().option("push.password", "hush");
        assertThat(ServerConfig.of(settings).toString()).doesNotContain("hush");
    }

    @Test
    void the_reference_page_is_what_the_code_says() throws IOException {
        assertThat(Files.readString(REFERENCE)).isEqualTo(ServerConfig.reference());
    }
}
