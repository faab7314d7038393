// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.satchel.bench.measure.Callers;
import org.satchel.bench.peer.ProcessTree;

/// Processor time while callers run: of this process, and of the nodes of Cassandra.
record Meter(List<ProcessTree> nodes) {
    Meter {
        nodes = List.copyOf(nodes);
    }

    /// In seconds.
    record Spent(double ours, double theirs) {}

    record Metered<T>(Callers.Finished<T> done, Spent spent) {}

    <T> Metered<T> run(int callers, Callers.Caller<T> caller) throws IOException, InterruptedException {
        double ours = ourSeconds();
        double theirs = theirSeconds();
        var done = Callers.run(callers, caller);
        return new Metered<>(done, new Spent(ourSeconds() - ours, theirSeconds() - theirs));
    }

    private double theirSeconds() throws IOException {
        double seconds = 0;
        for (var node : nodes) {
            seconds += node.cpuSeconds();
        }
        return seconds;
    }

    private static double ourSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : 0;
    }
}
