// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.backends.CassandraSettings.CommitLogSync;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.corpus.Texts;
import org.satchel.bench.measure.Alternation;
import org.satchel.bench.measure.Outcome;
import org.satchel.bench.measure.Progress;
import org.satchel.bench.peer.Folders;

/// Every work, as small as it gets, on one real node.
class ClusterRunTest {
    private static final ClusterScale TINY = new ClusterScale(1, 1, Duration.ofMillis(20), 1_500);
    private static final Load TENS = new Load(1, 1, 10);

    private static Path folder;
    private static ClusterUnderLoad cluster;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        folder = Files.createTempDirectory(Folders.target(), "test-");
        var messages = new Messages(Texts.from(Path.of("nowhere")));
        cluster = ClusterUnderLoad.start(folder, TINY.nodes(), CommitLogSync.PERIODIC, messages);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        Folders.remove(folder);
    }

    @Test
    @Timeout(600)
    void every_work_is_measured_and_verified_on_a_real_node() throws InterruptedException {
        var all = ClusterWorks.all(cluster, TINY);
        assertThat(all.stream().map(planned -> planned.work().id())).containsExactlyElementsOf(ClusterWorks.ids());
        for (var planned : all) {
            assertThat(new Alternation<>(ClusterPeer::name, 1, Progress.SILENT).run(planned.work(), planned.peers()))
                    .as(planned.work().id())
                    .hasSameSizeAs(planned.peers())
                    .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Measured.class));
        }
    }

    @Test
    @Timeout(300)
    void the_driver_alone_writes_what_the_engine_writes() throws IOException, InterruptedException {
        var engine = cluster.satchel();
        engine.prepare("same", TENS);
        engine.run("same", TENS, Duration.ofMillis(50), cluster.meter());
        var driver = cluster.driver();
        driver.prepare("same", TENS);
        driver.run("same", TENS, Duration.ofMillis(50), cluster.meter());
        var theirs = perCommit(engine.held("same", 0));
        var ours = perCommit(driver.held("same", 0));
        assertThat(ours.contents()).isEqualTo(theirs.contents()).isEqualTo(10);
        // Messages of the corpus differ a little, and numbers take more bytes as they grow.
        assertThat(ours.contentBytes()).isCloseTo(theirs.contentBytes(), within(theirs.contentBytes() / 20));
        assertThat(ours.commitBytes()).isCloseTo(theirs.commitBytes(), within(theirs.commitBytes() / 20));
    }

    private static Tables.Held perCommit(Tables.Held held) {
        long commits = held.head() - 1;
        return new Tables.Held(
                1, held.contents() / commits, held.contentBytes() / commits, held.commitBytes() / commits);
    }
}
