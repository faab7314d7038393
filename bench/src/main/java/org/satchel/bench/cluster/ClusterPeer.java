// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

import java.io.IOException;
import java.time.Duration;
import org.satchel.bench.measure.Latencies;

/// Who writes to the cluster. Boxes are named after the work, so that those of two works never meet.
public sealed interface ClusterPeer permits StorePeer, DriverPeer {
    String name();

    /// Makes the boxes.
    void prepare(String work, Load load) throws IOException;

    /// Deposits for so long.
    ///
    /// @param meter reads the processor time of nothing else
    Round run(String work, Load load, Duration slice, Meter meter) throws IOException, InterruptedException;

    /// Compares all that the boxes hold with what was deposited.
    void verify(String work, Load load) throws IOException;

    /// @param latencies of writes, each of them from its begin until it was durable
    /// @param groups conditional writes; 0 when nobody counted them
    record Round(long deposits, double seconds, Latencies latencies, long groups, Meter.Spent spent) {}
}
