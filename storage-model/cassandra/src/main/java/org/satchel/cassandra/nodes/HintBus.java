// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import java.util.List;

/// How hints reach the other processes: at most once, in any order.
public interface HintBus extends AutoCloseable {
    /// Sends and forgets; never waits for anybody.
    void send(List<Hint> hints);

    @Override
    void close();
}
