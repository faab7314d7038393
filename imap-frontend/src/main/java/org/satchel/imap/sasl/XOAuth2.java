// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import org.satchel.imap.Login;

/// XOAUTH2: what clients spoke before OAUTHBEARER had a standard. `user=…`, then the token.
public record XOAuth2(Tokens tokens, Login login) implements Mechanism {
    private static final String SCHEME = "auth=bearer ";
    private static final String USER = "user=";

    @Override
    public String name() {
        return "XOAUTH2";
    }

    /// A token works for whoever has seen it.
    @Override
    public boolean isPossible(Line line) {
        return line.isSecure();
    }

    @Override
    public Exchange begin(Line line) {
        var failure = "{\"status\":\"401\",\"schemes\":\"bearer\"}";
        return new BearerTalk(tokens, login, XOAuth2::parse, failure);
    }

    private static BearerTalk.Said parse(String answer) {
        return new BearerTalk.Said(BearerTalk.token(answer, USER), BearerTalk.token(answer, SCHEME));
    }
}
