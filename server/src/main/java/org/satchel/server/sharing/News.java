// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sharing;

import java.time.Instant;
import java.util.Locale;
import org.satchel.model.Grant;

/// One thing that became of the rights of somebody.
///
/// @param grant as it is now; as it was when it is gone
/// @param at when
/// @param key the same whenever this is found out again, and of nothing else
record News(Kind kind, Grant grant, Instant at, String key) {
    enum Kind {
        GRANTED,
        ALTERED,
        REVOKED,
        EXPIRED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
