// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.login;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The key set of a token issuer, from a URL or a file, kept for a while and read again when a token names a key that
/// is not in it. While it cannot be read, the one before serves on, for a day.
// RFC 7517 §5
public final class TokenKeys implements AutoCloseable {
    static final Duration FRESH = Duration.ofMinutes(5);
    /// Tokens with made-up key names cannot make the server ask the issuer more often.
    static final Duration AGAIN_MIN = Duration.ofSeconds(10);
    private static final Duration STALE_MAX = Duration.ofDays(1);
    private static final Duration FETCH_MAX = Duration.ofSeconds(5);
    private static final int BYTES_MAX = 1024 * 1024;
    private static final int CANDIDATES_MAX = 16;
    private static final Logger LOG = LoggerFactory.getLogger(TokenKeys.class);

    private final Source source;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable JWKSet keys;
    private Instant read = Instant.EPOCH;
    private Instant tried = Instant.EPOCH;

    private TokenKeys(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /// Reads a key set.
    private interface Source extends AutoCloseable {
        String text() throws IOException, InterruptedException;

        @Override
        default void close() {}
    }

    /// @param place an https URL, an http URL of this machine, or a file
    /// @throws IllegalArgumentException for an http URL elsewhere: who is in between could swap the keys
    public static TokenKeys at(String place, InstantSource clock) {
        if (!place.startsWith("http:") && !place.startsWith("https:")) {
            var file = Path.of(place);
            return new TokenKeys(() -> text(Files.newInputStream(file)), clock);
        }
        return new TokenKeys(new Remote(IssuerUrl.of(place)), clock);
    }

    /// The keys that a token with this header may be signed with.
    ///
    /// @throws StoreFailure.Unavailable when they cannot be had
    List<JWK> find(JWSHeader header) {
        var selector = new JWKSelector(JWKMatcher.forJWSHeader(header));
        lock.lock();
        try {
            var present = keys;
            if (present == null || clock.instant().isAfter(read.plus(FRESH))) {
                present = refreshed();
            }
            var found = selector.select(present);
            if (found.isEmpty()) {
                found = selector.select(refreshed());
            }
            return found.stream().limit(CANDIDATES_MAX).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        source.close();
    }

    private JWKSet refreshed() {
        var now = clock.instant();
        boolean mayTry = keys == null || now.isAfter(tried.plus(AGAIN_MIN));
        if (mayTry) {
            tried = now;
            try {
                keys = JWKSet.parse(source.text());
                read = now;
            } catch (IOException | ParseException failure) {
                LOG.warn("keys of the token issuer cannot be read: {}", failure.toString());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
        var present = keys;
        if (present == null || now.isAfter(read.plus(STALE_MAX))) {
            throw new StoreFailure.Unavailable("keys of the token issuer cannot be read");
        }
        return present;
    }

    private static String text(InputStream stream) throws IOException {
        try (stream) {
            var bytes = stream.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new IOException("a key set has at most " + BYTES_MAX + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// Follows no redirects: it would be led elsewhere.
    private static final class Remote implements Source {
        private final HttpClient client =
                HttpClient.newBuilder().connectTimeout(FETCH_MAX).build();
        private final HttpRequest request;

        Remote(URI uri) {
            request = HttpRequest.newBuilder(uri).timeout(FETCH_MAX).build();
        }

        @Override
        public String text() throws IOException, InterruptedException {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            var text = TokenKeys.text(answer.body());
            if (answer.statusCode() != 200) {
                throw new IOException("the issuer answers " + answer.statusCode());
            }
            return text;
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }
}
