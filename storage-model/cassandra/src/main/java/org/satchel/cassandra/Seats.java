// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.satchel.cassandra.nodes.Invitation;
import org.satchel.cassandra.nodes.Landed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The guests that were invited to one group: each adds behind the ones before it.
final class Seats {
    private static final Logger LOG = LoggerFactory.getLogger(Seats.class);
    /// Of groups that a guest has missed; of more, it reads the tables itself.
    private static final int MISSED_BYTES_MAX = 64 * 1024;

    private final CassandraBox box;
    private final Engine engine;
    private final GroupDraft draft;
    private final List<Seat> seats = new ArrayList<>();

    /// @param draft with what this process itself has
    Seats(CassandraBox box, Engine engine, GroupDraft draft) {
        this.box = box;
        this.engine = engine;
        this.draft = draft;
    }

    /// A guest, and how many commits the group had when it had added its own.
    private record Seat(Guest guest, int end) {}

    /// Invites one after the other, and takes what each adds.
    void fill(List<Guest> guests) {
        for (var guest : guests) {
            if (guest.invite(invitation(guest))) {
                guest.awaitAddition(engine.hosted().composeMax())
                        .ifPresentOrElse(
                                commits -> seat(guest, commits),
                                () -> engine.hosted().forget(guest));
            }
        }
    }

    int count() {
        return seats.size();
    }

    /// The group is in the box.
    void tellDone() {
        seats.forEach(seat -> {
            var behind = draft.body(seat.end());
            seat.guest().tell(new Landed(Landed.Fate.DONE, behind));
        });
    }

    /// All but those who know already.
    void tell(Landed fate) {
        seats.forEach(seat -> seat.guest().tell(fate));
    }

    private void seat(Guest guest, ByteBuffer commits) {
        if (commits.hasRemaining()) {
            try {
                draft.follow(commits);
            } catch (RuntimeException refused) {
                LOG.warn("what a neighbour adds to a group is refused: {}", refused.getMessage());
                guest.tell(Landed.LOST);
                return;
            }
        }
        seats.add(new Seat(guest, draft.size()));
    }

    private Invitation invitation(Guest guest) {
        return new Invitation(guest.id(), draft.op(), draft.fence(), draft.base(), missed(guest.head()), draft.body(0));
    }

    private List<Invitation.Missed> missed(long head) {
        var missed = new ArrayList<Invitation.Missed>();
        int bytes = 0;
        for (var group : box.present().rows().groupsSince(head)) {
            var body = group.body();
            bytes += body.remaining();
            if (bytes > MISSED_BYTES_MAX || !group.parts().isEmpty()) {
                return List.of();
            }
            missed.add(new Invitation.Missed(group.op(), body));
        }
        return missed;
    }
}
