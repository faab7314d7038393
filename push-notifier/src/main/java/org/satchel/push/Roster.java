// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.util.Optional;
import org.satchel.push.nodes.NodeName;
import org.satchel.push.nodes.Nodes;

/// Which node follows a subscription: the one where the client of its channel waits, else the keeper of its box.
///
/// Two nodes may think so of the same subscription for a while; which of them is heard, its progress row
/// decides.
final class Roster {
    private final Nodes nodes;
    private final Seats seats;

    Roster(Nodes nodes, Seats seats) {
        this.nodes = nodes;
        this.seats = seats;
    }

    /// @return empty when no node lives, as far as this one can see
    Optional<NodeName> nodeOf(Subscription subscription) {
        var view = nodes.view();
        var keeper = view.keeperOf(subscription.box());
        if (view.live().size() > 1
                && subscription.terms().target() instanceof Target.Channel(var channel, var _, var _)) {
            return seats.of(subscription.box(), channel).or(() -> keeper);
        }
        return keeper;
    }

    boolean isMine(Subscription subscription) {
        return nodes.membership().isCurrent()
                && nodeOf(subscription).filter(nodes.self()::equals).isPresent();
    }
}
