// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every way to log in, over real TLS, against a server as an operator configures it. Wrong everything is refused.
@Timeout(600)
class LoginsTest {
    private static final String ANN = "tel:+15550100001";
    private static final String ANN_TOO = "sip:ann@example.net";
    private static final String BEN = "tel:+15550100002";
    private static final String FUNCTION = "sip:pf@example.net";

    @TempDir
    static Path folder;

    private static final AtomicInteger MARKS = new AtomicInteger();
    private static final TestNodes NODES = new TestNodes();
    private static TestCertificates certificates;
    private static TestIssuer issuer;
    private static InetSocketAddress imap;

    @BeforeAll
    static void start() throws Exception {
        issuer = new TestIssuer();
        certificates = new TestCertificates(folder);
        certificates.authority("ca");
        certificates.authority("stranger");
        certificates.certificate("ca", "ann", "san=uri:sip:ann@example.net", "CN=nobody");
        certificates.certificate("ca", "ben", "san=email:x@example.org", "CN=" + BEN.replace("+", "\\+"));
        certificates.certificate("ca", "plain", "", "CN=" + BEN.replace("+", "\\+"));
        certificates.certificate("ca", "pf", "san=email:pf@example.net", "CN=pf");
        certificates.certificate("stranger", "false-ann", "san=uri:sip:ann@example.net", "CN=ann");
        var data = folder.resolve("data");
        imap = node(
                data,
                "login.proxies=" + FUNCTION,
                "login.client-ca-file=" + folder.resolve("ca.pem"),
                "login.token-issuer=" + TestIssuer.NAME,
                "login.token-audience=satchel",
                "login.token-claim=phone_number",
                "login.token-keys=" + issuer.url());
    }

    @AfterAll
    static void stop() {
        NODES.close();
        issuer.close();
    }

    private static InetSocketAddress node(Path data, String... more) throws IOException {
        return NODES.start(data, more);
    }

    private static LoginTalk talk() throws IOException, GeneralSecurityException {
        return new LoginTalk(imap, certificates.client(null), "TLSv1.3");
    }

    private static LoginTalk talkAs(String certificate) throws IOException, GeneralSecurityException {
        return new LoginTalk(imap, certificates.client(certificate), "TLSv1.3");
    }

