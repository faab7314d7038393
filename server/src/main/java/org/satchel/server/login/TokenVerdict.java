// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.login;

import java.time.Instant;
import java.util.List;

/// What a bearer token is worth.
public sealed interface TokenVerdict {
    /// @param addresses of the accounts that it opens, as its issuer writes them; at least one
    /// @param until from when on nobody may rely on it without asking again
    record Good(List<String> addresses, Instant until) implements TokenVerdict {
        public Good {
            addresses = List.copyOf(addresses);
        }
    }

    /// It is ours, and was good once.
    record Expired() implements TokenVerdict {}

    record Bad() implements TokenVerdict {}
}
