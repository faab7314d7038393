// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.satchel.bench.measure.Latencies;

/// What one caller did: writes one after the other.
record Writes(long count, Latencies latencies) {
    /// One of them.
    interface Write {
        void run() throws IOException;
    }

    /// Writes until the time is over.
    static Writes during(Duration slice, Write write) throws IOException {
        var latencies = new Latencies();
        long count = 0;
        long begin = System.nanoTime();
        long end = begin + slice.toNanos();
        while (begin < end) {
            write.run();
            long now = System.nanoTime();
            latencies.add(now - begin);
            begin = now;
            count++;
        }
        return new Writes(count, latencies);
    }

    static Writes sum(List<Writes> all) {
        var latencies = new Latencies();
        all.forEach(each -> latencies.addAll(each.latencies));
        return new Writes(all.stream().mapToLong(Writes::count).sum(), latencies);
    }
}
