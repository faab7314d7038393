// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import java.time.Duration;

/// How long the store may keep anybody waiting.
///
/// @param permit time waited for each permit: to upload, to hold a part, to download, to send a request
/// @param connect time for a connection to be made
/// @param attempt time for one attempt at a request: a part must go through, or an answer begin, within it; and
///   between two reads of a download
/// @param call time for a request with all its attempts
/// @param retriesMax further attempts after a failed one
/// @param failuresMax requests that fail one after another, because the store is away or broken, until further ones
///   are refused at once
/// @param pause then one request is tried each time this has passed, until one succeeds
public record S3Patience(
        Duration permit,
        Duration connect,
        Duration attempt,
        Duration call,
        int retriesMax,
        int failuresMax,
        Duration pause) {
    public static final S3Patience STANDARD = new S3Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(8),
            Duration.ofSeconds(20),
            2,
            8,
            Duration.ofSeconds(1));

    public S3Patience {
        requirePositive("permit", permit);
        requirePositive("connect", connect);
        requirePositive("attempt", attempt);
        requirePositive("call", call);
        requirePositive("pause", pause);
        if (call.compareTo(attempt) < 0) {
            throw new IllegalArgumentException("call is shorter than an attempt: " + call);
        }
        if (retriesMax < 0 || retriesMax > 10 || failuresMax < 1) {
            throw new IllegalArgumentException(
                    "out of range: retriesMax " + retriesMax + ", failuresMax " + failuresMax);
        }
    }

    private static void requirePositive(String name, Duration time) {
        if (time.isZero() || time.isNegative() || time.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(name + " is out of range: " + time);
        }
    }
}
