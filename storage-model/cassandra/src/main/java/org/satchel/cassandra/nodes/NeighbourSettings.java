// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import java.net.InetSocketAddress;
import java.time.Duration;

/// How processes find and hear each other.
///
/// @param listen where this one listens for its neighbours: an address of the inner network
/// @param host under which they reach it
/// @param port likewise; 0 = the one it listens on
/// @param renewEvery how often it renews its row and reads those of the others
/// @param lifetime of a row that is not renewed
/// @param answerMax how long a neighbour is waited for that should answer at once
/// @param leaseMax how long a process lands the writes of a box after it last asked who does
/// @param joinMax how long a guest waits to be invited to a group
/// @param composeMax how long a group waits for an invited guest to add to it
/// @param landMax how long a guest waits to hear what became of a group, before it finds out by itself
/// @param silence how long a neighbour that did not answer is not asked again
/// @param backlog connections that may wait to be accepted
public record NeighbourSettings(
        InetSocketAddress listen,
        String host,
        int port,
        Duration renewEvery,
        Duration lifetime,
        Duration answerMax,
        Duration leaseMax,
        Duration joinMax,
        Duration composeMax,
        Duration landMax,
        Duration silence,
        int backlog) {
    /// With usual times.
    ///
    /// @param port 0 = the one it listens on
    public static NeighbourSettings of(InetSocketAddress listen, String host, int port) {
        return new NeighbourSettings(
                listen,
                host,
                port,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofMillis(250),
                Duration.ofMillis(150),
                Duration.ofSeconds(12),
                Duration.ofSeconds(2),
                256);
    }

    public NeighbourSettings withRenewal(Duration every, Duration newLifetime) {
        return new NeighbourSettings(
                listen,
                host,
                port,
                every,
                newLifetime,
                answerMax,
                leaseMax,
                joinMax,
                composeMax,
                landMax,
                silence,
                backlog);
    }
}
