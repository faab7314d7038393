// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.login;

import java.net.URI;
import java.util.List;

/// Where something of a token issuer is fetched.
final class IssuerUrl {
    private static final List<String> THIS_MACHINE = List.of("127.0.0.1", "localhost", "[::1]");

    private IssuerUrl() {}

    /// @param text an https URL, or an http URL of this machine
    /// @throws IllegalArgumentException for anything else: who is in between could let himself in
    static URI of(String text) {
        var uri = URI.create(text);
        boolean here = uri.getHost() != null && "http".equals(uri.getScheme()) && THIS_MACHINE.contains(uri.getHost());
        boolean elsewhere = uri.getHost() != null && "https".equals(uri.getScheme());
        if (!here && !elsewhere) {
            throw new IllegalArgumentException("a token issuer is asked over https or on this machine, not at " + text);
        }
        return uri;
    }
}
