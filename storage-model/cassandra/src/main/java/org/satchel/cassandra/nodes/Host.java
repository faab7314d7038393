// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

/// Who lands the writes of a box at present.
public sealed interface Host {
    /// This process, alone or with neighbours as its guests.
    ///
    /// @param known a commit that the box is known to have, as whoever keeps account has heard; 0 = none is
    record Self(long known) implements Host {}

    /// A neighbour: whoever else has writes brings them to it.
    record Other(Neighbour neighbour) implements Host {}
}
