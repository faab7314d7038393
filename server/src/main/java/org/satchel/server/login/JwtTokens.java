// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// Checks signed JSON Web Tokens: who signed, with what, for whom, until when, about which account. Everything that is
/// asked for must be there.
// RFC 7519 §7.2, RFC 8725
public final class JwtTokens {
    private final TokenTerms terms;
    private final Set<String> algorithms;
    private final TokenKeys keys;
    private final InstantSource clock;

    /// @param algorithms what they may be signed with
    public JwtTokens(TokenTerms terms, Set<String> algorithms, TokenKeys keys, InstantSource clock) {
        this.terms = terms;
        this.algorithms = Set.copyOf(algorithms);
        this.keys = keys;
        this.clock = clock;
    }

    /// @return empty when it does not say that it is our issuer's, so that it may be something else
    Optional<TokenVerdict> check(String token) {
        try {
            var jwt = JWTParser.parse(token);
            return isClaimed(jwt) ? Optional.of(verdict(jwt)) : Optional.empty();
        } catch (ParseException | IllegalArgumentException garbage) {
            return Optional.empty();
        }
    }

    private boolean isClaimed(JWT jwt) throws ParseException {
        var claims = jwt.getJWTClaimsSet();
        return claims != null && terms.issuer().equals(claims.getIssuer());
    }

    private TokenVerdict verdict(JWT jwt) {
        try {
            return jwt instanceof SignedJWT signed && isGenuine(signed)
                    ? terms.signed(signed.getJWTClaimsSet(), clock.instant())
                    : new TokenVerdict.Bad();
        } catch (ParseException | JOSEException | IllegalArgumentException broken) {
            return new TokenVerdict.Bad();
        }
    }

    /// What keys are for is read from the key set, what a token says of itself only chooses among them.
    private boolean isGenuine(SignedJWT jwt) throws JOSEException {
        JWSHeader header = jwt.getHeader();
        if (!algorithms.contains(header.getAlgorithm().getName())) {
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
}
