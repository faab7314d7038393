// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.cassandra.nodes.Directory;
import org.satchel.cassandra.nodes.Hint;
import org.satchel.cassandra.nodes.HintBus;
import org.satchel.cassandra.nodes.Host;
import org.satchel.cassandra.nodes.Hosting;
import org.satchel.cassandra.nodes.Invitation;
import org.satchel.cassandra.nodes.Landed;
import org.satchel.cassandra.nodes.NatsBus;
import org.satchel.cassandra.nodes.Neighbour;
import org.satchel.cassandra.nodes.Neighbours;
import org.satchel.model.StoreFailure;

/// The other processes that have the tables open, as far as this one was told to speak to them.
///
/// @param neighbours null = nobody is spoken to
/// @param buses that carry hints
record Company(@Nullable Neighbours neighbours, List<HintBus> buses) {
    Company {
        buses = List.copyOf(buses);
    }

    /// @param heard told of each hint; must be quick
    /// @param hosting serves neighbours with writes for boxes whose groups this process lands
    /// @throws StoreFailure.Unavailable when this process cannot listen where it should, or the broker is not there
    static Company join(CassandraSettings settings, Directory directory, Consumer<Hint> heard, Hosting hosting) {
        var cooperation = settings.cooperation();
        var buses = new ArrayList<HintBus>();
        try {
            if (!cooperation.nats().isEmpty()) {
                buses.add(NatsBus.connect(cooperation.nats(), settings.keyspace(), heard));
            }
            var wanted = cooperation.neighbours();
            var neighbours = wanted == null ? null : Neighbours.start(wanted, directory, heard, hosting);
            if (neighbours != null && buses.isEmpty()) {
                buses.add(neighbours);
            }
            return new Company(neighbours, buses);
        } catch (IOException failure) {
            buses.forEach(HintBus::close);
            throw new StoreFailure.Unavailable("other nodes cannot be spoken to: " + failure.getMessage(), failure);
        }
    }

    /// A box has a new commit.
    void tell(UUID box, long last) {
        buses.forEach(bus -> bus.send(List.of(new Hint(box, last))));
    }

    /// Who lands the writes of a box, as far as it helps to know.
    Host host(UUID box, long last) {
        return neighbours == null ? new Host.Self(0) : neighbours.host(box, last);
    }

    /// Nothing is left to write to a box.
    void release(UUID box, long last) {
        if (neighbours != null) {
            neighbours.release(box, last);
        }
    }

    /// Waits to be invited to a group that a neighbour lands.
    Optional<Invitation> join(Neighbour host, UUID box, long head) {
        return neighbours == null ? Optional.empty() : neighbours.join(host, box, head);
    }

    /// Adds to a group, and waits what becomes of it.
    Landed add(Neighbour host, Invitation invitation, ByteBuffer commits) {
        return neighbours == null ? Landed.UNKNOWN : neighbours.add(host, invitation.guest(), commits);
    }

    void close() {
        buses.forEach(HintBus::close);
        if (neighbours != null && !buses.contains(neighbours)) {
            neighbours.close();
        }
    }
}
