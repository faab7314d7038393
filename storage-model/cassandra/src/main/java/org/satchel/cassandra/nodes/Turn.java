// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

/// Leave to write a box without being disturbed by neighbours; to be given back soon.
public interface Turn {
    /// No neighbour is there, or none answers: the race decides.
    Turn NONE = new Turn() {
        @Override
        public long known() {
            return 0;
        }

        @Override
        public void giveBack(long last) {}
    };

    /// A commit that the box is known to have, as whoever keeps its turns has heard; 0 = nothing is known.
    long known();

    /// Gives it back, without waiting for anybody.
    ///
    /// @param last the newest commit that is known now
    void giveBack(long last);
}
