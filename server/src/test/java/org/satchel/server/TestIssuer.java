// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Issues tokens, publishes its keys on a loopback port, and answers there what tokens are that only it can read.
public final class TestIssuer implements AutoCloseable {
    public static final String NAME = "https://id.example.net";
    public static final String CLIENT = "satchel+rest";
    public static final String SECRET = "a:b&c d";

    // RFC 6749 §2.3.1: both parts are encoded as in a form
    private static final String CREDENTIALS = "Basic "
            + Base64.getEncoder().encodeToString("satchel%2Brest:a%3Ab%26c+d".getBytes(StandardCharsets.US_ASCII));

    private volatile RSAKey rsa;
    private final ECKey ec;
    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicInteger questions = new AtomicInteger();
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    public TestIssuer() throws IOException, JOSEException {
        rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            fetches.incrementAndGet();
            say(exchange, 200, new JWKSet(List.of(rsa, ec)).toPublicJWKSet().toString());
        });
        server.createContext("/introspect", exchange -> {
            questions.incrementAndGet();
            var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var known = exchange.getRequestMethod().equals("POST")
                    && CREDENTIALS.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                    && form.matches("token=[^&=]+&token_type_hint=access_token");
            var token = URLDecoder.decode(form.replaceAll("^token=|&.*", ""), StandardCharsets.UTF_8);
            say(exchange, known ? 200 : 401, answers.getOrDefault(token, "{\"active\":false}"));
        });
        server.start();
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    public String url() {
        return url("/jwks");
    }

    public String introspectionUrl() {
        return url("/introspect");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /// From now on a token is what its issuer says.
    public String means(String token, String json) {
        answers.put(token, json);
        return token;
    }

    /// Signs with a key of another name from now on; the one of before is withdrawn.
    public void rotate() throws JOSEException {
        rsa = new RSAKeyGenerator(2048).keyID(rsa.getKeyID() + "+").generate();
    }

    RSAKey rsa() {
        return rsa;
    }

    ECKey ec() {
        return ec;
    }

    /// How often its keys were fetched.
    public int fetches() {
        return fetches.get();
    }

    /// How often it was asked about a token.
    public int questions() {
        return questions.get();
    }

    static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(List.of("other", "satchel"))
                .claim("phone_number", "+15550100001")
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet.Builder claims) throws JOSEException {
        var jwt = new SignedJWT(header, claims.build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    public String signedWithRsa(Consumer<JWTClaimsSet.Builder> edit) throws JOSEException {
        var claims = claims();
        edit.accept(claims);
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(rsa.getKeyID()).build(), new RSASSASigner(rsa), claims);
    }

    static String bearer(String user, String token) {
        return "n," + (user.isEmpty() ? "" : "a=" + user) + ",\1host=x\1port=993\1auth=Bearer " + token + "\1\1";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
