// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Deposit;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;

/// Measures durable deposits of 1 KB messages: so many callers, each with a box of its own, for so many
/// seconds.
///
/// Arguments: folder for the data, seconds per step, then the numbers of callers.
public final class DepositBench {
    private static final int LATENCIES_MAX = 4_000_000;
    private static final int MESSAGE_BYTES = 1024;
    private static final String HEAD = """
            Message-ID: <00000000@example.com>
            From: <tel:+15550100001>
            To: <tel:+15550100002>
            Date: Sat, 21 Nov 2026 10:00:00 +0000
            Content-Type: text/plain; charset=utf-8

            """;
    private static final int NUMBER_AT = "Message-ID: <".length();

    private DepositBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        var folder = Path.of(arguments[0]);
        var duration = Duration.ofSeconds(Long.parseLong(arguments[1]));
        try (var store = EmbeddedStore.open(folder, EngineSettings.STANDARD)) {
            for (int step = 2; step < arguments.length; step++) {
                measure(store, step, Integer.parseInt(arguments[step]), duration);
            }
        }
    }

    private static void measure(EmbeddedStore store, int step, int callers, Duration duration)
            throws InterruptedException, ExecutionException {
        long processor = processorNanos();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        var running = new ArrayList<Future<long[]>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < callers; caller++) {
                var id = new BoxId("tel:+1555%02d%05d".formatted(step, caller));
                running.add(threads.submit(() -> deposit(store.create(id), end)));
            }
        }
        var latencies = new ArrayList<long[]>();
        for (var caller : running) {
            latencies.add(caller.get());
        }
        report(callers, (System.nanoTime() - start) / 1e9, processorNanos() - processor, latencies);
    }

    /// @return the nanoseconds each deposit took
    private static long[] deposit(MessageBox box, long end) throws IOException {
        var inbox = box.view().folder(FolderPath.INBOX).orElseThrow().id();
        var actor = Actor.owner(box.id());
        var text = text(new Random(box.id().hashCode()));
        var latencies = new long[1024];
        int count = 0;
        for (long before = System.nanoTime(); before < end && count < LATENCIES_MAX; before = System.nanoTime()) {
            try (var draft = box.draft(new ByteArrayInputStream(message(text, count)), 1 << 20)) {
                box.write(actor, tx -> tx.deposit(inbox, draft, Deposit.PLAIN));
            }
            latencies = count < latencies.length ? latencies : Arrays.copyOf(latencies, 2 * count);
            latencies[count++] = System.nanoTime() - before;
        }
        return Arrays.copyOf(latencies, count);
    }

    /// One kilobyte with a text of its own; made once per caller, and told apart by its number.
    private static byte[] message(byte[] text, int number) {
        var message = text.clone();
        var digits = "%08d".formatted(number).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, message, NUMBER_AT, digits.length);
        return message;
    }

    private static byte[] text(Random random) {
        var text = new StringBuilder(HEAD.replace("\n", "\r\n"));
        while (text.length() < MESSAGE_BYTES - 2) {
            text.append((char) (random.nextInt(26) + 'a'));
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void report(int callers, double seconds, long processorNanos, List<long[]> latencies) {
        var all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                "%3d callers: %,7.0f messages/s, p50 %.2f ms, p99 %.2f ms, longest pause %.1f ms, %.0f µs of processor each%n",
                callers,
                all.length / seconds,
                all[all.length / 2] / 1e6,
                all[all.length * 99 / 100] / 1e6,
                all[all.length - 1] / 1e6,
                processorNanos / 1e3 / all.length);
    }
}
