// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import org.satchel.model.StoreFailure;

/// How a box comes into memory: its last checkpoint, then the groups that lie beside its head.
final class Loading {
    /// A checkpoint published while the box is read sends the reader back to the start.
    private static final int TRIES = 10;

    private Loading() {}

    static Present load(CassandraBox box, Engine engine) {
        for (int i = 0; i < TRIES; i++) {
            var heads = engine.heads();
            var head = (i == 0 ? heads.read(box.uuid()) : heads.readSerially(box.uuid())).orElseThrow(box::gone);
            var part = head.checkpoint();
            var checkpoint =
                    part == null ? Checkpoint.none(box.id()) : engine.parts().checkpoint(box.uuid(), box.id(), part);
            var rows = new BoxRows(box, engine, checkpoint);
            var loaded = follow(engine, box, new Present(checkpoint.state(), rows));
            if (loaded.head() >= head.last()) {
                return loaded;
            }
        }
        throw new StoreFailure.Unavailable("box " + box.id() + " changes faster than it can be read");
    }

    /// The box with what others did since.
    static Present catchUp(CassandraBox box, Engine engine, Present known) {
        var caught = follow(engine, box, known);
        var head = engine.heads().read(box.uuid()).orElseThrow(box::gone);
        return caught.head() >= head.last() ? caught : load(box, engine);
    }

    /// As far as consecutive groups are found.
    private static Present follow(Engine engine, CassandraBox box, Present known) {
        var present = known;
        for (var group : engine.heads().since(box.uuid(), known.head())) {
            if (group.first() != present.head() + 1) {
                break;
            }
            present = present.with(group);
        }
        return present;
    }
}
