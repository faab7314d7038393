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
/// @param turnWait how long a turn is waited for
/// @param turnMax how long a turn lasts at most
/// @param silence how long a neighbour that did not answer is not asked again
/// @param backlog connections that may wait to be accepted
public record NeighbourSettings(
        InetSocketAddress listen,
        String host,
        int port,
        Duration renewEvery,
        Duration lifetime,
        Duration answerMax,
        Duration turnWait,
        Duration turnMax,
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
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                256);
    }

    public NeighbourSettings withRenewal(Duration every, Duration newLifetime) {
        return new NeighbourSettings(
                listen, host, port, every, newLifetime, answerMax, turnWait, turnMax, silence, backlog);
    }
}
