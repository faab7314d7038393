// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.folder.FolderBlobStore;
import org.satchel.folder.FolderSettings;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.Commit;
import org.satchel.model.ContentId;
import org.satchel.model.FolderPath;
import org.satchel.model.ForwardingBox;
import org.satchel.model.MessageBox;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.BlobName;
import org.satchel.model.memory.MemoryStore;
import org.satchel.push.nodes.Membership;
import org.satchel.push.nodes.NodeName;
import org.satchel.server.keeping.Keeper;
import org.satchel.server.keeping.Times;

@Timeout(300)
class MetricsTest {
    private static final BoxId ANN = new BoxId("tel:+15550100001");

    @TempDir
    Path folder;

    private final Metrics metrics = new Metrics();
    private MetricsListener listener;

    /// A box that loses its first race.
    private static final class Twice extends ForwardingBox {
        Twice(MessageBox box) {
            super(box);
        }

        @Override
        public Commit write(Actor actor, Consumer<BoxTransaction> work) {
            return box.write(actor, work.andThen(work));
        }
    }

    @BeforeEach
    void listen() throws IOException {
        listener = metrics.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @Test
    void commits_are_counted_by_what_became_of_them() throws Exception {
        var store = metrics.measured(new MemoryStore());
        var box = store.create(ANN);
        box.write(Actor.owner(ANN), transaction -> transaction.createFolder(new FolderPath("Default/a")));
        assertThatThrownBy(() -> box.write(Actor.owner(ANN), transaction -> {
                    throw new StoreFailure.Unavailable("no");
                }))
                .isInstanceOf(StoreFailure.Unavailable.class);
        var pending = store.open(ANN).begin(Actor.owner(ANN), transaction -> {});
        pending.await();
        pending.await();
        assertThat(read())
                .contains("satchel_commit_seconds_count{outcome=\"done\"} 2")
                .contains("satchel_commit_seconds_count{outcome=\"unavailable\"} 1")
                .contains("satchel_store_seconds_count{call=\"find\",outcome=\"done\"} 1")
                .contains("satchel_commit_reruns_total 0.0");
    }

    @Test
    void calls_to_the_payload_store_are_timed() throws Exception {
        var name = BlobName.of(Instant.parse("2026-03-03T08:20:00Z"), new UUID(1, 2), new ContentId(3));
        try (var blobs = metrics.measuredPayloads(FolderBlobStore.open(FolderSettings.of(folder)))) {
            blobs.put(name, new ByteArrayInputStream(new byte[] {1, 2, 3}));
            assertThat(blobs.open(name, 1, 2)).hasBinaryContent(new byte[] {2, 3});
            blobs.delete(name);
            assertThatThrownBy(() -> blobs.open(name, 0, 3)).isInstanceOf(StoreFailure.NotFound.class);
        }
        assertThat(read())
                .contains("satchel_blob_seconds_count{call=\"put\",outcome=\"done\"} 1")
                .contains("satchel_blob_seconds_count{call=\"open\",outcome=\"done\"} 1")
                .contains("satchel_blob_seconds_count{call=\"open\",outcome=\"refused\"} 1")
                .contains("satchel_blob_seconds_count{call=\"delete\",outcome=\"done\"} 1");
    }

    @Test
    void work_that_runs_again_is_a_lost_race() throws Exception {
        var box = new MemoryStore().create(ANN);
        var runs = new AtomicInteger();
        new MeasuredBox(new Twice(box), metrics.ofStore).write(Actor.owner(ANN), transaction -> runs.incrementAndGet());
        assertThat(runs).hasValue(2);
        assertThat(read()).contains("satchel_commit_reruns_total 1.0");
    }

    @Test
    void the_machine_is_described_in_the_form_that_is_asked_for() throws Exception {
        assertThat(read())
                .containsPattern("(?m)^jvm_memory_used_bytes\\{area=\"heap\"} [1-9]")
                .containsPattern("(?m)^jvm_gc_collections_total\\{gc=\"")
                .containsPattern("(?m)^process_cpu_seconds_total [0-9.]+$")
                .containsPattern("(?m)^process_open_fds [1-9]");
        assertThat(get("application/openmetrics-text; version=1.0.0").body()).endsWith("# EOF\n");
    }

    @Test
    void an_obstacle_shows_as_not_ready() throws Exception {
        new Watched(metrics).readiness(() -> Optional.of("the disk is full"));
        assertThat(read()).contains("satchel_ready 0.0");
    }

    @Test
    void what_time_took_is_told_by_reason() throws Exception {
        var store = new MemoryStore();
        store.create(ANN);
        var times = new Times(Duration.ofDays(90), Duration.ofDays(30), Duration.ofDays(90));
        try (var keeper = new Keeper(store, times, InstantSource.system(), Membership.alone(new NodeName("alone")))) {
            new Watched(metrics).keeping(keeper);
            keeper.round();
        }
        assertThat(read())
                .contains("satchel_keeping_rounds_total 1.0")
                .contains("satchel_keeping_boxes_total 1.0")
                .contains("satchel_keeping_boxes_waiting 0.0")
                .contains("satchel_keeping_bytes_total 0.0")
                .contains("satchel_keeping_failures_total 0.0")
                .contains("satchel_keeping_objects_total{why=\"expired\"} 0.0")
                .contains("satchel_keeping_objects_total{why=\"deleted\"} 0.0");
    }

    private String read() throws Exception {
        var answer = get("text/plain");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> get(String accept) throws Exception {
        var place = listener.address();
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://" + place.getHostString() + ":" + place.getPort() + "/metrics"))
                    .header("Accept", accept)
                    .timeout(Duration.ofMinutes(2))
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
