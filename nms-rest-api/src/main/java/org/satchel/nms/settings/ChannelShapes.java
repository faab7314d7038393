// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

/// What some clients expect of notification channels that others do not.
///
/// @param listOfEntries a list of channels is an array of objects with one channel each, and not an object with an
///     array. NMS §13.25
/// @param singleList an answer to a poll holds one event list as an object, and not an array of any number. NMS §13.26
/// @param secondMount channels and subscriptions are reached below `/pubsub/oma_b` too, there without store name;
///     answers hold their usual URLs. NMS §2.1
/// @param openRenewal who knows a channel's id may renew it without credentials. NMS §13.24
public record ChannelShapes(boolean listOfEntries, boolean singleList, boolean secondMount, boolean openRenewal) {
    public static final ChannelShapes DEFAULT = new ChannelShapes(false, false, false, false);
    /// As the client of AT&T's network expects it.
    public static final ChannelShapes ATT = new ChannelShapes(true, false, true, true);
}
