// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.ServerProcess;

/// `satchel sync` stays in step with a box that is changed over both protocols at once, while the server and itself are
/// killed again and again. `-Dsatchel.long=true -Dsatchel.corpus=FILE` takes the 55,835 messages of the corpus, 10,000
/// changes and ten servers; `-Dsatchel.seed=N` repeats a run's choices.
@Timeout(value = 60, unit = TimeUnit.MINUTES)
final class SyncTest {
    private static final boolean LONG = Boolean.getBoolean("satchel.long");
    private static final int MESSAGES = 1_500;
    private static final int CHANGES = LONG ? 10_000 : 600;
    private static final int SERVER_KILLS = LONG ? 10 : 3;
    /// While it follows; once more it is killed in its first pass.
    private static final int CLIENT_KILLS = LONG ? 5 : 1;

    private static final int DEATHS = SERVER_KILLS + CLIENT_KILLS;
    /// Changes while everything is read for the first time, and between two deaths.
    private static final int FIRST = CHANGES / 4;

    private static final int SHARE = (CHANGES - FIRST) / DEATHS;

    private static final int TOGETHER = 100;
    private static final Duration END_MAX = Duration.ofMinutes(LONG ? 20 : 5);
    private static final String BOX = "tel:+15550100001";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long seed = Long.getLong("satchel.seed", System.nanoTime());
    private final List<String> urls = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void a_mirror_equals_the_store_whatever_happened_to_server_and_client() throws Exception {
        var data = folder.resolve("data");
        ServerProcess.account(data, BOX);
        var password = Files.writeString(folder.resolve("password"), ServerProcess.PASSWORD + "\n");
        try (var servers = new Servers(data, folder.resolve("server.log"))) {
            int filled = fill(servers.now());
            var setting =
                    new SyncProcess.Setting(servers.relay().url(), BOX, password, folder.resolve("mirror"), folder);
            var changes = new Changes(servers);
            var random = new Random(seed);
            changes.begin("imap", (server, own) -> new ImapHand(server, BOX, own), new Random(random.nextLong()));
            changes.begin("nms", (server, own) -> new NmsHand(server, BOX, urls, own), new Random(random.nextLong()));
            trouble(servers, setting, changes);

            var began = System.nanoTime();
            var last = once(setting);
            var took = Duration.ofNanos(System.nanoTime() - began);
            var copy = Copy.read(setting.into());
            assertThat(Truth.differences(servers.now(), BOX, copy))
                    .as("seed %d, %s; it said:%n%s", seed, last, Files.readString(folder.resolve("sync.err")))
                    .isEmpty();
            assertThat(last).as("seed %d", seed).contains(" resyncs=0 ").endsWith(" oddities=0");
            assertThat(copy.objects()).hasSizeGreaterThan(filled / 2);
            assertThat(servers.now().stop()).as("exit code").isZero();
            System.out.printf(
                    "%,d messages, %,d changes, %d servers and %d clients killed, seed %d: the mirror equals the store; last pass %d ms, %s%n",
                    filled, changes.done(), SERVER_KILLS, CLIENT_KILLS + 1, seed, took.toMillis(), last);
        }
    }

    /// Follows, from the first page on, while servers and clients are killed, until the changes are at their end.
    private void trouble(Servers servers, SyncProcess.Setting setting, Changes changes) throws Exception {
        var client = SyncProcess.begin(setting);
        try {
            changes.allow(FIRST);
            await(setting, client, state -> state.at("/journal/bytes").asLong() > 0);
            client.kill();
            client = SyncProcess.begin(setting);
            await(setting, client, state -> state.at("/pass/stage").asText().equals("DONE"));
            assertNone(changes.await(FIRST), servers);
            for (int death = 1; death <= DEATHS; death++) {
                changes.allow(SHARE);
                assertNone(changes.await(SHARE / 2), servers);
                if (death % (DEATHS / CLIENT_KILLS) == 0) {
                    client.kill();
                    client = SyncProcess.begin(setting);
                } else {
                    servers.replace();
                }
                assertNone(changes.await(SHARE - SHARE / 2), servers);
            }
            assertNone(changes.end(), servers);
            long before = position(setting);
            try (var nms = new NmsWire(servers.now().face("http"), BOX)) {
                nms.post(
                                nms.url("objects/operations/bulkCreation"),
                                Upload.contentType(),
                                Upload.bulk("/INBOX", List.of(new Upload.Message("last", "the last one", List.of()))))
                        .expect(200);
            }
            await(setting, client, state -> state.at("/position/index").asLong() > before);
            var said = client.stop(END_MAX);
            assertThat(said).as("seed %d", seed).contains(" resyncs=0 ").endsWith(" oddities=0");
        } finally {
            client.close();
        }
    }

    private void assertNone(List<String> failures, Servers servers) throws IOException {
        assertThat(failures)
                .as("seed %d, the server said: %s", seed, servers.now().said())
                .isEmpty();
    }

    private static long position(SyncProcess.Setting setting) throws IOException {
        return state(setting).at("/position/index").asLong();
    }

    private static JsonNode state(SyncProcess.Setting setting) throws IOException {
        var file = setting.into().resolve("state.json");
        return Files.exists(file) ? JSON.readTree(Files.readAllBytes(file)) : MissingNode.getInstance();
    }

    /// Waits until the mirror is so far.
    private static void await(SyncProcess.Setting setting, SyncProcess client, Predicate<JsonNode> far)
            throws IOException {
        long end = System.nanoTime() + END_MAX.toNanos();
        while (!far.test(state(setting))) {
            assertThat(client.isAlive() && System.nanoTime() < end)
                    .as("it said: %s", Files.readString(setting.work().resolve("sync.err")))
                    .isTrue();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static String once(SyncProcess.Setting setting) throws IOException, InterruptedException {
        try (var process = SyncProcess.begin(setting, "--once")) {
            assertThat(process.await(END_MAX))
                    .as("exit code; it said: %s", process.said())
                    .isZero();
            return process.said();
        }
    }

    /// @return how many messages there are
    private int fill(ServerProcess server) throws IOException {
        var texts = Texts.all(MESSAGES);
        try (var nms = new NmsWire(server.face("http"), BOX)) {
            for (int from = 0; from < texts.size(); from += TOGETHER) {
                var messages = IntStream.range(from, Math.min(texts.size(), from + TOGETHER))
                        .mapToObj(i -> new Upload.Message("m" + i, texts.get(i), List.of()))
                        .toList();
                var answer = nms.post(
                        nms.url("objects/operations/bulkCreation"),
                        Upload.contentType(),
                        Upload.bulk("/INBOX", messages));
                urls.addAll(NmsHand.made(answer.expect(200).json()));
            }
        }
        try (var imap = ImapWire.login(server.face("imap"), BOX)) {
            imap.expectOk("CREATE " + Names.TOP + "/a/b");
        }
        return texts.size();
    }
}
