// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.backends.CassandraCluster;
import org.satchel.conformance.wire.Host;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIGKILL for a node of Cassandra, then for a server, then for a node again, under load from all protocols.
/// `-Dsatchel.long=true` does it every 20 s for ten minutes, `-Dsatchel.seed=N` repeats a run's choices.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class ChaosTest {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosTest.class);
    private static final boolean LONG = Boolean.getBoolean("satchel.long");
    private static final int KILLS = LONG ? 30 : 2;
    private static final Duration PERIOD = Duration.ofSeconds(LONG ? 20 : 6);
    private static final Duration DEAD = Duration.ofSeconds(LONG ? 5 : 2);
    private static final int KILLS_BETWEEN_RESTS = LONG ? 3 : 2;
    private static final int ACKNOWLEDGED_PER_KILL_MIN = 20;

    @Test
    void nothing_acknowledged_is_lost_and_all_show_the_same_whoever_dies(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("satchel.seed", System.nanoTime());
        var random = new Random(seed);
        var cassandra = CassandraCluster.start(Fleet.CASSANDRA_NODES, folder.resolve("cassandra"));
        try (var fleet = Fleet.start(cassandra, List.of(Host.LOOPBACK, Host.LOOPBACK), folder);
                var chaos = new Chaos(fleet, random)) {
            for (int kill = 1; kill <= KILLS; kill++) {
                long begun = System.nanoTime();
                var victim = disturb(fleet, chaos, kill % 2 == 1, random);
                var when = "seed %d, after kill %d, of %s".formatted(seed, kill, victim);
                LOG.info("{}: {}", when, chaos.report());
                Chaos.pass(PERIOD.minusNanos(System.nanoTime() - begun));
                if (kill % KILLS_BETWEEN_RESTS == 0) {
                    chaos.inspect(when);
                }
            }
            var when = "seed " + seed + ", in the end";
            chaos.judgeService(when);
            assertThat(chaos.acknowledged()).as(when).isGreaterThan(KILLS * ACKNOWLEDGED_PER_KILL_MIN);
            // Visible although warnings alone are shown: this line is what a long run is for.
            LOG.warn(
                    "killed {} times, every {} s, seed {}: {}; a server was ready after {} ms at most",
                    KILLS,
                    PERIOD.toSeconds(),
                    seed,
                    chaos.report(),
                    Collections.max(fleet.readyTook()).toMillis());
        }
    }

    private static String disturb(Fleet fleet, Chaos chaos, boolean cassandra, Random random) throws Exception {
        if (cassandra) {
            int node = random.nextInt(Fleet.CASSANDRA_NODES);
            fleet.cassandra().kill(node);
            Chaos.pass(DEAD);
            // Returns when all three see each other: never are two away at once.
            long begun = System.nanoTime();
            fleet.cassandra().restart(node);
            LOG.info("Cassandra node {} is back after {} ms", node, (System.nanoTime() - begun) / 1_000_000);
            return "Cassandra node " + node;
        }
        int server = random.nextInt(fleet.size());
        chaos.traffic().excuse(server);
        fleet.killServer(server);
        chaos.traffic().excuse(server);
        Chaos.pass(DEAD);
        fleet.startServer(server);
        return "server " + server;
    }
}
