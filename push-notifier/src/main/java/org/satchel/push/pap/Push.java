// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One push to one device.
///
/// @param id unique in the world and the same however often it is sent: `s-4f1c07aa93be2d10.7@store.example.net`
/// @param address `address-value` of the device
/// @param deliverBefore after this instant it is of no use
/// @param body what the device gets: which box, up to where; never content of a user
/// @param replaces push-id of an earlier one that is of no use once this one is there; null = none
/// @param notifyTo where the gateway shall say what became of it; null = nowhere
public record Push(
        String id,
        String address,
        Instant deliverBefore,
        String body,
        @Nullable String replaces,
        @Nullable String notifyTo) {
    public Push(String id, String address, Instant deliverBefore, String body) {
        this(id, address, deliverBefore, body, null, null);
    }

    /// The same, leaving earlier ones as they are.
    Push replacingNothing() {
        return new Push(id, address, deliverBefore, body, null, notifyTo);
    }
}
