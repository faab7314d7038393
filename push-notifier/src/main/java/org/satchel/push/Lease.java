// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;
import java.time.Instant;

/// How long a subscription lives.
///
/// @param granted as it was granted last, from then on
/// @param expires at and after this instant it is gone
public record Lease(Duration granted, Instant expires) {
    public boolean isOver(Instant now) {
        return !now.isBefore(expires);
    }
}
