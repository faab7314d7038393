// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.cassandra.TestCluster;
import org.satchel.embedded.EmbeddedStore;
import org.satchel.embedded.EngineSettings;
import org.satchel.engines.TestEngine;
import org.satchel.folder.FolderBlobStore;
import org.satchel.folder.FolderSettings;
import org.satchel.model.Actor;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageStore;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.state.BoxSettings;

/// What time takes from a box leaves the disk: the embedded engine's files, and with Cassandra the payloads in a
/// folder.
@Timeout(600)
class FreedTest {
    private static final Duration PERIOD = Premises.TIMES.retention();
    private static final FolderPath KEPT = new FolderPath("RCSMessageStore");
    private static final int LARGE = 200_000;
    private static final long WAIT = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    Path folder;

    private final Premises there = new Premises();

    @BeforeEach
    void open() throws IOException {
        there.open(store(BoxSettings.STANDARD.withClock(there.now::get)));
    }

    @AfterEach
    void close() {
        there.store.close();
    }

    @Test
    void the_payload_of_an_expired_object_is_gone_and_that_of_others_stays() throws Exception {
        var doomed = there.deposit(Premises.PEER, "a".repeat(LARGE));
        var archived = there.deposit(Premises.PEER, "b".repeat(LARGE), Flags.ARCHIVED);
        var marked = there.deposit(KEPT, "c".repeat(LARGE));
        var copied = there.deposit(Premises.PEER, "d".repeat(LARGE));
        var from = there.box.view().locate(copied).orElseThrow();
        var kept = there.folder(KEPT);
        there.box.write(Actor.owner(Premises.ID), tx -> tx.copy(from.folder(), List.of(from.uid()), kept));
        there.pass(PERIOD.minusDays(30));
        there.mark(marked);
        var before = there.box.view();
        var place = before.locate(doomed).orElseThrow();
        assertThat(payloads()).isEqualTo(4);

        there.pass(Duration.ofDays(30));
        there.round();

        assertThat(there.isThere(archived)).isTrue();
        assertThat(there.expired()).containsExactlyInAnyOrder(doomed, copied, marked);
        assertThat(there.box.view().usage().bytes()).isBetween(2L * LARGE, 2L * LARGE + 1_000);
        long end = System.nanoTime() + WAIT;
        while (payloads() > 2 && System.nanoTime() < end) {
            there.box.changes().await(there.box.changes().head(), 1, Duration.ofMillis(50));
        }
        assertThat(payloads()).as("without any other write to the box").isEqualTo(2);
        assertThatThrownBy(() -> before.payload(place).open().close()).isInstanceOf(StoreFailure.NotFound.class);
        var view = there.box.view();
        var copy = new Placement(kept, view.listing(kept).at(0).uid());
        try (var bytes = view.payload(copy).open()) {
            assertThat(bytes.readAllBytes()).hasSizeGreaterThan(LARGE).contains("dddd".getBytes(US_ASCII));
        }
    }

    private long payloads() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(FreedTest::isPayload).count();
        }
    }

    private static boolean isPayload(Path file) {
        try {
            return Files.isRegularFile(file)
                    && !file.toString().contains("/rows/")
                    && Files.size(file) >= LARGE
                    && Files.size(file) < 2 * LARGE;
        } catch (IOException gone) {
            return false;
        }
    }

    private MessageStore store(BoxSettings boxes) throws IOException {
        if (TestEngine.chosen() != TestEngine.CASSANDRA) {
            var quick = EngineSettings.STANDARD.withSweep(Duration.ZERO, Duration.ofMillis(20));
            return EmbeddedStore.open(folder.resolve("store"), quick.withBoxes(boxes));
        }
        TestCluster.empty();
        return TestCluster.store(boxes, FolderBlobStore.open(new FolderSettings(folder.resolve("payloads"), 0)));
    }
}
