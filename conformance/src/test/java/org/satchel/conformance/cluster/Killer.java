// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kills nodes of Cassandra and servers in turn, and has each started again a few seconds later, in the background.
///
/// Never are two nodes of Cassandra away at once, nor two servers; a node and a server may be.
final class Killer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Killer.class);
    private static final Duration BACK_MAX = Duration.ofMinutes(10);

    private final Fleet fleet;
    private final Traffic traffic;
    private final Duration dead;
    private final Random random;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> nodes = new ArrayList<>();
    private final List<Future<?>> servers = new ArrayList<>();
    private int kills;

    /// @param dead how long a victim is left alone before it is started again
    Killer(Fleet fleet, Traffic traffic, Duration dead, Random random) {
        this.fleet = fleet;
        this.traffic = traffic;
        this.dead = dead;
        this.random = random;
    }

    /// Kills the next one, when the last one of its kind is back.
    ///
    /// @return who it was
    String kill() throws Exception {
        return ++kills % 2 == 1 ? killNode() : killServer();
    }

    /// Waits until all are back.
    void awaitAll() throws Exception {
        await(nodes);
        await(servers);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }

    private String killNode() throws Exception {
        await(nodes);
        int node = random.nextInt(Fleet.CASSANDRA_NODES);
        fleet.cassandra().kill(node);
        nodes.add(threads.submit(() -> {
            Chaos.pass(dead);
            long begun = System.nanoTime();
            // Returns when all three see each other.
            fleet.cassandra().restart(node);
            LOG.info("Cassandra node {} is back after {} ms", node, (System.nanoTime() - begun) / 1_000_000);
            return node;
        }));
        return "Cassandra node " + node;
    }

    private String killServer() throws Exception {
        await(servers);
        int server = random.nextInt(fleet.size());
        fleet.killServer(server);
        traffic.excuse(server);
        servers.add(threads.submit(() -> {
            Chaos.pass(dead);
            fleet.startServer(server);
            return server;
        }));
        return "server " + server;
    }

    private static void await(List<Future<?>> starts) throws Exception {
        for (var start : starts) {
            start.get(BACK_MAX.toSeconds(), TimeUnit.SECONDS);
        }
        starts.clear();
    }
}
