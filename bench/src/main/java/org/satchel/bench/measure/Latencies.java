// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

import java.util.Arrays;
import java.util.List;

/// Durations of single operations, within bounded memory: when full, every second one is dropped and from then on
/// only every second, fourth … is kept.
///
/// For one thread; [#addAll] brings those of several together.
public final class Latencies {
    private static final int KEPT_MAX = 1 << 18;

    private long[] nanos = new long[1024];
    private int kept;
    private long seen;
    private int stride = 1;
    private long longest;

    public void add(long nanoseconds) {
        longest = Math.max(longest, nanoseconds);
        if (seen++ % stride != 0) {
            return;
        }
        if (kept == KEPT_MAX) {
            thin();
        }
        if (kept == nanos.length) {
            nanos = Arrays.copyOf(nanos, nanos.length * 2);
        }
        nanos[kept++] = nanoseconds;
    }

    public void addAll(Latencies other) {
        for (int i = 0; i < other.kept; i++) {
            add(other.nanos[i]);
        }
        longest = Math.max(longest, other.longest);
    }

    public boolean isEmpty() {
        return kept == 0;
    }

    /// @param share above 0, at most 1
    public double millis(double share) {
        var sorted = Arrays.copyOf(nanos, kept);
        Arrays.sort(sorted);
        return Statistics.percentile(sorted, share) / 1e6;
    }

    /// Of all, dropped ones included; 0 when there are none.
    public double longestMillis() {
        return longest / 1e6;
    }

    public List<Detail> details() {
        return isEmpty()
                ? List.of()
                : List.of(
                        new Detail("p50", "ms", millis(0.5)),
                        new Detail("p99", "ms", millis(0.99)),
                        new Detail("max", "ms", longestMillis()));
    }

    private void thin() {
        for (int i = 0; i < kept / 2; i++) {
            nanos[i] = nanos[2 * i];
        }
        kept /= 2;
        stride *= 2;
    }
}
