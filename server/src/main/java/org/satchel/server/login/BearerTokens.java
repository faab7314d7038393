// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.login;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What bearer tokens are worth, for every face: those that say they are our issuer's by their signature, all others by
/// asking, where somebody can be asked.
///
/// A good verdict is kept until the token expires, and for a limited time; so a client that shows its token with each
/// request costs neither a signature check nor a question each time. Which accounts there are is not kept here.
public final class BearerTokens {
    static final int GOOD_MAX = 100_000;
    static final int BAD_MAX = 10_000;
    /// A bad token that is shown again soon is not asked about again.
    static final Duration BAD_FOR = Duration.ofSeconds(10);

    private final @Nullable JwtTokens signed;
    private final @Nullable Introspection issuer;
    private final Duration keptMax;
    private final InstantSource clock;
    private final TokenMemory<TokenVerdict.Good> good = new TokenMemory<>(GOOD_MAX);
    private final TokenMemory<TokenVerdict> bad = new TokenMemory<>(BAD_MAX);

    /// @param signed null = no token is good by its signature
    /// @param issuer null = nobody can be asked
    /// @param keptMax how long a verdict is relied on; zero = not at all
    public BearerTokens(
            @Nullable JwtTokens signed, @Nullable Introspection issuer, Duration keptMax, InstantSource clock) {
        this.signed = signed;
        this.issuer = issuer;
        this.keptMax = keptMax;
        this.clock = clock;
    }

    /// Whether any token can be good.
    public boolean areChecked() {
        return signed != null || issuer != null;
    }

    /// The verdict on a token that was found good a moment ago.
    Optional<TokenVerdict.Good> recall(String token) {
        return good.find(token, clock.instant());
    }

    /// @throws org.satchel.model.StoreFailure.Unavailable when nobody can tell now
    public TokenVerdict check(String token) {
        var known = recall(token);
        if (known.isPresent()) {
            return known.get();
        }
        var verdict = Optional.ofNullable(signed)
                .flatMap(it -> it.check(token))
                .or(() -> Optional.ofNullable(issuer).map(it -> asked(it, token)))
                .orElseGet(TokenVerdict.Bad::new);
        if (verdict instanceof TokenVerdict.Good it) {
            var now = clock.instant();
            good.put(token, it, now, earlier(it.until(), now.plus(keptMax)));
        }
        return verdict;
    }

    private TokenVerdict asked(Introspection whom, String token) {
        return bad.find(token, clock.instant()).orElseGet(() -> {
            var verdict = whom.check(token);
            if (!(verdict instanceof TokenVerdict.Good)) {
                var now = clock.instant();
                bad.put(token, verdict, now, now.plus(BAD_FOR));
            }
            return verdict;
        });
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
