// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import org.jspecify.annotations.Nullable;

/// What a subscriber asked for. Two requests with the same correlator and equal terms are one request sent
/// twice.
///
/// @param principal who is told; changes in folders that this principal may not read are left out
/// @param callbackData echoed in every notification; empty = none
/// @param filter criteria exactly as they came, read by a [FilterReader]; null = every change
/// @param correlator idempotency key of the subscriber, unique per box and principal; empty = none
public record Terms(
        String principal,
        Target target,
        String callbackData,
        @Nullable String filter,
        String correlator) {}
