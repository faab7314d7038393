// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.login;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the issuer of tokens that only he can read what one of them is worth. Remembers nothing.
// RFC 7662
public final class Introspection implements AutoCloseable {
    /// Questions at once; the next waits for its turn as long as one may take.
    static final int AT_ONCE = 32;
    private static final int BYTES_MAX = 64 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(Introspection.class);

    private final Place place;
    private final TokenTerms terms;
    private final InstantSource clock;
    private final String authorization;
    private final HttpClient client;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    /// Whom to ask. Its text form hides the secret.
    ///
    /// @param url https, or http on this machine
    /// @param client who we are there
    /// @param timeMax how long an answer may take, to its end
    public record Place(URI url, String client, String secret, Duration timeMax) {
        /// @throws IllegalArgumentException for a URL that tokens must not be sent to
        public static Place at(String url, String client, String secret, Duration timeMax) {
            return new Place(IssuerUrl.of(url), client, secret, timeMax);
        }

        @Override
        public String toString() {
            return "Place[" + url + ", " + client + "]";
        }
    }

    /// Follows no redirects: tokens would be led elsewhere.
    public Introspection(Place place, TokenTerms terms, InstantSource clock) {
        this.place = place;
        this.terms = terms;
        this.clock = clock;
        // RFC 6749 §2.3.1
        var pair = formed(place.client()) + ":" + formed(place.secret());
        authorization = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        client = HttpClient.newBuilder().connectTimeout(place.timeMax()).build();
    }

    /// @throws StoreFailure.Unavailable when there is no answer that can be understood, in time
    TokenVerdict check(String token) {
        try {
            if (!turns.tryAcquire(place.timeMax().toMillis(), TimeUnit.MILLISECONDS)) {
                throw unavailable("too many tokens are to be checked");
            }
            try {
                return verdict(ask(token));
            } finally {
                turns.release();
            }
        } catch (IOException | ParseException | TimeoutException failure) {
            LOG.warn("the token issuer gives no answer: {}", failure.toString());
            throw unavailable("the token issuer gives no answer");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpResponse<String> ask(String token) throws IOException, InterruptedException, TimeoutException {
        var request = HttpRequest.newBuilder(place.url())
                .timeout(place.timeMax())
                .header("Authorization", authorization)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("token=" + formed(token) + "&token_type_hint=access_token"))
                .build();
        var answer = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), BYTES_MAX));
        try {
            return answer.get(place.timeMax().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof IOException broken ? broken : new IOException(failure.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private TokenVerdict verdict(HttpResponse<String> answer) throws IOException, ParseException {
        if (answer.statusCode() != 200) {
            throw new IOException("it answers " + answer.statusCode());
        }
        var claims = JSONObjectUtils.parse(answer.body());
        if (claims == null || !claims.containsKey("active")) {
            throw new IOException("it does not say whether the token is active");
        }
        return terms.told(JWTClaimsSet.parse(claims), clock.instant());
    }

    private static String formed(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static StoreFailure.Unavailable unavailable(String why) {
        return new StoreFailure.Unavailable(why);
    }
}
