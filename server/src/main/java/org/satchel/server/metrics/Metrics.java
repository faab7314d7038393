// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.DoubleSupplier;
import org.satchel.model.MessageStore;
import org.satchel.model.blob.BlobStore;

/// All figures of one installation. Times are in seconds, sizes in bytes.
public final class Metrics {
    /// From a commit of the embedded engine on a good disk to one that waits for a cluster in trouble.
    private static final double[] SECONDS = {0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10};

    private final PrometheusRegistry registry = new PrometheusRegistry();

    final StoreFigures ofStore;
    private final Histogram ofBlobs;

    public Metrics() {
        var commits = histogram(
                "satchel_commit_seconds", "From the begin of a write until its writer knew the outcome.", "outcome");
        var calls = histogram(
                "satchel_store_seconds",
                "Calls to the engine: find looks for a box, view for its present.",
                "call",
                "outcome");
        var reruns = counter("satchel_commit_reruns", "Writes that ran again because another commit came first.");
        ofStore = new StoreFigures(commits, calls, reruns);
        ofBlobs = histogram(
                "satchel_blob_seconds", "Calls to the store of payloads; open without the reading.", "call", "outcome");
        // Known from the start, so that the first failure is a rise from zero.
        for (var outcome : Stopwatch.OUTCOMES) {
            commits.initLabelValues(outcome);
            List.of("find", "view").forEach(call -> calls.initLabelValues(call, outcome));
            List.of("put", "open", "delete", "list").forEach(call -> ofBlobs.initLabelValues(call, outcome));
        }
        JvmFigures.register(this);
    }

    /// The same store, with its commits, and its looks at boxes, measured.
    public MessageStore measured(MessageStore store) {
        return new MeasuredStore(store, ofStore);
    }

    /// The same store of payloads, with its calls measured.
    public BlobStore measuredPayloads(BlobStore blobs) {
        return new MeasuredBlobs(blobs, ofBlobs);
    }

    /// Begins to answer `GET /metrics` in the text formats of Prometheus and OpenMetrics.
    ///
    /// @throws IOException when the address cannot be had
    public MetricsListener listen(InetSocketAddress address) throws IOException {
        var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("metrics-", 0).factory());
        try {
            var server = HTTPServer.builder()
                    .inetAddress(address.getAddress())
                    .port(address.getPort())
                    .registry(registry)
                    .executorService(threads)
                    .registerHealthHandler(false)
                    .buildAndStart();
            return new MetricsListener(server, new InetSocketAddress(address.getAddress(), server.getPort()));
        } catch (IOException | RuntimeException failure) {
            threads.close();
            throw failure;
        }
    }

    /// A figure that goes up and down.
    void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(answer -> answer.call(value.getAsDouble()))
                .register(registry);
    }

    /// Several of one name, each with a value of `label`.
    void gauges(String name, String help, String label, Map<String, DoubleSupplier> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(answer -> values.forEach((which, value) -> answer.call(value.getAsDouble(), which)))
                .register(registry);
    }

    /// Figures that only ever grow, from the start of the process on, each with a value of `label`.
    ///
    /// @param name without the `_total` that readers see
    void counters(String name, String help, String label, Map<String, DoubleSupplier> values) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(answer -> values.forEach((which, value) -> answer.call(value.getAsDouble(), which)))
                .register(registry);
    }

    /// The same without a label.
    void counter(String name, String help, DoubleSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(answer -> answer.call(value.getAsDouble()))
                .register(registry);
    }

    private Counter counter(String name, String help) {
        return Counter.builder().name(name).help(help).withoutExemplars().register(registry);
    }

    private Histogram histogram(String name, String help, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .withoutExemplars()
                .register(registry);
    }
}
