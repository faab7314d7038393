// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

/// What the recorder did since it started.
///
/// @param requests requests of any method
/// @param sent objects stored for a sender
/// @param received objects stored for a recipient
/// @param notifications how many of those are disposition notifications
/// @param duplicates messages that a box held already
/// @param relayed requests handed to a next hop, whatever it answered
/// @param deferred messages stored that nobody took, answered with 202
/// @param refused requests answered with an error of ours
/// @param storeFailures deposits that the store did not take
/// @param unrecorded messages sent on without a record
public record RecorderCounters(
        long requests,
        long sent,
        long received,
        long notifications,
        long duplicates,
        long relayed,
        long deferred,
        long refused,
        long storeFailures,
        long unrecorded) {}
