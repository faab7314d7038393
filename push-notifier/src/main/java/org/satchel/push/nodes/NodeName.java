// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.nodes;

import java.util.random.RandomGenerator;

/// Name of one node for as long as its process runs, for example `n-5f0c11d2a94e7730`; the next process has
/// another.
public record NodeName(String text) implements Comparable<NodeName> {
    public NodeName {
        if (!text.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw new IllegalArgumentException("not a node name: '" + text + "'");
        }
    }

    /// @param random must not repeat itself after a restart
    public static NodeName fresh(RandomGenerator random) {
        return new NodeName("n-%016x".formatted(random.nextLong()));
    }

    @Override
    public int compareTo(NodeName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
