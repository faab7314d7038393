// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.net.InetSocketAddress;
import java.util.List;

/// A Cassandra that is there for us alone. It asks for no name and no password; keyspaces are the caller's business.
public interface CassandraBackend extends AutoCloseable {
    /// Where its nodes speak CQL, in the order of the nodes.
    List<InetSocketAddress> contactPoints();

    /// The one data centre they are all in.
    String datacenter();

    /// Ends it. What it stored stays in its folder.
    @Override
    void close();
}
