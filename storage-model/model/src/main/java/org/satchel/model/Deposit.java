// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a draft enters a folder.
///
/// @param flags first flags
/// @param received INTERNALDATE; null = now
/// @param key idempotency key, unique in the box: a second deposit with
/// it changes nothing and answers with the first object; null = none
public record Deposit(
        Flags flags, @Nullable Instant received, @Nullable String key) {
    public static final Deposit PLAIN = new Deposit(Flags.NONE, null, null);

    public static Deposit flagged(Flags flags) {
        return new Deposit(flags, null, null);
    }
}
