// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Verdicts on tokens that were just given, for a while. Holds no tokens: an HMAC of each, under a key of this process.
/// Whoever was asked about longest ago is forgotten first.
final class TokenMemory<V> {
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final Map<String, Kept<V>> entries;

    /// It counts from one moment to another, so that a clock that is set back makes nothing last longer.
    private record Kept<V>(V verdict, Instant from, Instant until) {}

    private static final class Table<V> extends LinkedHashMap<String, Kept<V>> {
        private static final long serialVersionUID = 1L;

        private final int most;

        Table(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept<V>> eldest) {
            return size() > most;
        }
    }

    TokenMemory(int entriesMax) {
        var secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, HMAC);
        entries = Collections.synchronizedMap(new Table<>(entriesMax));
    }

    Optional<V> find(String token, Instant now) {
        var entry = entries.get(name(token));
        return entry == null || now.isBefore(entry.from) || !now.isBefore(entry.until)
                ? Optional.empty()
                : Optional.of(entry.verdict);
    }

    void put(String token, V verdict, Instant from, Instant until) {
        entries.put(name(token), new Kept<>(verdict, from, until));
    }

    int size() {
        return entries.size();
    }

    private String name(String token) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            return new String(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the runtime lacks a mandatory algorithm", e);
        }
    }
}
