// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import java.util.Optional;
import java.util.function.Supplier;
import org.satchel.imap.Login;
import org.satchel.model.BoxId;

/// What follows an answer of the client.
public sealed interface Step {
    /// The server says something and listens.
    record Challenge(String text) implements Step {}

    /// The client has said all that a decision needs.
    ///
    /// @param name whose password it guesses, if it does; empty = it claims to hold what cannot be guessed
    /// @param decision to be taken when it is this name's turn
    record Claim(String name, Supplier<Step> decision) implements Step {}

    /// @param who the client's own account
    /// @param box whose box is open now; another's when a trusted server acts for it
    record Accepted(BoxId who, BoxId box) implements Step {}

    record Refused(Why why) implements Step {}

    enum Why {
        /// Wrong, unknown, or not understood: the client is not told which.
        WRONG,
        /// It was right once.
        EXPIRED
    }

    /// A decision about the client's own box.
    static Step own(Optional<BoxId> who) {
        return who.<Step>map(it -> new Accepted(it, it)).orElseGet(Step::wrong);
    }

    /// A decision about a box, once it is known who the client is.
    ///
    /// @param other whose box is wanted; empty = the client's own
    static Step authorized(Optional<BoxId> who, String other, Login login) {
        return other.isEmpty()
                ? own(who)
                : who.flatMap(it -> login.actAs(it, other).<Step>map(box -> new Accepted(it, box)))
                        .orElseGet(Step::wrong);
    }

    static Step wrong() {
        return new Refused(Why.WRONG);
    }
}
