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
}
