// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import org.satchel.imap.Login;

/// OAUTHBEARER: a header that may name whose box is wanted, then pairs of which one is the token.
// RFC 7628 §3.1
public record OAuthBearer(Tokens tokens, Login login) implements Mechanism {
    private static final char SEPARATOR = 1;
    private static final String SCHEME = "auth=bearer ";

    @Override
    public String name() {
        return "OAUTHBEARER";
    }

    /// A token works for whoever has seen it.
    @Override
    public boolean isPossible(Line line) {
        return line.isSecure();
    }

    @Override
    public Exchange begin(Line line) {
        return new BearerTalk(tokens, login, OAuthBearer::parse, "{\"status\":\"invalid_token\"}");
    }

    private static BearerTalk.Said parse(String answer) {
        int headerEnd = answer.indexOf(SEPARATOR);
        var header =
                headerEnd < 0 ? new String[0] : answer.substring(0, headerEnd).split(",", -1);
        // RFC 5801 §4; nothing binds a token to a line
        boolean fit = header.length == 3
                && (header[0].equals("n") || header[0].equals("y"))
                && (header[1].isEmpty() || header[1].startsWith("a="))
                && header[2].isEmpty();
        if (!fit) {
            return BearerTalk.Said.NOTHING;
        }
        var other = header[1].isEmpty()
                ? ""
                : header[1].substring(2).replace("=2C", ",").replace("=3D", "=");
        return new BearerTalk.Said(other, BearerTalk.token(answer.substring(headerEnd), SCHEME));
    }
}