    /// Whose box is open: a folder is made in one and looked for in the other.
    private static boolean isIn(LoginTalk talk, String account) throws IOException {
        var mark = "Mark" + MARKS.incrementAndGet();
        talk.say("CREATE " + mark);
        try (var other = talk()) {
            other.say("LOGIN " + account + " \"" + passwordOf(account) + "\"");
            return other.say("STATUS " + mark + " (MESSAGES)").startsWith("OK");
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String passwordOf(String account) {
        return account.equals(BEN) ? "ben's secret" : account.equals(FUNCTION) ? "pf's secret" : "ann's secret";
    }

    @Test
    void what_is_announced_is_what_the_line_allows() throws Exception {
        try (var stranger = talk();
                var ann = talkAs("ann")) {
            var usual = List.of(
                    "AUTH=SCRAM-SHA-256-PLUS", "AUTH=SCRAM-SHA-256 ", "AUTH=PLAIN", "AUTH=OAUTHBEARER", "AUTH=XOAUTH2");
            assertThat(stranger.greeting).contains(usual).doesNotContain("AUTH=EXTERNAL");
            assertThat(stranger.greeting).doesNotContain("COMPRESS", "UNAUTHENTICATE");
            assertThat(ann.greeting).contains(usual).contains("AUTH=EXTERNAL");
        }
        var bare = node(folder.resolve("bare"), "imap.tls=off");
        try (var socket = new Socket(bare.getAddress(), bare.getPort());
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(in.readLine())
                    .contains("AUTH=SCRAM-SHA-256 AUTH=PLAIN")
                    .doesNotContain("SHA-256-PLUS", "OAUTH", "EXTERNAL");
        }
    }

    // CPM-MSG §2.3
    @Test
    void s_09_any_address_of_an_account_logs_in() throws Exception {
        for (var name :
                List.of(ANN, "+15550100001", "15550100001", ANN_TOO, "ann@example.net", "sip:ann@EXAMPLE.net")) {
            try (var talk = talk()) {
                assertThat(talk.say("LOGIN " + name + " \"ann's secret\""))
                        .as(name)
                        .startsWith("OK");
                assertThat(isIn(talk, ANN)).isTrue();
            }
        }
    }

    @Test
    void m_02_every_way_to_log_in_leads_to_the_same_box() throws Exception {
        var token = issuer.signedWithRsa(_ -> {});
        record Way(String certificate, LoginTalk.Saying login) {}
        var ways = List.of(
                new Way("", talk -> talk.say("LOGIN " + ANN + " \"ann's secret\"")),
                new Way("", talk -> talk.with("PLAIN", "\0" + ANN + "\0ann's secret")),
                new Way("", talk -> talk.scram("SCRAM-SHA-256", "n,,", new byte[0], ANN, "ann's secret")),
                new Way("", talk -> talk.with("OAUTHBEARER", TestIssuer.bearer("", token))),
                new Way("ann", talk -> talk.with("EXTERNAL", "")));
        for (var way : ways) {
            try (var talk = way.certificate.isEmpty() ? talk() : talkAs(way.certificate)) {
                assertThat(way.login.to(talk)).startsWith("OK");
                assertThat(isIn(talk, ANN)).isTrue();
            }
        }
    }

    @Test
    void a_wrong_password_and_an_unknown_name_get_the_same_words() throws Exception {
        try (var talk = talk()) {
            var wrong = talk.say("LOGIN " + BEN + " wrong");
            assertThat(wrong).startsWith("NO [AUTHENTICATIONFAILED]");
            assertThat(talk.say("LOGIN tel:+15550199999 wrong")).isEqualTo(wrong);
        }
        try (var talk = talk()) {
            var wrong = talk.with("PLAIN", "\0" + BEN + "\0wrong");
            assertThat(wrong).startsWith("NO [AUTHENTICATIONFAILED]");
            assertThat(talk.with("PLAIN", "\0tel:+15550199999\0wrong")).isEqualTo(wrong);
        }
    }

    @Test
    void scram_logs_in_with_and_without_binding() throws Exception {
        try (var talk = talk()) {
            assertThat(talk.scram("SCRAM-SHA-256", "n,,", new byte[0], "+15550100001", "ann's secret"))
                    .startsWith("OK [CAPABILITY");
            assertThat(isIn(talk, ANN)).isTrue();
        }
        for (var kind : List.of("tls-exporter", "tls-server-end-point")) {
            try (var talk = talk()) {
                var binding = talk.binding(kind);
                assertThat(talk.scram("SCRAM-SHA-256-PLUS", "p=" + kind + ",,", binding, ANN_TOO, "ann's secret"))
                        .as(kind)
                        .startsWith("OK");
            }
        }
        try (var talk = new LoginTalk(imap, certificates.client(null), "TLSv1.2")) {
            var binding = talk.binding("tls-server-end-point");
            assertThat(talk.scram("SCRAM-SHA-256-PLUS", "p=tls-server-end-point,,", binding, ANN, "ann's secret"))
                    .startsWith("OK");
        }
    }

    @Test
    void scram_refuses_what_is_wrong_and_does_not_tell_who_is_there() throws Exception {
        try (var talk = talk()) {
            var wrong = talk.scram("SCRAM-SHA-256", "n,,", new byte[0], ANN, "wrong");
            assertThat(wrong).startsWith("NO [AUTHENTICATIONFAILED]");
            assertThat(talk.scram("SCRAM-SHA-256", "n,,", new byte[0], "tel:+15550199999", "wrong"))
                    .isEqualTo(wrong);
        }
        try (var one = talk();
                var two = talk()) {
            var first = one.with("SCRAM-SHA-256", "n,,n=tel:+15550199999,r=x").replaceAll("r=[^,]*", "");
            assertThat(two.with("SCRAM-SHA-256", "n,,n=+1 555 019 9999,r=y").replaceAll("r=[^,]*", ""))
                    .isEqualTo(first);
            one.send("*");
            assertThat(one.answer()).startsWith("BAD");
        }
        try (var talk = talk()) {
            // somebody in between has other keys, or hides that the server can bind
            var other = new byte[32];
            assertThat(talk.scram("SCRAM-SHA-256-PLUS", "p=tls-exporter,,", other, ANN, "ann's secret"))
                    .startsWith("NO");
            assertThat(talk.scram("SCRAM-SHA-256", "y,,", new byte[0], ANN, "ann's secret"))
                    .startsWith("NO");
        }
    }

    @Test
    void a_good_token_logs_in_whoever_it_names() throws Exception {
        var token = issuer.signedWithRsa(_ -> {});
        for (var user : List.of("", ANN, "sip:ann@example.net")) {
            try (var talk = talk()) {
                assertThat(talk.with("OAUTHBEARER", TestIssuer.bearer(user, token)))
                        .as(user)
                        .startsWith("OK");
                assertThat(isIn(talk, ANN)).isTrue();
            }
        }
        try (var talk = talk()) {
            assertThat(talk.with("XOAUTH2", "user=+15550100001\1auth=Bearer " + token + "\1\1"))
                    .startsWith("OK");
        }
        try (var talk = talk()) {
            var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1").build();
            assertThat(talk.say("AUTHENTICATE OAUTHBEARER")).isEqualTo("+");
            assertThat(talk.reply(TestIssuer.bearer(
                            "", TestIssuer.signed(header, new ECDSASigner(issuer.ec()), TestIssuer.claims()))))
                    .startsWith("OK");
        }
        assertThat(issuer.fetches()).isLessThan(4);
    }

    @Test
    void tokens_that_are_not_what_they_must_be_are_refused() throws Exception {
        var past = Date.from(Instant.now().minus(Duration.ofMinutes(5)));
        var later = Date.from(Instant.now().plus(Duration.ofMinutes(5)));
        var stranger = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
        var rs256 = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build();
        var good = issuer.signedWithRsa(_ -> {});
        var bad = List.of(
                issuer.signedWithRsa(claims -> claims.issuer("https://elsewhere.example.net")),
                issuer.signedWithRsa(claims -> claims.audience("other")),
                issuer.signedWithRsa(claims -> claims.expirationTime(null)),
                issuer.signedWithRsa(claims -> claims.notBeforeTime(later)),
                issuer.signedWithRsa(claims -> claims.claim("phone_number", "+15550199999")),
                issuer.signedWithRsa(claims -> claims.claim("phone_number", null)),
                issuer.signedWithRsa(claims -> claims.claim("phone_number", 15550100001L)),
                TestIssuer.signed(rs256, new RSASSASigner(stranger), TestIssuer.claims()),
                TestIssuer.signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("rsa-1").build(),
                        new RSASSASigner(issuer.rsa()),
                        TestIssuer.claims()),
                // the public key taken for a shared secret
                TestIssuer.signed(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build(),
                        new MACSigner(issuer.rsa().toPublicJWK().toJSONString()),
                        TestIssuer.claims()),
                new PlainJWT(TestIssuer.claims().build()).serialize(),
                good.substring(0, good.length() - 8) + "AAAAAAAA",
                "garbage",
                "");
        for (var token : bad) {
            try (var talk = talk()) {
                assertThat(talk.with("OAUTHBEARER", TestIssuer.bearer("", token)))
                        .isEqualTo("+{\"status\":\"invalid_token\"}");
                talk.send("AQ==");
                assertThat(talk.answer()).as(token).startsWith("NO [AUTHENTICATIONFAILED]");
            }
        }
        try (var talk = talk()) {
            assertThat(talk.with(
                            "XOAUTH2",
                            "user=x\1auth=Bearer " + issuer.signedWithRsa(it -> it.expirationTime(past)) + "\1\1"))
                    .contains("401");
            assertThat(talk.reply("")).startsWith("NO [EXPIRED]");
        }
        try (var talk = talk()) {
            assertThat(talk.with("OAUTHBEARER", TestIssuer.bearer(BEN, good))).contains("invalid_token");
            assertThat(talk.reply("")).startsWith("NO [AUTHENTICATIONFAILED]");
        }
    }

    @Test
    void a_certificate_of_the_authority_logs_in_whom_it_names() throws Exception {
        try (var talk = talkAs("ann")) {
            assertThat(talk.with("EXTERNAL", "")).startsWith("OK");
            assertThat(isIn(talk, ANN)).isTrue();
        }
        try (var talk = talkAs("ann")) {
            assertThat(talk.with("EXTERNAL", BEN)).startsWith("NO [AUTHENTICATIONFAILED]");
            assertThat(talk.with("EXTERNAL", "+15550100001")).startsWith("OK");
        }
        try (var talk = talkAs("plain")) {
            assertThat(talk.with("EXTERNAL", "")).startsWith("OK");
            assertThat(isIn(talk, BEN)).isTrue();
        }
        try (var talk = talkAs("ben")) {
            // it has an alternative name, so its common name does not count
            assertThat(talk.with("EXTERNAL", "")).startsWith("NO [AUTHENTICATIONFAILED]");
        }
        try (var talk = talk()) {
            assertThat(talk.with("EXTERNAL", "")).startsWith("NO");
        }
        try (var talk = talkAs("false-ann")) {
            assertThat(talk.greeting).doesNotContain("AUTH=EXTERNAL");
            assertThat(talk.with("EXTERNAL", "")).startsWith("NO");
        }
    }

    @Test
    void m_01_only_a_trusted_account_acts_for_others() throws Exception {
        try (var talk = talk()) {
            assertThat(talk.with("PLAIN", BEN + "\0" + FUNCTION + "\0pf's secret"))
                    .startsWith("OK");
            assertThat(isIn(talk, BEN)).isTrue();
        }
        try (var talk = talkAs("pf")) {
            assertThat(talk.with("EXTERNAL", ANN)).startsWith("OK");
            assertThat(isIn(talk, ANN)).isTrue();
            assertThat(talk.say("UNAUTHENTICATE")).startsWith("OK");
            assertThat(talk.with("EXTERNAL", BEN)).startsWith("OK");
            assertThat(isIn(talk, BEN)).isTrue();
        }
        try (var talk = talk()) {
            assertThat(talk.scram("SCRAM-SHA-256", "n,a=" + ANN + ",", new byte[0], FUNCTION, "pf's secret"))
                    .startsWith("OK");
            assertThat(isIn(talk, ANN)).isTrue();
        }
        try (var talk = talk()) {
            assertThat(talk.with("PLAIN", ANN + "\0" + BEN + "\0ben's secret")).startsWith("NO");
            assertThat(talk.with("PLAIN", "tel:+15550199999\0" + FUNCTION + "\0pf's secret"))
                    .startsWith("NO");
        }
        try (var talk = talk()) {
            assertThat(talk.with("PLAIN", ANN_TOO + "\0" + ANN + "\0ann's secret"))
                    .startsWith("OK");
        }
    }

    @Test
    void a_source_that_is_down_is_not_the_clients_fault() throws Exception {
        var down = node(
                folder.resolve("down"),
                "login.token-issuer=" + TestIssuer.NAME,
                "login.token-audience=satchel",
                "login.token-keys=" + folder.resolve("nowhere.json"));
        try (var talk = new LoginTalk(down, certificates.client(null), "TLSv1.3")) {
            assertThat(talk.with("OAUTHBEARER", TestIssuer.bearer("", issuer.signedWithRsa(_ -> {}))))
                    .startsWith("NO [UNAVAILABLE]");
            assertThat(talk.say("LOGIN " + ANN + " \"ann's secret\"")).startsWith("OK");
        }
        Files.writeString(folder.resolve("down").resolve("accounts"), "not an account\n");
        try (var talk = new LoginTalk(down, certificates.client(null), "TLSv1.3")) {
            assertThat(talk.say("LOGIN tel:+15550100003 secret")).startsWith("NO [UNAVAILABLE]");
            assertThat(talk.with("SCRAM-SHA-256", "n,,n=tel:+15550100003,r=y")).startsWith("NO [UNAVAILABLE]");
            assertThat(talk.say("NOOP")).startsWith("OK");
        }
    }
}
