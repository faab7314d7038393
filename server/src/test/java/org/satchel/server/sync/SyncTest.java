// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the client does when a server does what servers may do.
@Timeout(300)
final class SyncTest {
    private static final SyncLimits LIMITS =
            SyncLimits.DEFAULT.with(SyncLimits.Waits.DEFAULT.settling(Duration.ofMillis(700)));

    private final List<String> said = new ArrayList<>();
    private ScriptedServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        server.put("o-1", 11);
        server.put("o-2", 12);
        server.put("o-3", 13);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everything_is_read_page_by_page_after_subscribing() throws Exception {
        var summary = run();
        assertThat(held()).containsExactly("o-1 11", "o-2 12", "o-3 13");
        assertThat(summary.toString())
                .isEqualTo("objects=3 folders=1 bytes=42 resyncs=0 gaps=0 lists=0 interruptions=0 oddities=0");
        assertThat(Files.readString(folder.resolve("mirror/payloads/-2/o-2.1"))).isEqualTo("payload of o-2");
        var asked = server.asked().stream()
                .map(line -> line.split(" ")[1])
                .distinct()
                .toList();
        assertThat(asked).containsSubsequence("channels", "subscriptions", "search", "payload", "poll-1", "s-1");
    }

    @Test
    void what_is_told_is_fetched_and_what_is_gone_goes() throws Exception {
        run();
        server.put("o-2", 20);
        server.put("o-4", 21);
        server.remove("o-1");
        server.tell(1, "t-1", ScriptedServer.changed("o-2", 20));
        server.tell(2, "t-2", ScriptedServer.deleted("o-1", 22) + "," + ScriptedServer.changed("o-4", 21));
        var summary = run();
        assertThat(held()).containsExactly("o-2 20", "o-3 13", "o-4 21");
        assertThat(summary.lists()).isEqualTo(2);
        assertThat(folder.resolve("mirror/payloads/-1/o-1.1")).doesNotExist();
        assertThat(server.asked("GET payload"))
                .as("what is here is not fetched again")
                .hasSize(4);
        assertThat(server.asked("POST s-1")).last().asString().contains("\"restartToken\":\"now\"");
    }

    @Test
    void a_list_that_comes_again_is_taken_once() throws Exception {
        run();
        server.put("o-2", 20);
        server.tell(1, "t-1", ScriptedServer.changed("o-2", 20));
        server.tell(1, "t-1", ScriptedServer.changed("o-2", 20));
        assertThat(run().lists()).isEqualTo(1);
        assertThat(server.asked("GET o-2")).hasSize(1);
    }

    @Test
    void after_a_gap_the_subscription_is_sent_back() throws Exception {
        run();
        server.put("o-2", 20);
        server.tell(1, "t-1", ScriptedServer.changed("o-2", 20));
        server.tell(3, "t-3", ScriptedServer.changed("o-3", 30));
        // From the update on, list 4 is next, and brings what was missed.
        server.insteadOf("s-1", 200, "", update(1));
        server.insteadOf("s-1", 200, "", update(4));
        server.put("o-3", 30);
        server.tell(4, "t-4", ScriptedServer.changed("o-3", 30));
        var summary = run();
        assertThat(summary.gaps()).isEqualTo(1);
        assertThat(held()).containsExactly("o-1 11", "o-2 20", "o-3 30");
        assertThat(server.asked("POST s-1")).last().asString().contains("\"restartToken\":\"t-1\"");
    }

    @Test
    void a_reset_reads_everything_again_and_drops_what_is_gone() throws Exception {
        run();
        server.remove("o-1");
        server.put("o-2", 20);
        server.tell(1, "t-1", "{\"resetBox\":{}}");
        var summary = run();
        assertThat(summary.resyncs()).isEqualTo(1);
        assertThat(held()).containsExactly("o-2 20", "o-3 13");
        assertThat(server.asked("GET payload")).as("payloads never change").hasSize(3);
        assertThat(folder.resolve("mirror/payloads/-1/o-1.1")).doesNotExist();
    }

