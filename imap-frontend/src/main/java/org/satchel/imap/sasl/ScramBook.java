// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import java.util.Optional;
import java.util.function.Supplier;
import org.satchel.model.BoxId;

/// What is kept of passwords, for SCRAM.
@FunctionalInterface
public interface ScramBook {
    /// @param user any address of an account
    /// @return for a name that nobody has, keys that look like others', the same each time it is asked for
    Entry find(String user);

    /// @param account opens the box of the account; empty when there is none
    record Entry(ScramKeys keys, Supplier<Optional<BoxId>> account) {}
}
