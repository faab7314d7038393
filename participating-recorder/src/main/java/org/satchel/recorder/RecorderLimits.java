// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.time.Duration;

/// What the recorder takes at most.
///
/// @param messageBytesMax body of one request; more is answered with 413
/// @param headerBytesMax header block of one message; more is answered with 513
/// @param connectionsMax TCP connections at a time, in and out together
/// @param requestsInFlightMax requests in hand at a time; more are answered with 503
/// @param requestsPerConnectionMax requests in hand from one connection; more are not read until one is done
/// @param idleMax how long a connection may be silent between messages
/// @param readTimeout how long a peer may take over one message once it has begun
/// @param connectTimeout how long a connection to the next hop may take to come up
/// @param relayTimeout how long the next hop may take to answer
/// @param retryAfter what a sender is told to wait when we cannot serve
/// @param watchInterval how often the port is asked from outside whether it is alive
/// @param stopTimeout how long a stop waits for requests in hand
/// @param cpimHeadersMax header fields of each of the two blocks of a CPIM message
/// @param cpimLineBytesMax one line of those
/// @param idCharsMax Conversation-ID, Contribution-ID, IMDN message id
/// @param originalScanMax objects looked through for the one that a notification is about, when its key is not known
public record RecorderLimits(
        int messageBytesMax,
        int headerBytesMax,
        int connectionsMax,
        int requestsInFlightMax,
        int requestsPerConnectionMax,
        Duration idleMax,
        Duration readTimeout,
        Duration connectTimeout,
        Duration relayTimeout,
        Duration retryAfter,
        Duration watchInterval,
        Duration stopTimeout,
        int cpimHeadersMax,
        int cpimLineBytesMax,
        int idCharsMax,
        int originalScanMax) {
    public static final RecorderLimits DEFAULT = new RecorderLimits(
            64 * 1024,
            64 * 1024,
            500,
            4096,
            1024,
            Duration.ofMinutes(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofSeconds(6),
            64,
            4096,
            200,
            1000);
}
