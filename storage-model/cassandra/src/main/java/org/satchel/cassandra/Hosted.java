// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.satchel.cassandra.nodes.Hosting;
import org.satchel.cassandra.nodes.Invitation;
import org.satchel.cassandra.nodes.Landed;
import org.satchel.cassandra.nodes.NeighbourSettings;

/// The boxes whose writes this process lands at present, and the guests that were invited to their groups.
final class Hosted implements Hosting {
    private static final int INVITED_MAX = 10_000;

    private final @Nullable NeighbourSettings settings;
    private final ConcurrentMap<UUID, Pending> boxes = new ConcurrentHashMap<>();
    private final ConcurrentMap<UUID, Guest> invited = new ConcurrentHashMap<>();

    /// @param settings null = there are no neighbours
    Hosted(@Nullable NeighbourSettings settings) {
        this.settings = settings;
    }

    /// Guests are welcome from now on.
    void open(UUID box, Pending writes) {
        if (settings != null) {
            boxes.put(box, writes);
        }
    }

    void close(UUID box) {
        boxes.remove(box);
    }

    /// How long an invited guest is waited for.
    Duration composeMax() {
        return settings == null ? Duration.ZERO : settings.composeMax();
    }

    /// How long an answer holds to the question who lands the writes of a box.
    Duration sureFor() {
        return settings == null ? Duration.ZERO : settings.leaseMax().dividedBy(4);
    }

    @Override
    public Optional<Invitation> join(UUID box, long head) throws InterruptedException {
        var writes = boxes.get(box);
        if (writes == null || settings == null || invited.size() >= INVITED_MAX) {
            return Optional.empty();
        }
        var guest = new Guest(head);
        invited.put(guest.id(), guest);
        var invitation = writes.admit(guest) ? guest.awaitInvitation(settings.joinMax()) : Optional.<Invitation>empty();
        if (invitation.isEmpty()) {
            invited.remove(guest.id());
        }
        return invitation;
    }

    @Override
    public Landed add(UUID id, ByteBuffer commits) throws InterruptedException {
        var guest = invited.remove(id);
        return guest == null ? Landed.LOST : guest.add(commits);
    }

    /// The group was closed without it.
    void forget(Guest guest) {
        invited.remove(guest.id());
    }
}
