// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import java.time.Duration;
import java.util.List;
import org.satchel.model.StoreFailure;

/// The list of all processes, kept where all of them can read it.
public interface Directory {
    /// Puts a process on the list for so long.
    ///
    /// @throws StoreFailure.Unavailable when the list cannot be changed now
    void enter(Neighbour neighbour, Duration lifetime);

    void leave(Neighbour neighbour);

    /// @throws StoreFailure.Unavailable when the list cannot be read now
    List<Neighbour> all();
}
