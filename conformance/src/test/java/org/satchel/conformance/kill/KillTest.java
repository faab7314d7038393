// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.conformance.load.Books;
import org.satchel.conformance.wire.ServerProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIGKILL at any moment, under load, again and again on one data folder: what was acknowledged is there, nothing is
/// half there. `-Dsatchel.long=true` makes it a hundred times, `-Dsatchel.seed=N` repeats a run's choices.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class KillTest {
    private static final Logger LOG = LoggerFactory.getLogger(KillTest.class);
    private static final int ROUNDS = Boolean.getBoolean("satchel.long") ? 100 : 4;
    private static final Duration LOAD_MIN = Duration.ofMillis(200);
    private static final Duration LOAD_MAX = Duration.ofMillis(1_500);
    private static final int DEATHS_AT_START_PERCENT = 15;

    private final List<Long> readyMillis = new ArrayList<>();
    private int openAtDeath;
    private int deathsAtStart;

    @TempDir
    private Path folder;

    @Test
    void nothing_acknowledged_is_lost_and_nothing_is_half_done() throws Exception {
        long seed = Long.getLong("satchel.seed", System.nanoTime());
        var random = new Random(seed);
        var load = new Load();
        ServerProcess.account(data(), Books.ANN);
        ServerProcess.account(data(), Books.BEN);
        var server = start();
        try {
            Books.prepare(server);
            for (int round = 1; round <= ROUNDS; round++) {
                int before = load.acknowledged();
                load.start(server, random);
                var moment = pause(random, LOAD_MIN, LOAD_MAX);
                boolean alive = server.isAlive();
                load.end();
                server.kill();
                var unexpected = load.await();
                openAtDeath += (int) load.open();
                server = restart(random);
                var wrong = load.check(server, random);
                assertThat(wrong)
                        .as(
                                "seed %d, round %d, killed after %d ms of load, %d acknowledged, READY after %d ms",
                                seed, round, moment.toMillis(), load.acknowledged() - before, readyMillis.getLast())
                        .isEmpty();
                assertThat(unexpected)
                        .as("seed %d, round %d, while the server lived; it said: %s", seed, round, server.said())
                        .isEmpty();
                assertThat(alive)
                        .as("seed %d, round %d, the server died by itself", seed, round)
                        .isTrue();
            }
            assertThat(load.acknowledged()).as("acknowledged, seed %d", seed).isGreaterThan(ROUNDS * 3);
            assertThat(server.stop()).as("exit code").isZero();
        } finally {
            server.close();
        }
        // Visible although warnings alone are shown: this line is what a long run is for.
        LOG.warn("{}", report(load, seed));
    }

    private String report(Load load, long seed) {
        var sorted = readyMillis.stream().sorted().toList();
        return ("killed %d times under load and %d times while starting, seed %d: %d operations acknowledged, %d open "
                        + "when the server died, nothing lost, nothing half done; READY after %d ms (median), %d ms (longest)")
                .formatted(
                        ROUNDS,
                        deathsAtStart,
                        seed,
                        load.acknowledged(),
                        openAtDeath,
                        sorted.get(sorted.size() / 2),
                        sorted.getLast());
    }

    /// Starts it again, sometimes only after it was killed while it started.
    private ServerProcess restart(Random random) throws IOException {
        if (random.nextInt(100) < DEATHS_AT_START_PERCENT) {
            deathsAtStart++;
            try (var unlucky = ServerProcess.begin(data(), log())) {
                pause(random, Duration.ZERO, Duration.ofMillis(1_500));
                unlucky.kill();
            }
        }
        return start();
    }

    private ServerProcess start() throws IOException {
        var server = ServerProcess.start(data(), log());
        readyMillis.add(server.readyTook().toMillis());
        return server;
    }

    /// Lets the others run for a random time; the moment is what is random here, nothing is waited for.
    private static Duration pause(Random random, Duration min, Duration max) {
        var length = Duration.ofNanos(random.nextLong(min.toNanos(), max.toNanos()));
        long end = System.nanoTime() + length.toNanos();
        for (long left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return length;
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path log() {
        return folder.resolve("server.log");
    }
}
