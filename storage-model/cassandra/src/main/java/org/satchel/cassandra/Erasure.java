// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Objects;
import java.util.UUID;
import org.satchel.model.BoxId;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of boxes: no write lands after it, then rows and blobs go. What is begun stands in the table `box_erasure`
/// until it is done, so that whoever opens the store next ends what another began.
final class Erasure {
    private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);
    private static final String ALL = "all";

    private final Database database;
    private final PreparedStatement begin;
    private final PreparedStatement begun;
    private final PreparedStatement end;

    Erasure(Database database) {
        this.database = database;
        begin = database.repeatable("INSERT INTO box_erasure (part, box, name, next_object, last, checkpoint)"
                + " VALUES (?, ?, ?, ?, ?, ?)");
        begun = database.repeatable("SELECT box, name, next_object, last, checkpoint FROM box_erasure WHERE part = ?");
        end = database.repeatable("DELETE FROM box_erasure WHERE part = ? AND box = ?");
    }

    /// Ends a box that has lost its name.
    void of(CassandraBox box, Engine engine) {
        var present = box.present();
        long nextObject = present.state().counters().nextObject();
        var checkpoint = present.rows().checkpoint();
        database.run(begin.bind(ALL, box.uuid(), box.id().text(), nextObject, present.head(), checkpoint.part()));
        engine.heads().erase(box.uuid());
        box.end(new StoreFailure.NotFound("box " + box.id()));
        engine.warm().forget(box);
        purge(engine, box.uuid(), nextObject, present.head(), checkpoint);
    }

    /// Ends what was begun and not ended.
    void resume(Engine engine) {
        for (var row : database.run(begun.bind(ALL))) {
            var uuid = Objects.requireNonNull(row.getUuid("box"));
            try {
                var id = new BoxId(Objects.requireNonNull(row.getString("name")));
                engine.heads().erase(uuid);
                purge(engine, uuid, row.getLong("next_object"), row.getLong("last"), checkpoint(engine, uuid, id, row));
            } catch (StoreFailure.Unavailable later) {
                LOG.info("the erasure of a box is put off: {}", later.getMessage());
            }
        }
    }

    private static Checkpoint checkpoint(Engine engine, UUID uuid, BoxId id, Row row) {
        var part = row.getUuid("checkpoint");
        try {
            return part == null ? Checkpoint.none(id) : engine.parts().checkpoint(uuid, id, part);
        } catch (StoreFailure.Unavailable gone) { // it goes last, so its segments are gone, too
            LOG.debug("the checkpoint of an erased box is gone: {}", gone.getMessage());
            return Checkpoint.none(id);
        }
    }

    private void purge(Engine engine, UUID uuid, long nextObject, long last, Checkpoint checkpoint) {
        engine.contents().erase(uuid, nextObject);
        engine.index().erase(uuid, nextObject);
        engine.history().erase(uuid, last);
        engine.parts().erase(uuid, checkpoint);
        database.run(end.bind(ALL, uuid));
    }
}
