// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.accounts;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.satchel.model.Address;

/// Where accounts are written down: a file of one server, or the store that several servers share.
sealed interface AccountBook permits FileBook, SharedBook {
    /// The account that has just this address.
    Optional<Account> find(Address address);

    List<Account> all();

    /// Adds an account, or replaces the one of the same box.
    ///
    /// @throws IllegalArgumentException when another account has one of the addresses; nothing has changed then
    void put(Account account) throws IOException;

    /// That `address` is taken.
    static IllegalArgumentException taken(Address address, Account owner) {
        return new IllegalArgumentException(address + " belongs to " + owner.box());
    }
}
