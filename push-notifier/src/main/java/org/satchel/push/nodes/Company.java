// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.nodes;

import java.util.random.RandomGenerator;
import org.satchel.model.Registry;

/// This node among others: keeps its heart beating and reads what others leave for it.
///
/// Started when everybody who wants to be told is there. Closed after the followers, and before the store, so
/// that others take over what is left and nothing else.
public final class Company implements AutoCloseable {
    private final Rhythm rhythm;
    private final Heartbeats heartbeats;
    private final Notes notes;

    /// @param random makes this node's name; must repeat neither itself after a restart nor what other nodes
    ///   draw
    public Company(Registry registry, Rhythm rhythm, RandomGenerator random) {
        this.rhythm = rhythm;
        var self = NodeName.fresh(random);
        heartbeats = new Heartbeats(registry, rhythm, System::nanoTime, self);
        notes = new Notes(registry, self, random);
    }

    public Nodes nodes() {
        return new Nodes(heartbeats, notes);
    }

    /// @throws org.satchel.model.StoreFailure.Unavailable when the registry does not serve; it is tried again
    ///   until this is closed
    public void start() {
        notes.start(rhythm.notesEvery());
        heartbeats.start();
    }

    @Override
    public void close() {
        notes.close();
        heartbeats.close();
    }
}
