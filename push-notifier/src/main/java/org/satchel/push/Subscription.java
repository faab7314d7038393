// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;

/// Somebody who wants to know what happens in a box, as it stood at one moment.
///
/// @param lease null = lives until it is removed
public record Subscription(
        SubscriptionId id, BoxId box, Terms terms, @Nullable Lease lease, Progress progress) {
    Subscription withLease(@Nullable Lease other) {
        return new Subscription(id, box, terms, other, progress);
    }

    Subscription withProgress(Progress other) {
        return new Subscription(id, box, terms, lease, other);
    }
}
