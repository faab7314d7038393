// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.model.Address;
import org.satchel.server.storage.Storage;

/// Every way into the REST face, over real TLS, against a server as an operator configures it. Wrong everything is
/// refused, in a way that a client can understand.
// OMA NMS §4.2, §10.3
@Timeout(600)
class NmsLoginsTest {
    private static final String ANN = "tel:+15550100001";
    private static final String BEN = "tel:+15550100002";
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static final TestNodes NODES = new TestNodes();
    private static final List<HttpClient> CLIENTS = new ArrayList<>();
    private static TestCertificates certificates;
    private static TestIssuer issuer;
    private static String server;

    @BeforeAll
    static void start() throws Exception {
        issuer = new TestIssuer();
        Files.writeString(folder.resolve("secret"), TestIssuer.SECRET + "\n");
        certificates = new TestCertificates(folder);
        certificates.authority("ca");
        certificates.authority("stranger");
        certificates.certificate("ca", "ann", "san=uri:sip:ann@example.net", "CN=nobody");
        certificates.certificate("ca", "nobody", "san=uri:sip:nobody@example.net", "CN=nobody");
        certificates.certificate("stranger", "false-ann", "san=uri:sip:ann@example.net", "CN=ann");
        server = url(NODES.ready(folder.resolve("data"), vouching()).get("http"));
    }

    @AfterAll
    static void stop() {
        CLIENTS.forEach(HttpClient::shutdownNow);
        NODES.close();
        issuer.close();
    }

