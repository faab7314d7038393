// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.nodes;

import java.util.random.RandomGenerator;
import org.satchel.model.Registry;

/// What a part of a node knows of the other nodes.
public record Nodes(Membership membership, Notes notes) {
    /// There is no other node, and never will be.
    ///
    /// @param random must not repeat itself after a restart
    public static Nodes alone(Registry registry, RandomGenerator random) {
        var self = NodeName.fresh(random);
        return new Nodes(Membership.alone(self), new Notes(registry, self, random));
    }

    public NodeName self() {
        return membership.self();
    }

    public View view() {
        return membership.view();
    }
}
