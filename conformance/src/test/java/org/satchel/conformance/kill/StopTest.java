// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.conformance.load.Books;
import org.satchel.conformance.wire.ServerProcess;

/// SIGTERM while everybody writes.
@Timeout(600)
final class StopTest {
    private static final Duration STOP_MAX = Duration.ofMinutes(1);
    private static final int ACKNOWLEDGED_BEFORE = 30;

    @Test
    void sigterm_under_load_ends_with_exit_code_0_and_loses_nothing_acknowledged(@TempDir Path folder)
            throws Exception {
        long seed = Long.getLong("satchel.seed", System.nanoTime());
        var random = new Random(seed);
        var data = folder.resolve("data");
        var log = folder.resolve("server.log");
        ServerProcess.account(data, Books.ANN);
        ServerProcess.account(data, Books.BEN);
        var load = new Load();
        try (var server = ServerProcess.start(data, log)) {
            Books.prepare(server);
            load.start(server, random);
            load.awaitAcknowledged(ACKNOWLEDGED_BEFORE);
            load.end();
            long before = System.nanoTime();
            int exit = server.stop();
            var took = Duration.ofNanos(System.nanoTime() - before);
            assertThat(exit).as("exit code, seed %d", seed).isZero();
            assertThat(took).as("seed %d", seed).isLessThan(STOP_MAX);
            assertThat(load.await()).as("seed %d", seed).isEmpty();
        }
        try (var server = ServerProcess.start(data, log)) {
            assertThat(load.check(server, random)).as("seed %d", seed).isEmpty();
        }
    }
}