    private static String[] vouching(String... more) {
        var all = new ArrayList<>(List.of(
                "http.tls=on",
                "login.client-ca-file=" + folder.resolve("ca.pem"),
                "login.token-issuer=" + TestIssuer.NAME,
                "login.token-audience=satchel",
                "login.token-claim=phone_number",
                "login.token-keys=" + issuer.url(),
                "login.token-introspection-url=" + issuer.introspectionUrl(),
                "login.token-introspection-client=" + TestIssuer.CLIENT,
                "login.token-introspection-secret-file=" + folder.resolve("secret"),
                "nms.token-schemes=Bearer:PAT_ SIT"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static String url(InetSocketAddress http) {
        return "https://127.0.0.1:" + http.getPort();
    }

    private static HttpClient client(@Nullable String certificate) {
        try {
            var client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(certificates.client(certificate))
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
            CLIENTS.add(client);
            return client;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String folders(String owner) {
        return server + "/nms/v1/base/" + owner.replace("+", "%2B") + "/folders";
    }

    private static HttpResponse<String> get(HttpClient client, String url, String authorization)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMinutes(2));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static int status(HttpClient client, String owner, String authorization)
            throws IOException, InterruptedException {
        return get(client, folders(owner), authorization).statusCode();
    }

    private static String basic(String user, String password) {
        var pair = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String code(HttpResponse<String> answer, String kind) throws IOException {
        return new ObjectMapper()
                .readTree(answer.body())
                .at("/requestError/" + kind + "/messageId")
                .asText();
    }

    private static void await(BooleanSupplier condition) {
        var until = Instant.now().plus(AT_ONCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(until);
        }
    }

    @Test
    void s_09_every_way_in_leads_to_the_same_box() throws Exception {
        var opaque = issuer.means("opaque-ann", "{\"active\":true,\"phone_number\":\"+15550100001\"}");
        var token = issuer.signedWithRsa(_ -> {});
        var bare = client(null);
        for (var authorization : List.of(
                basic(ANN, "ann's secret"),
                basic("15550100001", "ann's secret"),
                basic("sip:ann@example.net", "ann's secret"),
                "Bearer " + token,
                "Bearer PAT_" + token,
                "SIT " + opaque)) {
            assertThat(status(bare, ANN, authorization)).as(authorization).isEqualTo(200);
            assertThat(status(bare, BEN, authorization)).as(authorization).isEqualTo(403);
        }
        var ann = client("ann");
        assertThat(status(ann, ANN, "")).isEqualTo(200);
        assertThat(status(ann, BEN, "")).isEqualTo(403);
        assertThat(status(ann, BEN, basic(BEN, "ben's secret")))
                .as("what the request shows goes before the connection")
                .isEqualTo(200);
        assertThat(status(ann, ANN, "Bearer x")).isEqualTo(401);
    }

    @Test
    void who_shows_nothing_good_is_asked_for_it() throws Exception {
        var challenges = List.of("Basic realm=\"nms\", charset=\"UTF-8\"", "Bearer realm=\"nms\"", "SIT realm=\"nms\"");
        for (var shown : List.of("", basic(ANN, "wrong"), basic("tel:+15550199999", "wrong"), "Digest x=y")) {
            var answer = get(client(null), folders(ANN), shown);
            assertThat(answer.statusCode()).as(shown).isEqualTo(401);
            assertThat(answer.headers().allValues("WWW-Authenticate")).isEqualTo(challenges);
            assertThat(code(answer, "serviceException")).isEqualTo("SVC2003");
        }
        var nobody = client("nobody");
        assertThat(status(nobody, ANN, "")).as("a certificate of nobody's").isEqualTo(401);
    }

    // RFC 6750 §3.1, RFC 8725
    @Test
    void tokens_that_are_not_what_they_must_be_are_refused() throws Exception {
        var past = Date.from(Instant.now().minus(Duration.ofMinutes(5)));
        var later = Date.from(Instant.now().plus(Duration.ofMinutes(5)));
        var stranger = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
        var rs256 = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build();
        var good = issuer.signedWithRsa(_ -> {});
        long second = Instant.now().getEpochSecond();
        for (var token : List.of(
                issuer.signedWithRsa(claims -> claims.issuer("https://elsewhere.example.net")),
                issuer.signedWithRsa(claims -> claims.audience("other")),
                issuer.signedWithRsa(claims -> claims.expirationTime(past)),
                issuer.signedWithRsa(claims -> claims.expirationTime(null)),
                issuer.signedWithRsa(claims -> claims.notBeforeTime(later)),
                issuer.signedWithRsa(claims -> claims.claim("phone_number", "+15550199999")),
                issuer.signedWithRsa(claims -> claims.claim("phone_number", List.of())),
                TestIssuer.signed(rs256, new RSASSASigner(stranger), TestIssuer.claims()),
                TestIssuer.signed(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build(),
                        new MACSigner(issuer.rsa().toPublicJWK().toJSONString()),
                        TestIssuer.claims()),
                new PlainJWT(TestIssuer.claims().build()).serialize(),
                good.substring(0, good.length() - 8) + "AAAAAAAA",
                issuer.means("gone", "{\"active\":false}"),
                issuer.means(
                        "over", "{\"active\":true,\"exp\":" + (second - 60) + ",\"phone_number\":\"+15550100001\"}"),
                issuer.means("others", "{\"active\":true,\"aud\":\"other\",\"phone_number\":\"+15550100001\"}"),
                "garbage")) {
            for (var scheme : List.of("Bearer", "SIT")) {
                var answer = get(client(null), folders(ANN), scheme + " " + token);
                assertThat(answer.statusCode()).as(token).isEqualTo(401);
                assertThat(answer.headers().allValues("WWW-Authenticate"))
                        .contains("Bearer realm=\"nms\", error=\"invalid_token\"");
                assertThat(code(answer, "serviceException")).isEqualTo("SVC2003");
            }
        }
    }

    @Test
    void a_token_opens_the_boxes_that_it_names_and_no_other() throws Exception {
        var both = issuer.signedWithRsa(
                claims -> claims.claim("phone_number", List.of("+15550100002", "sip:ann@example.net", "+15550199999")));
        var bare = client(null);
        for (var owner : List.of(ANN, BEN)) {
            assertThat(status(bare, owner, "Bearer " + both)).isEqualTo(200);
            var made = bare.send(
                    HttpRequest.newBuilder(URI.create(folders(owner)))
                            .header("Authorization", "Bearer " + both)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(
                                    "{\"folder\":{\"parentFolderPath\":\"/\",\"name\":\"Both\"}}"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        }
        var foreign = get(bare, folders("sip:pf@example.net"), "Bearer " + both);
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(code(foreign, "policyException")).isEqualTo("POL0001");
        assertThat(status(bare, "tel:+15550199999", "Bearer " + both)).isEqualTo(403);
    }

    @Test
    void a_password_that_was_changed_counts_at_once_and_so_does_an_account_that_was_removed() throws Exception {
        var data = folder.resolve("changing");
        var http = url(NODES.ready(data, vouching()).get("http"));
        var ann = http + "/nms/v1/base/" + ANN.replace("+", "%2B") + "/folders";
        var bare = client(null);
        var token = issuer.signedWithRsa(_ -> {});
        var old = basic(ANN, "ann's secret");
        assertThat(get(bare, ann, old).statusCode()).isEqualTo(200);
        assertThat(get(bare, ann, "Bearer " + token).statusCode()).isEqualTo(200);

        Storage.withAccounts(
                TestNodes.config(data),
                InstantSource.system(),
                accounts -> accounts.put(List.of(new Address(ANN), new Address("sip:ann@example.net")), "new"));
        await(() -> statusOf(bare, ann, old) == 401);
        assertThat(get(bare, ann, basic(ANN, "new")).statusCode()).isEqualTo(200);
        assertThat(get(bare, ann, "Bearer " + token).statusCode()).isEqualTo(200);

        var file = data.resolve("accounts");
        var rest = Files.readAllLines(file).stream()
                .filter(line -> !line.contains(ANN))
                .toList();
        Files.write(data.resolve("fresh"), rest);
        Files.move(data.resolve("fresh"), file, StandardCopyOption.REPLACE_EXISTING);
        await(() -> statusOf(bare, ann, "Bearer " + token) == 401);
        assertThat(get(bare, ann, basic(ANN, "new")).statusCode()).isEqualTo(401);
        var certified = client("ann");
        assertThat(get(certified, ann, "").statusCode()).isEqualTo(401);
    }

    @Test
    void an_authority_that_is_no_longer_believed_is_so_for_connections_that_are_open_too() throws Exception {
        var authorities = Files.copy(folder.resolve("ca.pem"), folder.resolve("authorities.pem"));
        var http = url(NODES.ready(folder.resolve("revoking"), vouching("login.client-ca-file=" + authorities))
                .get("http"));
        var ann = http + "/nms/v1/base/" + ANN.replace("+", "%2B") + "/folders";
        var old = client("ann");
        assertThat(get(old, ann, "").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> {
                    var answer = get(client("false-ann"), ann, "");
                    // a client may keep a certificate of authorities that it was not asked for to itself
                    assertThat(answer.statusCode()).isEqualTo(401);
                    throw new IOException("not let in");
                })
                .isInstanceOf(IOException.class);

        var fresh = Files.copy(folder.resolve("stranger.pem"), folder.resolve("fresh.pem"));
        Files.move(fresh, authorities, StandardCopyOption.REPLACE_EXISTING);
        await(() -> statusOf(old, ann, "") == 401);
        assertThat(get(old, ann, basic(ANN, "ann's secret")).statusCode()).isEqualTo(200);
        assertThat(get(client("false-ann"), ann, "").statusCode()).isEqualTo(200);
    }

    @Test
    void what_is_not_switched_on_is_not_there() throws Exception {
        var http = url(NODES.ready(folder.resolve("tokens"), vouching("nms.auth=bearer"))
                .get("http"));
        var ann = http + "/nms/v1/base/" + ANN.replace("+", "%2B") + "/folders";
        var answer = get(client("ann"), ann, basic(ANN, "ann's secret"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"nms\"", "SIT realm=\"nms\"");
        assertThat(get(client("ann"), ann, "").statusCode()).isEqualTo(401);
        assertThat(get(client(null), ann, "Bearer " + issuer.signedWithRsa(_ -> {}))
                        .statusCode())
                .isEqualTo(200);

        var sealed = url(NODES.ready(folder.resolve("sealed"), vouching("nms.auth=certificate"))
                .get("http"));
        var there = sealed + "/nms/v1/base/" + ANN.replace("+", "%2B") + "/folders";
        assertThat(get(client("ann"), there, "").statusCode()).isEqualTo(200);
        var without = get(client(null), there, basic(ANN, "ann's secret"));
        assertThat(without.statusCode()).isEqualTo(403);
        assertThat(code(without, "policyException")).isEqualTo("POL0001");
    }

    @Test
    void who_comes_too_often_waits_and_nobody_else() throws Exception {
        var http = url(NODES.ready(folder.resolve("rated"), vouching("nms.rate-per-second=1", "nms.rate-burst=10"))
                .get("http"));
        var ann = http + "/nms/v1/base/" + ANN.replace("+", "%2B") + "/folders";
        var bare = client(null);
        var good = basic(ANN, "ann's secret");
        assertThat(get(bare, ann, good).statusCode()).isEqualTo(200);
        await(() -> statusOf(bare, ann, good) == 429);
        var answer = get(bare, ann, "Bearer " + issuer.signedWithRsa(_ -> {}));
        assertThat(answer.statusCode())
                .as("the account, by whatever it comes in")
                .isEqualTo(429);
        assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElse("")))
                .isEqualTo(1);
        assertThat(code(answer, "policyException")).isEqualTo("POL0001");
        await(() -> statusOf(bare, ann, "Bearer made-up") == 429);
        var ben = http + "/nms/v1/base/" + BEN.replace("+", "%2B") + "/folders";
        assertThat(get(bare, ben, basic(BEN, "ben's secret")).statusCode()).isEqualTo(200);
        assertThat(get(bare, http + "/health/live", "").statusCode()).isEqualTo(200);
    }

    @Test
    void guessing_a_password_gets_slow_for_who_guesses_and_for_nobody_who_is_in() throws Exception {
        var bare = client(null);
        var right = basic(BEN, "ben's secret");
        assertThat(status(bare, BEN, right)).isEqualTo(200);
        var begun = System.nanoTime();
        for (int i = 0; i < 7; i++) {
            assertThat(status(bare, BEN, basic(BEN, "guess " + i))).isEqualTo(401);
        }
        // after three failures: 250 ms between attempts, then 500, then 1,000
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(status(bare, BEN, right)).isEqualTo(200);
    }

    private static int statusOf(HttpClient client, String url, String authorization) {
        try {
            return get(client, url, authorization).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
