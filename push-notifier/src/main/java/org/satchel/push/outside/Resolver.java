// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Looks a host up: passed in, so that a test can be the name server.
@FunctionalInterface
interface Resolver {
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    List<InetAddress> resolve(String host) throws UnknownHostException;
}
