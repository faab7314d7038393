// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import java.util.Optional;
import java.util.function.Function;
import org.satchel.imap.Login;

/// One client's attempt with a token. When it fails, the client is told so in JSON, says something, and is refused.
// RFC 7628 §3.2.3
final class BearerTalk implements Exchange {
    private static final String SEPARATOR = "\1";

    private final Tokens tokens;
    private final Login login;
    private final String failure;
    private Exchange state;

    /// @param failure what a client is told whose token is not taken
    BearerTalk(Tokens tokens, Login login, Function<String, Said> grammar, String failure) {
        this.tokens = tokens;
        this.login = login;
        this.failure = failure;
        this.state = answer -> new Step.Claim("", () -> decide(grammar.apply(answer)));
    }

    /// What a client has said.
    ///
    /// @param other whose box is wanted; empty = that of the token's account
    /// @param token empty = none
    record Said(String other, String token) {
        static final Said NOTHING = new Said("", "");

        @Override
        public String toString() {
            return "Said[" + other + "]";
        }
    }

    @Override
    public Step next(String answer) {
        return state.next(answer);
    }

    /// The rest of the first of the pairs that begins so, in whatever case; empty when there is none.
    static String token(String pairs, String begin) {
        for (var pair : pairs.split(SEPARATOR, -1)) {
            if (pair.regionMatches(true, 0, begin, 0, begin.length())) {
                return pair.substring(begin.length()).strip();
            }
        }
        return "";
    }

    private Step decide(Said said) {
        var verdict = said.token.isEmpty() ? new Tokens.Verdict.Bad() : tokens.check(said.token);
        return switch (verdict) {
            case Tokens.Verdict.Good(var who) ->
                switch (Step.authorized(Optional.of(who), said.other, login)) {
                    case Step.Refused(var why) -> refused(why);
                    case Step accepted -> accepted;
                };
            case Tokens.Verdict.Expired() -> refused(Step.Why.EXPIRED);
            case Tokens.Verdict.Bad() -> refused(Step.Why.WRONG);
        };
    }

    private Step refused(Step.Why why) {
        state = _ -> new Step.Refused(why);
        return new Step.Challenge(failure);
    }
}
