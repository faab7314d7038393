// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends.containers;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.satchel.backends.CassandraBackend;
import org.testcontainers.cassandra.CassandraContainer;
import org.testcontainers.cassandra.CassandraQueryWaitStrategy;

/// One node of Cassandra as its makers' image has it.
public final class CassandraInContainer implements CassandraBackend {
    private static final String IMAGE = "cassandra:5.0";
    private static final Duration READY_MAX = Duration.ofMinutes(10);

    private final CassandraContainer container;

    private CassandraInContainer(CassandraContainer container) {
        this.container = container;
    }

    public static CassandraInContainer start() {
        var container = new CassandraContainer(IMAGE)
                .waitingFor(new CassandraQueryWaitStrategy().withStartupTimeout(READY_MAX));
        container.start();
        return new CassandraInContainer(container);
    }

    @Override
    public List<InetSocketAddress> contactPoints() {
        return List.of(container.getContactPoint());
    }

    @Override
    public String datacenter() {
        return container.getLocalDatacenter();
    }

    @Override
    public void close() {
        container.stop();
    }
}
