// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import java.time.Duration;

/// Every bound of the client.
///
/// @param pageEntries objects asked for on one search page; servers may give fewer
/// @param parallel objects and payloads fetched at the same time
/// @param lists event lists that one poll may bring
/// @param lifetime asked for channel and subscription
public record SyncLimits(int pageEntries, int parallel, int lists, Duration lifetime, Bytes bytes, Waits waits) {
    public static final SyncLimits DEFAULT =
            new SyncLimits(500, 8, 10, Duration.ofDays(1), Bytes.DEFAULT, Waits.DEFAULT);

    public SyncLimits {
        if (pageEntries < 1 || parallel < 1 || lists < 1 || lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    public SyncLimits with(Waits other) {
        return new SyncLimits(pageEntries, parallel, lists, lifetime, bytes, other);
    }

    /// @param answer one JSON answer
    /// @param payload one payload part
    /// @param garbage lines of the journal that are out of date, before it is written anew; and at least as much as
    ///   what is up to date
    public record Bytes(long answer, long payload, long garbage) {
        public static final Bytes DEFAULT = new Bytes(64L << 20, 4L << 30, 8L << 20);
    }

    /// @param connect until a connection stands
    /// @param answer until a JSON answer is there
    /// @param poll until a long poll is answered; servers answer within five minutes
    /// @param payload until one payload part is there
    /// @param retryFirst after the first failure; doubles with each that follows
    /// @param retryLast between two attempts at most, unless the server says more
    /// @param retryAfterMax of what a server says
    /// @param patience failures without an answer in between, before `--once` gives up
    /// @param settle without news, after which `--once` is in step
    public record Waits(
            Duration connect,
            Duration answer,
            Duration poll,
            Duration payload,
            Duration retryFirst,
            Duration retryLast,
            Duration retryAfterMax,
            Duration patience,
            Duration settle) {
        public static final Waits DEFAULT = new Waits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(330),
                Duration.ofMinutes(30),
                Duration.ofMillis(250),
                Duration.ofSeconds(15),
                Duration.ofHours(1),
                Duration.ofMinutes(10),
                Duration.ofSeconds(3));

        public Waits settling(Duration other) {
            return new Waits(connect, answer, poll, payload, retryFirst, retryLast, retryAfterMax, patience, other);
        }

        public Waits patient(Duration other) {
            return new Waits(connect, answer, poll, payload, retryFirst, retryLast, retryAfterMax, other, settle);
        }
    }
}
