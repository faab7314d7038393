// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

/// A process that has the tables open.
///
/// @param name given to one process, never again
/// @param host where it listens for its neighbours
/// @param secret what it wants to be shown by whoever speaks to it; never logged
public record Neighbour(String name, String host, int port, String secret) {
    @Override
    public String toString() {
        return name + " at " + host + ":" + port;
    }
}
