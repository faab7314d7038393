// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.webpush;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;

/// What a receiver is to get.
///
/// @param text when it fits
/// @param small instead, when that is too long for a letter or for the push service
/// @param within how long it is of use, and kept by the push service: whole seconds
/// @param topic a letter that nobody has fetched yet gives way to a later one of the same topic: up to 32 letters,
/// digits, `-` and `_`
// RFC 8030 §5.2, §5.3, §5.4
public record Letter(String text, String small, Duration within, Urgency urgency, String topic) {
    /// Octets of a text that fits.
    public static final int BYTES_MAX = Seal.PAYLOAD_BYTES_MAX;

    public Letter {
        if (small.getBytes(UTF_8).length > BYTES_MAX || !topic.matches("[A-Za-z0-9_-]{1,32}")) {
            throw new IllegalArgumentException("small text of more than " + BYTES_MAX + " octets, or no topic");
        }
    }

    boolean fits() {
        return text.getBytes(UTF_8).length <= BYTES_MAX;
    }

    /// Whether it is worth waking a device that saves its battery.
    public enum Urgency {
        LOW,
        NORMAL,
        HIGH
    }
}
