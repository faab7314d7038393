// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.metrics;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/// What the JVM says of itself, under the names that dashboards for any Java program know.
final class JvmFigures {
    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;

    private JvmFigures() {}

    static void register(Metrics metrics) {
        var memory = ManagementFactory.getMemoryMXBean();
        metrics.gauges(
                "jvm_memory_used_bytes",
                "Memory in use.",
                "area",
                Map.of(
                        "heap",
                        () -> memory.getHeapMemoryUsage().getUsed(),
                        "nonheap",
                        () -> memory.getNonHeapMemoryUsage().getUsed()));
        metrics.gauge(
                "jvm_memory_max_bytes",
                "Most that the heap can grow to.",
                () -> memory.getHeapMemoryUsage().getMax());
        var collections = new LinkedHashMap<String, DoubleSupplier>();
        var seconds = new LinkedHashMap<String, DoubleSupplier>();
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections.put(collector.getName(), () -> Math.max(0, collector.getCollectionCount()));
            seconds.put(collector.getName(), () -> seconds(collector));
        }
        metrics.counters("jvm_gc_collections", "Collections since the start.", "gc", collections);
        metrics.counters("jvm_gc_seconds", "Time spent in collections since the start.", "gc", seconds);
        var threads = ManagementFactory.getThreadMXBean();
        metrics.gauge(
                "jvm_threads_current", "Platform threads; virtual ones are not counted.", threads::getThreadCount);
        var runtime = ManagementFactory.getRuntimeMXBean();
        metrics.gauge(
                "process_start_time_seconds",
                "Start of the process, since 1970.",
                () -> runtime.getStartTime() / MILLIS);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            metrics.counter(
                    "process_cpu_seconds", "Processor time since the start.", () -> system.getProcessCpuTime() / NANOS);
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            metrics.gauge("process_open_fds", "Open file descriptors.", system::getOpenFileDescriptorCount);
            metrics.gauge(
                    "process_max_fds", "Most file descriptors that may be open.", system::getMaxFileDescriptorCount);
        }
    }

    private static double seconds(GarbageCollectorMXBean collector) {
        return Math.max(0, collector.getCollectionTime()) / MILLIS;
    }
}
