// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.backends.CassandraCluster;
import org.satchel.backends.CassandraSettings;
import org.satchel.conformance.wire.Host;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Two servers over three nodes of Cassandra, under load from all protocols: nodes and servers are killed, the servers
/// are cut off from each other. `-Dsatchel.long=true` kills every 20 s for ten minutes, `-Dsatchel.seed=N` repeats a
/// run's choices.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChaosTest {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosTest.class);
    private static final boolean LONG = Boolean.getBoolean("satchel.long");
    private static final int KILLS = LONG ? 30 : 2;
    private static final Duration PERIOD = Duration.ofSeconds(LONG ? 20 : 6);
    private static final Duration DEAD = Duration.ofSeconds(LONG ? 5 : 2);
    private static final int KILLS_BETWEEN_RESTS = LONG ? 3 : 2;
    private static final int CUTS = LONG ? 8 : 2;
    private static final Duration CUT = Duration.ofSeconds(LONG ? 15 : 5);
    private static final Duration WHOLE = Duration.ofSeconds(LONG ? 5 : 1);
    private static final int ACKNOWLEDGED_PER_EVENT_MIN = 20;

    private final long seed = Long.getLong("satchel.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private Optional<Network> network = Optional.empty();
    private List<Host> hosts = List.of(Host.LOOPBACK, Host.LOOPBACK);
    private Fleet fleet;
    private Chaos chaos;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        network = Network.open(random);
        var home = folder.resolve("cassandra");
        CassandraCluster cassandra;
        if (network.isPresent()) {
            hosts = network.get().servers();
            cassandra = CassandraCluster.start(network.get().cassandra(), home, CassandraSettings.DEFAULT);
        } else {
            cassandra = CassandraCluster.start(Fleet.CASSANDRA_NODES, home);
        }
        fleet = Fleet.start(cassandra, hosts, folder);
        chaos = new Chaos(fleet, random);
    }

    @AfterAll
    void stop() {
        if (chaos != null) {
            chaos.close();
        }
        if (fleet != null) {
            fleet.close();
        }
        network.ifPresent(Network::close);
    }

    @Test
    void nothing_acknowledged_is_lost_and_all_show_the_same_whoever_dies() throws Exception {
        int before = chaos.acknowledged();
        try (var killer = new Killer(fleet, chaos.traffic(), DEAD, random)) {
            for (int kill = 1; kill <= KILLS; kill++) {
                long begun = System.nanoTime();
                var when = "seed %d, kill %d, of %s".formatted(seed, kill, killer.kill());
                Chaos.pass(PERIOD.minusNanos(System.nanoTime() - begun));
                LOG.info("{}: {}", when, chaos.report());
                if (kill % KILLS_BETWEEN_RESTS == 0) {
                    killer.awaitAll();
                    chaos.inspect(when);
                }
            }
        }
        judge(before, KILLS, "killed %d times, every %d s".formatted(KILLS, PERIOD.toSeconds()));
    }

    @Test
    void servers_that_do_not_hear_each_other_show_the_same() throws Exception {
        assumeTrue(network.isPresent(), "network namespaces and bridges may not be made here");
        int before = chaos.acknowledged();
        for (int cut = 1; cut <= CUTS; cut++) {
            assertThat(isConnected()).as("connected before cut %d", cut).isTrue();
            network.get().cut();
            try {
                assertThat(isConnected()).as("connected during cut %d", cut).isFalse();
                Chaos.pass(CUT);
            } finally {
                network.get().heal();
            }
            Chaos.pass(WHOLE);
            LOG.info("seed {}, cut {}: {}", seed, cut, chaos.report());
        }
        // Once more, and everything is compared while they still cannot talk.
        network.get().cut();
        try {
            chaos.inspect("seed " + seed + ", while cut off");
        } finally {
            network.get().heal();
        }
        judge(before, CUTS, "cut off %d times, for %d s each".formatted(CUTS, CUT.toSeconds()));
    }

    private boolean isConnected() throws IOException, InterruptedException {
        return network.orElseThrow()
                .reaches(
                        hosts.getFirst(),
                        hosts.getLast(),
                        fleet.server(1).face("http").getPort());
    }

    private void judge(int acknowledgedBefore, int events, String what) {
        var when = "seed " + seed + ", in the end";
        chaos.judgeService(when);
        assertThat(chaos.acknowledged() - acknowledgedBefore)
                .as(when)
                .isGreaterThan(events * ACKNOWLEDGED_PER_EVENT_MIN);
        // Visible although warnings alone are shown: this line is what a long run is for.
        LOG.warn(
                "{}, seed {}: {}; a server was ready after {} ms at most",
                what,
                seed,
                chaos.report(),
                Collections.max(fleet.readyTook()).toMillis());
    }
}
