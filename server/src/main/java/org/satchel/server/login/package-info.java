// SPDX-License-Identifier: Apache-2.0
/// Who vouches for a client: the account's password, a token of somebody the operator trusts, or a certificate.
///
/// [Doors] puts the questions of the faces to the accounts. [BearerTokens] knows what a token is worth: by its
/// signature
/// ([JwtTokens], with the keys that [TokenKeys] keeps fresh), or by what its issuer answers ([Introspection]); good
/// verdicts are kept for a while, accounts are not. A source that does not answer is a failure of the store, so a
/// client is told to come again
/// and its failure is not counted. Nothing here logs a password, a token or a key.
@NullMarked
package org.satchel.server.login;

import org.jspecify.annotations.NullMarked;
