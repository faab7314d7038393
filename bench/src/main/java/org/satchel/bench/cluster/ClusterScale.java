// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

import java.time.Duration;

/// How much a run on a cluster does.
///
/// @param nodes of Cassandra, each with a copy of every row
/// @param rounds counted rounds of each work
/// @param slice how long one round of deposits lasts
/// @param large objects in the large box
public record ClusterScale(int nodes, int rounds, Duration slice, int large) {
    public static final ClusterScale FULL = new ClusterScale(3, 5, Duration.ofSeconds(3), 500_000);
    public static final ClusterScale QUICK = new ClusterScale(1, 1, Duration.ofMillis(500), 5_000);

    public ClusterScale {
        if (rounds < 1 || rounds > 100 || large < 1 || large > 2_000_000) {
            throw new IllegalArgumentException("rounds: 1 to 100; objects: 1 to 2,000,000");
        }
        if (slice.toMillis() < 10 || slice.toSeconds() > 60) {
            throw new IllegalArgumentException("a slice is 10 ms to 60 s");
        }
    }

    public ClusterScale withRounds(int other) {
        return new ClusterScale(nodes, other, slice, large);
    }

    public ClusterScale withNodes(int other) {
        return new ClusterScale(other, rounds, slice, large);
    }

    public ClusterScale withLarge(int other) {
        return new ClusterScale(nodes, rounds, slice, other);
    }
}
