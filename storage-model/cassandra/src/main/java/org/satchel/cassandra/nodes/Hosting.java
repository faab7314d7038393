// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/// What a process does for neighbours that have writes for boxes whose groups it lands.
public interface Hosting {
    /// Waits until the guest may add to a group.
    ///
    /// @param head the newest commit that the guest knows
    /// @return empty when this process does not land the writes of the box, or is not ready soon
    Optional<Invitation> join(UUID box, long head) throws InterruptedException;

    /// Adds to the group that the guest was invited to, and waits until it is known what becomes of the group.
    ///
    /// @param guest of the [Invitation]
    /// @param commits that follow those of the invitation, as bytes; empty = it has none after all
    Landed add(UUID guest, ByteBuffer commits) throws InterruptedException;
}
