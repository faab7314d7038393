// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.satchel.bench.measure.Latencies;

/// The facts of a machine that figures depend on.
///
/// @param fsyncMicros median time to append 1 KB to a file and have it on the measured disk
/// @param overwriteMicros the same, over bytes that the file already has: no durable write can be faster
/// @param peers versions of the other programs, empty when there were none
public record Machine(
        int cores,
        long memoryMib,
        String kernel,
        String jdk,
        String peers,
        double fsyncMicros,
        double overwriteMicros,
        double loadAverage) {
    private static final int SYNCS = 200;
    private static final int SYNCED_BYTES = 1024;

    /// @param folder on the disk that is measured
    public static Machine look(Path folder, String peers) throws IOException {
        double loadAverage =
                Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        var file = Files.createTempFile(folder, "fsync", ".tmp");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            double growing = medianSyncMicros(channel);
            channel.position(0);
            return new Machine(
                    Runtime.getRuntime().availableProcessors(),
                    totalMemoryMib(),
                    System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                            + System.getProperty("os.arch"),
                    System.getProperty("java.vm.name") + " " + Runtime.version(),
                    peers,
                    growing,
                    medianSyncMicros(channel),
                    loadAverage);
        } finally {
            Files.delete(file);
        }
    }

    public String line() {
        return "%d cores, %,d MiB, %s, %s%s, fsync of 1 KB %.0f µs, over old bytes %.0f µs, load average at start %.1f"
                .formatted(
                        cores,
                        memoryMib,
                        kernel,
                        jdk,
                        peers.isEmpty() ? "" : ", " + peers,
                        fsyncMicros,
                        overwriteMicros,
                        loadAverage);
    }

    private static long totalMemoryMib() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IOException("/proc/meminfo does not tell MemTotal");
    }

    private static double medianSyncMicros(FileChannel channel) throws IOException {
        var latencies = new Latencies();
        var bytes = ByteBuffer.allocateDirect(SYNCED_BYTES);
        for (int i = 0; i < SYNCS; i++) {
            bytes.clear();
            long begin = System.nanoTime();
            channel.write(bytes);
            channel.force(false);
            latencies.add(System.nanoTime() - begin);
        }
        return latencies.millis(0.5) * 1_000;
    }
}
