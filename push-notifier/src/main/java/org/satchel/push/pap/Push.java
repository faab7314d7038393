// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import java.time.Instant;

/// One push to one device.
///
/// @param id unique in the world and the same however often it is sent: `s-4f1c07aa93be2d10.7@store.example.net`
/// @param address `address-value` of the device
/// @param deliverBefore after this instant it is of no use
/// @param body what the device gets: which box, up to where; never content of a user
public record Push(String id, String address, Instant deliverBefore, String body) {}
