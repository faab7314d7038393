// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/// Who decides whether credentials are good.
@FunctionalInterface
public interface Login {
    /// Called once per request, on a thread that may block; it may take its time with those who guess.
    ///
    /// @param remote where the request comes from
    /// @throws org.satchel.model.StoreFailure.Unavailable when nobody can tell now
    Verdict check(Credentials credentials, InetAddress remote);

    /// What clients may show. Nothing else is put to [#check].
    default Schemes schemes() {
        return Schemes.BASIC;
    }

    /// What credentials are worth.
    sealed interface Verdict {
        record Good(Caller caller) implements Verdict {}

        /// Wrong, unknown, expired: the client is not told which.
        record Wrong() implements Verdict {}

        /// Too many attempts wait; nothing was looked at.
        record Later(Duration retryAfter) implements Verdict {}

        static Verdict of(Optional<Caller> caller) {
            return caller.<Verdict>map(Good::new).orElseGet(Wrong::new);
        }
    }
}
