// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.satchel.model.MessageStore;
import org.satchel.model.ObjectFinder;
import org.satchel.model.share.Shares;
import org.satchel.push.Subscriptions;
import org.satchel.push.webpush.WebPush;

/// What the REST interface works with and does not own.
///
/// @param shares what owners let others do
/// @param names finds the box of any address
/// @param readiness for `/health/ready`
/// @param webPush how native channels are told; null = there are none
public record Surroundings(
        MessageStore store,
        Shares shares,
        ObjectFinder finder,
        Subscriptions subscriptions,
        Login login,
        BoxNames names,
        Readiness readiness,
        InstantSource clock,
        @Nullable WebPush webPush) {
    /// Without WebPush.
    public Surroundings(
            MessageStore store,
            Shares shares,
            ObjectFinder finder,
            Subscriptions subscriptions,
            Login login,
            BoxNames names,
            Readiness readiness,
            InstantSource clock) {
        this(store, shares, finder, subscriptions, login, names, readiness, clock, null);
    }

    public Surroundings withWebPush(@Nullable WebPush line) {
        return new Surroundings(store, shares, finder, subscriptions, login, names, readiness, clock, line);
    }
}
