// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.StoreFailure;
import org.satchel.server.TestIssuer;

/// What tokens are worth, against an issuer that publishes keys and answers questions; the time is the test's.
// RFC 7519, RFC 7662
@Timeout(300)
class BearerTokensTest {
    private static final TokenTerms TERMS = new TokenTerms(TestIssuer.NAME, "satchel", "phone_number");
    private static final Duration KEPT = Duration.ofSeconds(60);
    private static final String ANN = "+15550100001";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private TestIssuer issuer;
    private TokenKeys keys;
    private Introspection introspection;

    @BeforeEach
    void start() throws Exception {
        issuer = new TestIssuer();
        keys = TokenKeys.at(issuer.url(), now::get);
        introspection = asking(issuer.introspectionUrl(), TestIssuer.SECRET);
    }

    @AfterEach
    void stop() {
        introspection.close();
        keys.close();
        issuer.close();
    }

    private Introspection asking(String url, String secret) {
        var place = Introspection.Place.at(url, TestIssuer.CLIENT, secret, Duration.ofSeconds(1));
        return new Introspection(place, TERMS, now::get);
    }

    private BearerTokens tokens(@Nullable Introspection asked) {
        return new BearerTokens(new JwtTokens(TERMS, Set.of("RS256"), keys, now::get), asked, KEPT, now::get);
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private static List<String> opened(TokenVerdict verdict) {
        return verdict instanceof TokenVerdict.Good good ? good.addresses() : List.of(verdict.toString());
    }

    private String means(String json) {
        return issuer.means("t" + json.hashCode(), json);
    }

    @Test
    void whose_signature_is_our_issuers_is_nobody_elses_question() throws Exception {
        var tokens = tokens(introspection);
        assertThat(opened(tokens.check(issuer.signedWithRsa(_ -> {})))).containsExactly(ANN);
        var many = issuer.signedWithRsa(claims -> claims.claim("phone_number", List.of(ANN, "+15550100002")));
        assertThat(opened(tokens.check(many))).containsExactly(ANN, "+15550100002");
        var wrong = issuer.signedWithRsa(claims -> claims.audience("other"));
        issuer.means(wrong, "{\"active\":true,\"phone_number\":\"" + ANN + "\"}");
        assertThat(tokens.check(wrong)).isEqualTo(new TokenVerdict.Bad());
        assertThat(issuer.questions()).isZero();
        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @Test
    void what_another_issuer_signed_is_asked_for() throws Exception {
        var token = issuer.signedWithRsa(claims -> claims.issuer("https://elsewhere.example.net"));
        assertThat(tokens(null).check(token)).isEqualTo(new TokenVerdict.Bad());
        issuer.means(token, "{\"active\":true,\"phone_number\":\"" + ANN + "\"}");
        assertThat(opened(tokens(introspection).check(token))).containsExactly(ANN);
    }

    @Test
    void what_the_issuer_says_must_fit() {
        var tokens = tokens(introspection);
        long second = now.get().getEpochSecond();
        var sub = ",\"phone_number\":\"" + ANN + "\"";
        for (var good : List.of(
                "{\"active\":true" + sub + "}",
                "{\"active\":true,\"iss\":\"" + TestIssuer.NAME + "\",\"aud\":\"satchel\"" + sub + "}",
                "{\"active\":true,\"aud\":[\"other\",\"satchel\"],\"exp\":" + (second + 60) + sub + "}",
                "{\"active\":true,\"phone_number\":[\"" + ANN + "\"]}")) {
            assertThat(opened(tokens.check(means(good)))).as(good).containsExactly(ANN);
        }
        var crowd = IntStream.range(0, TokenTerms.ADDRESSES_MAX + 1)
                .mapToObj(i -> "\"+1555%07d\"".formatted(i))
                .collect(Collectors.joining(","));
        for (var bad : List.of(
                "{\"active\":false" + sub + "}",
                "{\"active\":true,\"iss\":\"https://elsewhere.example.net\"" + sub + "}",
                "{\"active\":true,\"aud\":\"other\"" + sub + "}",
                "{\"active\":true,\"nbf\":" + (second + 60) + sub + "}",
                "{\"active\":true,\"sub\":\"" + ANN + "\"}",
                "{\"active\":true,\"phone_number\":15550100001}",
                "{\"active\":true,\"phone_number\":[]}",
                "{\"active\":true,\"phone_number\":[7]}",
                "{\"active\":true,\"phone_number\":[" + crowd + "]}")) {
            assertThat(tokens.check(means(bad))).as(bad).isEqualTo(new TokenVerdict.Bad());
        }
        assertThat(tokens.check(means("{\"active\":true,\"exp\":" + (second - 60) + sub + "}")))
                .isEqualTo(new TokenVerdict.Expired());
    }

    @Test
    void a_good_answer_is_relied_on_for_a_while_and_never_longer_than_the_token_lives() {
        var tokens = tokens(introspection);
        var lasting = means("{\"active\":true,\"phone_number\":\"" + ANN + "\"}");
        assertThat(tokens.recall(lasting)).isEmpty();
        for (int i = 0; i < 10; i++) {
            assertThat(opened(tokens.check(lasting))).containsExactly(ANN);
            assertThat(tokens.recall(lasting)).isPresent();
        }
        assertThat(issuer.questions()).isEqualTo(1);
        issuer.means(lasting, "{\"active\":false}");
        pass(KEPT.minusMillis(1));
        assertThat(opened(tokens.check(lasting))).containsExactly(ANN);
        pass(Duration.ofMillis(1));
        assertThat(tokens.check(lasting)).isEqualTo(new TokenVerdict.Bad());
        assertThat(issuer.questions()).isEqualTo(2);

        long soon = now.get().getEpochSecond() + 5;
        var brief = means("{\"active\":true,\"exp\":" + soon + ",\"phone_number\":\"" + ANN + "\"}");
        assertThat(opened(tokens.check(brief))).containsExactly(ANN);
        pass(Duration.ofSeconds(36)); // 30 of them for clocks that differ
        assertThat(tokens.recall(brief)).isEmpty();
        assertThat(tokens.check(brief)).isEqualTo(new TokenVerdict.Expired());
    }

    @Test
    void a_clock_that_is_set_back_makes_nothing_last_longer() {
        var tokens = tokens(introspection);
        var token = means("{\"active\":true,\"phone_number\":\"" + ANN + "\"}");
        assertThat(opened(tokens.check(token))).containsExactly(ANN);
        pass(Duration.ofHours(-1));
        assertThat(tokens.recall(token)).isEmpty();
    }

    @Test
    void a_bad_token_that_comes_again_soon_is_not_asked_about_again() {
        var tokens = tokens(introspection);
        for (int i = 0; i < 10; i++) {
            assertThat(tokens.check("made-up")).isEqualTo(new TokenVerdict.Bad());
        }
        assertThat(issuer.questions()).isEqualTo(1);
        issuer.means("made-up", "{\"active\":true,\"phone_number\":\"" + ANN + "\"}");
        pass(BearerTokens.BAD_FOR);
        assertThat(opened(tokens.check("made-up"))).containsExactly(ANN);
    }

    @Test
    void an_issuer_that_changes_its_key_is_followed_and_the_old_key_is_forgotten() throws Exception {
        var tokens = tokens(null);
        var old = issuer.signedWithRsa(_ -> {});
        assertThat(opened(tokens.check(old))).containsExactly(ANN);
        issuer.rotate();
        var fresh = issuer.signedWithRsa(_ -> {});
        assertThat(tokens.check(fresh))
                .as("made-up key names cost no fetch each")
                .isEqualTo(new TokenVerdict.Bad());
        pass(TokenKeys.AGAIN_MIN.plusSeconds(1));
        assertThat(opened(tokens.check(fresh))).containsExactly(ANN);
        pass(KEPT);
        assertThat(tokens.check(old)).isEqualTo(new TokenVerdict.Bad());
    }

    @Test
    void a_signature_is_looked_at_once_while_it_is_remembered() throws Exception {
        var tokens = tokens(null);
        var token = issuer.signedWithRsa(
                claims -> claims.expirationTime(Date.from(now.get().plus(Duration.ofHours(1)))));
        assertThat(opened(tokens.check(token))).containsExactly(ANN);
        issuer.close(); // keys are as old as they may be in five minutes, and cannot be had again
        pass(KEPT.minusSeconds(1));
        assertThat(tokens.recall(token)).isPresent();
        pass(Duration.ofDays(1));
        assertThat(tokens.recall(token)).isEmpty();
    }

    @Test
    void what_is_remembered_is_bounded_and_holds_no_token() {
        var memory = new TokenMemory<String>(3);
        for (int i = 0; i < 10; i++) {
            memory.put("token-" + i, "v" + i, now.get(), now.get().plusSeconds(1));
        }
        assertThat(memory.size()).isEqualTo(3);
        assertThat(memory.find("token-9", now.get())).contains("v9");
        assertThat(memory.find("token-0", now.get())).isEmpty();
        assertThat(memory.find("token-9", now.get().plusSeconds(1))).isEmpty();
        assertThat(new TokenMemory<String>(3).find("token-9", now.get())).isEmpty();
    }

    @Test
    void an_issuer_that_gives_no_answer_is_not_the_clients_fault() throws IOException {
        var atOnce = new CountDownLatch(0);
        try (var stranger = asking(issuer.introspectionUrl(), "wrong")) {
            assertThatThrownBy(() -> stranger.check("t")).isInstanceOf(StoreFailure.Unavailable.class);
        }
        for (var answer :
                List.of("", "null", "[]", "7", "{}", "{\"active\":", "{\"active\":\"yes\"}", "x".repeat(100_000))) {
            try (var odd = new Odd(200, answer, atOnce);
                    var asking = asking(odd.url(), TestIssuer.SECRET)) {
                assertThatThrownBy(() -> asking.check("t")).as(answer).isInstanceOf(StoreFailure.Unavailable.class);
            }
        }
        for (int status : new int[] {201, 302, 400, 500}) {
            try (var odd = new Odd(status, "{\"active\":true,\"phone_number\":\"" + ANN + "\"}", atOnce);
                    var asking = asking(odd.url(), TestIssuer.SECRET)) {
                assertThatThrownBy(() -> asking.check("t")).isInstanceOf(StoreFailure.Unavailable.class);
            }
        }
        var never = new CountDownLatch(1);
        try (var odd = new Odd(200, "{\"active\":true}", never);
                var asking = asking(odd.url(), TestIssuer.SECRET)) {
            assertThatThrownBy(() -> asking.check("t")).isInstanceOf(StoreFailure.Unavailable.class);
            never.countDown();
        }
    }

    @Test
    void tokens_are_sent_nowhere_in_the_clear() {
        for (var url : List.of("http://id.example.net/introspect", "ftp://127.0.0.1/", "introspect", "https:///x")) {
            assertThatThrownBy(() -> Introspection.Place.at(url, "c", "s", KEPT))
                    .as(url)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        var place = Introspection.Place.at("https://id.example.net/introspect", "c", "hush", KEPT);
        assertThat(place.url()).isEqualTo(URI.create("https://id.example.net/introspect"));
        assertThat(place.toString()).doesNotContain("hush");
    }

    /// Says what no issuer should.
    private record Odd(HttpServer server) implements AutoCloseable {
        /// @param end what it waits for after the first byte of its answer
        Odd(int status, String text, CountDownLatch end) throws IOException {
            this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                exchange.sendResponseHeaders(status, 0);
                try (var out = exchange.getResponseBody()) {
                    out.write(bytes, 0, Math.min(1, bytes.length));
                    out.flush();
                    end.await();
                    out.write(bytes, Math.min(1, bytes.length), Math.max(0, bytes.length - 1));
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
