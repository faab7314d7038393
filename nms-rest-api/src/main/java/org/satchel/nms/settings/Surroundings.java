// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.time.InstantSource;
import org.satchel.model.MessageStore;
import org.satchel.model.ObjectFinder;
import org.satchel.push.Subscriptions;

/// What the REST interface works with and does not own.
///
/// @param names finds the box of any address
/// @param readiness for `/health/ready`
public record Surroundings(
        MessageStore store,
        ObjectFinder finder,
        Subscriptions subscriptions,
        Login login,
        BoxNames names,
        Readiness readiness,
        InstantSource clock) {}
