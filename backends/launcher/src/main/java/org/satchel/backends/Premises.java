// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.net.InetAddress;
import java.util.List;

/// Where the nodes of a cluster are.
///
/// @param addresses one for each node, in their order; its standard ports are free there
/// @param enter words before the command of a node, which then runs there, such as in a network namespace
public record Premises(List<InetAddress> addresses, List<String> enter) {
    public Premises {
        addresses = List.copyOf(addresses);
        enter = List.copyOf(enter);
        if (addresses.isEmpty() || addresses.size() > CassandraCluster.NODES_MAX) {
            throw new IllegalArgumentException("a cluster of " + addresses.size() + " nodes");
        }
    }
}
