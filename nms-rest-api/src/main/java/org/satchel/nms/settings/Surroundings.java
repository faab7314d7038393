// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.time.InstantSource;
import org.satchel.model.MessageStore;
import org.satchel.model.ObjectFinder;
import org.satchel.model.share.Shares;
import org.satchel.push.Subscriptions;

/// What the REST interface works with and does not own.
///
/// @param shares what owners let others do
/// @param names finds the box of any address
/// @param readiness for `/health/ready`
public record Surroundings(
        MessageStore store,
        Shares shares,
        ObjectFinder finder,
        Subscriptions subscriptions,
        Login login,
        BoxNames names,
        Readiness readiness,
        InstantSource clock) {}