    @Test
    void a_lost_channel_is_replaced_and_nothing_is_read_again() throws Exception {
        run();
        server.tell(1, "t-1", ScriptedServer.deleted("o-1", 20));
        run();
        int searches = server.asked("POST search").size();
        server.insteadOf("channelLifetime", 404, "", "");
        run();
        assertThat(server.asked("POST channels")).hasSize(2);
        assertThat(server.asked("POST subscriptions")).hasSize(2);
        assertThat(server.asked("POST subscriptions")).last().asString().contains("\"restartToken\":\"t-1\"");
        assertThat(server.asked("POST search")).hasSize(searches);
    }

    @Test
    void a_busy_server_is_left_alone_for_as_long_as_it_says() throws Exception {
        server.insteadOf("channels", 503, "2", "");
        long began = System.nanoTime();
        var summary = run();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(2));
        assertThat(summary.interruptions()).isEqualTo(1);
        assertThat(held()).hasSize(3);
    }

    @Test
    void a_cursor_that_is_not_taken_starts_the_pass_again() throws Exception {
        server.insteadOf("search", 200, "", "{\"folderList\":{}}");
        server.insteadOf("search", 200, "", "{\"objectList\":{\"object\":[],\"cursor\":\"from another server\"}}");
        server.insteadOf("search", 400, "", "{\"requestError\":{}}");
        assertThat(run().oddities()).isEqualTo(1);
        assertThat(held()).hasSize(3);
    }

    @Test
    void a_refusal_is_the_end() {
        server.insteadOf("channels", 403, "", """
                {"requestError":{"policyException":{"messageId":"POL0001","text":"not yours"}}}""");
        assertThatThrownBy(this::run)
                .isInstanceOf(SyncFailure.Refused.class)
                .hasMessageContaining("403 POL0001 not yours");
    }

    @Test
    void a_server_that_is_not_there_is_given_up_when_patience_ends() {
        server.close();
        var impatient = SyncLimits.DEFAULT.with(SyncLimits.Waits.DEFAULT.patient(Duration.ofMillis(300)));
        assertThatThrownBy(() -> run(impatient)).isInstanceOf(SyncFailure.Later.class);
    }

    @Test
    void a_payload_file_that_somebody_took_away_is_fetched_again() throws Exception {
        run();
        var file = folder.resolve("mirror/payloads/-2/o-2.1");
        Files.delete(file);
        run();
        assertThat(file).hasContent("payload of o-2");
        assertThat(said).anyMatch(line -> line.startsWith("payload files were damaged: 1 "));
    }

    private Summary run() throws Exception {
        return run(LIMITS);
    }

    private Summary run(SyncLimits limits) throws Exception {
        var place = new Sync.Place(server.url(), "base", ScriptedServer.BOX);
        try (var sync = new Sync(place, "Bearer x", folder.resolve("mirror"), limits, said::add)) {
            sync.run(Sync.Until.IN_STEP);
            return sync.summary();
        }
    }

    private static String update(int next) {
        return """
                {"nmsSubscription":{"resourceURL":"https://nms.example.net/nms/v1/base/tel%%3A%%2B15550100001/subscriptions/s-1",
                 "index":%d,"restartToken":"elsewhere","duration":3600}}""".formatted(next);
    }

    /// Objects with their mod-sequences, by id.
    private List<String> held() throws IOException {
        var held = new TreeMap<String, String>();
        try (var mirror = Mirror.open(folder.resolve("mirror"), "base", ScriptedServer.BOX, 1 << 20)) {
            for (var id : List.of("o-1", "o-2", "o-3", "o-4")) {
                mirror.modSeq(id).ifPresent(modSeq -> held.put(id, id + " " + modSeq));
            }
        }
        return List.copyOf(held.values());
    }
}
