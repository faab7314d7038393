// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.util.Optional;
import org.satchel.model.BoxId;

/// Who checks a name and a password.
@FunctionalInterface
public interface Login {
    /// Runs on the connection's own thread and may take its time.
    ///
    /// @param user as the client wrote it: any address or name of the account
    /// @return the box of the account; empty when name or password is wrong
    Optional<BoxId> check(String user, String password);

    /// For a login that wants the box of another account (SASL's authorization identity).
    ///
    /// @param other whose box is wanted
    /// @return the box of the other account; empty when the login is wrong or may not do that
    default Optional<BoxId> checkFor(String other, String user, String password) {
        return check(user, password).flatMap(who -> actAs(who, other));
    }

    /// Whose box an address is of; nobody gets in by this.
    ///
    /// @param address any address of an account
    /// @return empty when it is no account's, or not known to be one's
    default Optional<BoxId> boxOf(String address) {
        return Optional.empty();
    }

    /// For a client whose account is known, by whatever mechanism.
    ///
    /// @param who the box of the client's own account
    /// @param other whose box is wanted: any address or name of an account, also of the client's own
    /// @return the box of the other account; empty when the client may not do that
    default Optional<BoxId> actAs(BoxId who, String other) {
        return Optional.empty();
    }
}
