// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.webpush;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.satchel.model.Registry;

/// The key by which push services know this installation, and what it says of itself under it.
///
/// Clients subscribe with the public half, and the push service then takes letters from nobody else: the key is
/// made once, kept in the registry, and the same on all nodes.
public final class Vapid {
    private static final String REGISTRY_KEY = "webpush/vapid";
    /// At most a day is allowed.
    private static final Duration GOOD_FOR = Duration.ofHours(12);

    private static final Duration RENEWED_BEFORE = Duration.ofHours(1);
    private static final int TOKENS_MAX = 1_000;

    private final ECPrivateKey key;
    private final String publicKey;
    private final String contact;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    private Vapid(byte[] kept, String contact) {
        this.key = P256.privateKey(Arrays.copyOf(kept, P256.NUMBER_BYTES));
        this.publicKey = base64(Arrays.copyOfRange(kept, P256.NUMBER_BYTES, P256.NUMBER_BYTES + P256.POINT_BYTES));
        this.contact = contact;
    }

    /// The one of this installation; made now when there is none. Of several nodes that start at the same moment one
    /// makes it, and all have the same.
    ///
    /// @param contact `mailto:` or `https:` URL at which a push service finds the operator
    /// @throws IllegalArgumentException when it is neither
    public static Vapid of(Registry registry, String contact, SecureRandom random) {
        if (!contact.matches("(mailto:|https://)[\\x21-\\x7e&&[^\"\\\\]]+")) {
            throw new IllegalArgumentException("'" + contact + "' is neither a mailto: nor an https: URL");
        }
        var kept = registry.get(REGISTRY_KEY);
        if (kept.isEmpty()) {
            registry.replace(REGISTRY_KEY, null, made(random));
            kept = registry.get(REGISTRY_KEY);
        }
        return new Vapid(kept.orElseThrow(), contact);
    }

    /// `applicationServerKey` of a client that subscribes: Base64 for URLs, without padding.
    public String publicKey() {
        return publicKey;
    }

    /// Value of `Authorization` for a push service.
    ///
    /// @param origin of the push service
    // RFC 8292 §2, §3
    String authorization(String origin, Instant now) {
        if (tokens.size() >= TOKENS_MAX) {
            tokens.clear();
        }
        var token = tokens.compute(
                origin,
                (_, known) -> known != null && now.plus(RENEWED_BEFORE).isBefore(known.until)
                        ? known
                        : token(origin, now.plus(GOOD_FOR)));
        return "vapid t=" + token.text + ", k=" + publicKey;
    }

    // RFC 7515 §3.1, RFC 7518 §3.4
    private Token token(String origin, Instant until) {
        var claims = "{\"aud\":\"" + origin + "\",\"exp\":" + until.getEpochSecond() + ",\"sub\":\"" + contact + "\"}";
        var signed =
                base64("{\"typ\":\"JWT\",\"alg\":\"ES256\"}".getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
        try {
            var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(signed.getBytes(UTF_8));
            return new Token(signed + "." + base64(signature.sign()), until);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] made(SecureRandom random) {
        var pair = P256.fresh(random);
        var kept = new byte[P256.NUMBER_BYTES + P256.POINT_BYTES];
        System.arraycopy(P256.octets(((ECPrivateKey) pair.getPrivate()).getS()), 0, kept, 0, P256.NUMBER_BYTES);
        var point = P256.octets((ECPublicKey) pair.getPublic());
        System.arraycopy(point, 0, kept, P256.NUMBER_BYTES, P256.POINT_BYTES);
        return kept;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private record Token(String text, Instant until) {}
}
