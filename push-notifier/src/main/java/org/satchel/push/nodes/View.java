// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.nodes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.satchel.model.BoxId;

/// The nodes that live, as one of them sees it at one moment.
///
/// @param number ascends whenever the nodes change, and whenever this one may have been taken for dead
public record View(long number, Set<NodeName> live) {
    public View {
        live = Set.copyOf(live);
    }

    /// The node that works for a box: the same on all nodes that see the same ones. When a node comes or goes,
    /// only boxes that it gets or had change hands.
    ///
    /// @return empty when no node lives
    public Optional<NodeName> keeperOf(BoxId box) {
        return live.stream()
                .max(Comparator.<NodeName>comparingLong(node -> weight(node, box))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /// Highest random weight: FNV-1a over both names, its bits mixed so that similar names share nothing.
    private static long weight(NodeName node, BoxId box) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : (node + " " + box).getBytes(UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
