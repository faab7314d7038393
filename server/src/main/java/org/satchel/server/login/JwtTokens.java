// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.satchel.imap.sasl.Tokens;
import org.satchel.model.BoxId;

/// Checks signed JSON Web Tokens: who signed, with what, for whom, until when, about which account. Everything that is
/// asked for must be there.
// RFC 7519 §7.2, RFC 8725
public final class JwtTokens implements Tokens {
    /// By how much the clocks of issuer and server may differ.
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Terms terms;
    private final TokenKeys keys;
    private final Function<String, Optional<BoxId>> boxes;
    private final InstantSource clock;

    /// What a token must say.
    ///
    /// @param issuer its `iss`
    /// @param audience one of its `aud`
    /// @param algorithms what it may be signed with
    /// @param claim the claim whose value is an address of the account
    public record Terms(String issuer, String audience, Set<String> algorithms, String claim) {
        public Terms {
            algorithms = Set.copyOf(algorithms);
        }
    }

    public JwtTokens(Terms terms, TokenKeys keys, Function<String, Optional<BoxId>> boxes, InstantSource clock) {
        this.terms = terms;
        this.keys = keys;
        this.boxes = boxes;
        this.clock = clock;
    }

    @Override
    public Verdict check(String token) {
        try {
            var jwt = SignedJWT.parse(token);
            return isGenuine(jwt) ? judge(jwt.getJWTClaimsSet()) : new Verdict.Bad();
        } catch (ParseException | JOSEException | IllegalArgumentException garbage) {
            return new Verdict.Bad();
        }
    }

    /// What keys are for is read from the key set, what a token says of itself only chooses among them.
    private boolean isGenuine(SignedJWT jwt) throws JOSEException {
        JWSHeader header = jwt.getHeader();
        if (!terms.algorithms.contains(header.getAlgorithm().getName())) {
            return false;
        }
        var verifiers = new DefaultJWSVerifierFactory();
        for (JWK key : keys.find(header)) {
            if (key instanceof AsymmetricJWK pair
                    && jwt.verify(verifiers.createJWSVerifier(header, pair.toPublicKey()))) {
                return true;
            }
        }
        return false;
    }

    private Verdict judge(JWTClaimsSet claims) throws ParseException {
        var now = clock.instant();
        var expires = claims.getExpirationTime();
        var begins = claims.getNotBeforeTime();
        boolean ours = terms.issuer.equals(claims.getIssuer())
                && claims.getAudience().contains(terms.audience)
                && expires != null
                && (begins == null || !begins.toInstant().isAfter(now.plus(SKEW)));
        if (!ours) {
            return new Verdict.Bad();
        }
        if (!expires.toInstant().isAfter(now.minus(SKEW))) {
            return new Verdict.Expired();
        }
        var address = claims.getStringClaim(terms.claim);
        return Optional.ofNullable(address)
                .flatMap(boxes)
                .<Verdict>map(Verdict.Good::new)
                .orElseGet(Verdict.Bad::new);
    }
}
