// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// How long something that should go on all the time stood still. Safe for many threads.
final class Pulse {
    private final Map<String, Long> lastNanos = new HashMap<>();
    private long longestNanos;
    private String where = "";

    /// It went on.
    synchronized void beat(String what) {
        long now = System.nanoTime();
        note(what, now);
        lastNanos.put(what, now);
    }

    /// From now on it may stand still, until its next beat.
    synchronized void excuse(String what) {
        lastNanos.remove(what);
    }

    /// All end; what stands still now counts.
    synchronized void rest() {
        long now = System.nanoTime();
        lastNanos.keySet().forEach(what -> note(what, now));
        lastNanos.clear();
    }

    synchronized Duration longest() {
        return Duration.ofNanos(longestNanos);
    }

    @Override
    public synchronized String toString() {
        return longest().toMillis() + " ms (" + where + ")";
    }

    private void note(String what, long now) {
        var last = lastNanos.get(what);
        if (last != null && now - last > longestNanos) {
            longestNanos = now - last;
            where = what;
        }
    }
}
