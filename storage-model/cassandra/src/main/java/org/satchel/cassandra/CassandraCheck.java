// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import java.util.Objects;
import java.util.TreeSet;
import org.satchel.model.StoreFailure;

/// A look at a Cassandra that changes nothing there.
///
/// @param version of the nodes, as Cassandra has it
/// @param nodes of the data centre
/// @param nodesUp of these, the ones that answer
/// @param keyspace whether it is there
public record CassandraCheck(String version, int nodes, int nodesUp, boolean keyspace) {
    /// @throws StoreFailure.Unavailable when no node answers, or none is in the data centre, with the reason
    public static CassandraCheck of(CassandraSettings settings) {
        try (var session = Database.connect(settings, false)) {
            return look(session, settings);
        } catch (DriverException failure) {
            throw Database.unavailable(failure);
        }
    }

    private static CassandraCheck look(CqlSession session, CassandraSettings settings) {
        var metadata = session.getMetadata();
        var datacenters = new TreeSet<String>();
        int nodes = 0;
        int up = 0;
        for (var node : metadata.getNodes().values()) {
            datacenters.add(String.valueOf(node.getDatacenter()));
            if (settings.datacenter().equals(node.getDatacenter())) {
                nodes++;
                up += isUp(node) ? 1 : 0;
            }
        }
        if (nodes == 0) {
            throw new StoreFailure.Unavailable(
                    "no node is in the data centre " + settings.datacenter() + "; there are " + datacenters);
        }
        var row = Objects.requireNonNull(
                session.execute("SELECT release_version FROM system.local").one());
        boolean keyspace = session.execute(
                                "SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?",
                                settings.keyspace())
                        .one()
                != null;
        return new CassandraCheck(String.valueOf(row.getString("release_version")), nodes, up, keyspace);
    }

    private static boolean isUp(Node node) {
        return node.getState() == NodeState.UP || node.getState() == NodeState.UNKNOWN;
    }
}
