// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Instant;
import org.satchel.model.BoxId;

/// A subscription as its two rows held it, so that a row is only replaced by who knows what it holds.
///
/// @param terms the row of terms and lease, as it is
/// @param progress the row of progress, as it is
/// @param made when the subscription was made
record Kept(Subscription subscription, String terms, String progress, Mark mark, Instant made) {
    SubscriptionId id() {
        return subscription.id();
    }

    BoxId box() {
        return subscription.box();
    }

    boolean isOver(Instant now) {
        var lease = subscription.lease();
        return lease != null && lease.isOver(now);
    }
}
