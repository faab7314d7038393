// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.login;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a token must say, whether its issuer signed it or says so when asked.
///
/// @param issuer its `iss`; empty = whoever it is
/// @param audience one of its `aud`; empty = whatever they are
/// @param claim the claim whose value is an address of the account, or a list of addresses
public record TokenTerms(String issuer, String audience, String claim) {
    static final int ADDRESSES_MAX = 64;
    /// By how much the clocks of issuer and server may differ.
    private static final Duration SKEW = Duration.ofSeconds(30);

    /// What a signed token must say: all of it.
    // RFC 8725 §3.8, §3.9
    TokenVerdict signed(JWTClaimsSet claims, Instant now) throws ParseException {
        boolean ours = issuer.equals(claims.getIssuer()) && claims.getAudience().contains(audience);
        var expires = claims.getExpirationTime();
        return ours && expires != null ? judge(claims, expires.toInstant(), now) : new TokenVerdict.Bad();
    }

    /// What an issuer must say of a token that is asked for: it knows who asks, so it may leave out for whom a token
    /// is,
    /// and until when.
    // RFC 7662 §2.2
    TokenVerdict told(JWTClaimsSet answer, Instant now) throws ParseException {
        boolean active = Boolean.TRUE.equals(answer.getBooleanClaim("active"));
        boolean ours = (issuer.isEmpty() || answer.getIssuer() == null || issuer.equals(answer.getIssuer()))
                && (audience.isEmpty()
                        || answer.getAudience().isEmpty()
                        || answer.getAudience().contains(audience));
        var expires = answer.getExpirationTime();
        return active && ours
                ? judge(answer, expires == null ? Instant.MAX : expires.toInstant(), now)
                : new TokenVerdict.Bad();
    }

    private TokenVerdict judge(JWTClaimsSet claims, Instant expires, Instant now) throws ParseException {
        var begins = claims.getNotBeforeTime();
        var addresses = addresses(claims.getClaim(claim));
        boolean isEarly = begins != null && begins.toInstant().isAfter(now.plus(SKEW));
        if (addresses.isEmpty() || isEarly) {
            return new TokenVerdict.Bad();
        }
        var until = expires.equals(Instant.MAX) ? expires : expires.plus(SKEW);
        return until.isAfter(now) ? new TokenVerdict.Good(addresses, until) : new TokenVerdict.Expired();
    }

    private static List<String> addresses(@Nullable Object value) {
        return switch (value) {
            case String one -> List.of(one);
            case List<?> many
            when many.size() <= ADDRESSES_MAX && many.stream().allMatch(String.class::isInstance) ->
                many.stream().map(String.class::cast).toList();
            case null, default -> List.of();
        };
    }
}
