// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.cassandra.nodes.Directory;
import org.satchel.cassandra.nodes.Hint;
import org.satchel.cassandra.nodes.HintBus;
import org.satchel.cassandra.nodes.NatsBus;
import org.satchel.cassandra.nodes.Neighbours;
import org.satchel.cassandra.nodes.Turn;
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
    /// @throws StoreFailure.Unavailable when this process cannot listen where it should, or the broker is not there
    static Company join(CassandraSettings settings, Directory directory, Consumer<Hint> heard) {
        var cooperation = settings.cooperation();
        var buses = new ArrayList<HintBus>();
        try {
            if (!cooperation.nats().isEmpty()) {
                buses.add(NatsBus.connect(cooperation.nats(), settings.keyspace(), heard));
            }
            var wanted = cooperation.neighbours();
            var neighbours = wanted == null ? null : Neighbours.start(wanted, directory, heard);
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

    /// Waits until no neighbour is about to write the box, as far as that helps.
    Turn take(UUID box, long last) {
        return neighbours == null ? Turn.NONE : neighbours.take(box, last);
    }

    void close() {
        buses.forEach(HintBus::close);
        if (neighbours != null && !buses.contains(neighbours)) {
            neighbours.close();
        }
    }
}
