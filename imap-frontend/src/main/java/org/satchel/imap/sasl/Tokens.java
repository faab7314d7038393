// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import org.satchel.model.BoxId;

/// Who checks a bearer token.
@FunctionalInterface
public interface Tokens {
    /// @throws org.satchel.model.StoreFailure.Unavailable when nobody can tell now
    Verdict check(String token);

    /// What a token is worth.
    sealed interface Verdict {
        /// @param box that of the account that the token names
        record Good(BoxId box) implements Verdict {}

        /// It is ours, and was good once.
        record Expired() implements Verdict {}

        record Bad() implements Verdict {}
    }
}
