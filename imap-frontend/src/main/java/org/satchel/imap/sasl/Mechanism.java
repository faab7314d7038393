// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

/// One way to log in. Stateless; what one client says is in the [Exchange].
// RFC 4422 §3
public sealed interface Mechanism permits Plain, Scram, OAuthBearer, XOAuth2, External {
    /// As it is announced, behind `AUTH=`.
    String name();

    /// Whether it can succeed on this line, and so may be announced there.
    boolean isPossible(Line line);

    /// The client speaks first in all mechanisms of this package.
    Exchange begin(Line line);
}
