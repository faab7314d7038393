// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.satchel.model.BoxId;
import org.satchel.model.Change;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of boxes: it is written down in the table `box_erasure`, no write lands any more, the name is free,
/// then rows and blobs go, and what was written down last. Whoever opens the store next ends what another began.
final class Erasure {
    private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);
    private static final String ALL = "all";

    private final Database database;
    private final PreparedStatement begin;
    private final PreparedStatement begun;
    private final PreparedStatement end;

    Erasure(Database database) {
        this.database = database;
        begin = database.repeatable("INSERT INTO box_erasure (part, box, name) VALUES (?, ?, ?)");
        begun = database.repeatable("SELECT box, name FROM box_erasure WHERE part = ?");
        end = database.repeatable("DELETE FROM box_erasure WHERE part = ? AND box = ?");
    }

    void of(CassandraBox box, Engine engine, NameTables names) {
        database.run(begin.bind(ALL, box.uuid(), box.id().text()));
        engine.heads().erase(box.uuid());
        box.end(new StoreFailure.NotFound("box " + box.id()));
        engine.warm().forget(box);
        goOn(engine, names, box.uuid(), box.id());
    }

    /// Ends what was begun and not ended.
    void resume(Engine engine, NameTables names) {
        for (var row : database.run(begun.bind(ALL))) {
            var uuid = Objects.requireNonNull(row.getUuid("box"));
            try {
                engine.heads().erase(uuid);
                goOn(engine, names, uuid, new BoxId(Objects.requireNonNull(row.getString("name"))));
            } catch (StoreFailure.Unavailable later) {
                LOG.info("the erasure of a box is put off: {}", later.getMessage());
            }
        }
    }

    private void goOn(Engine engine, NameTables names, UUID uuid, BoxId id) {
        names.release(id, uuid);
        var last = engine.heads().ended(uuid);
        if (last.isPresent()) {
            var part = last.get().checkpoint();
            var checkpoint = part == null
                    ? Checkpoint.none(id)
                    : engine.parts().find(uuid, id, part).orElse(Checkpoint.none(id));
            var groups = engine.heads().since(uuid, last.get().applied());
            purge(engine, uuid, checkpoint, groups, last.get().applied());
        }
        database.run(end.bind(ALL, uuid));
    }

    /// The checkpoint goes last but for the groups: until then it can be found out again what there is to purge.
    private static void purge(Engine engine, UUID uuid, Checkpoint checkpoint, List<Group> groups, long applied) {
        long nextObject = checkpoint.state().counters().nextObject();
        long last = applied;
        for (var group : groups) {
            last = group.last();
            for (var commit : group.commits()) {
                for (var change : commit.changes()) {
                    if (change instanceof Change.ObjectAdded added) {
                        nextObject = Math.max(nextObject, added.entry().object().number() + 1);
                    }
                }
            }
        }
        engine.contents().erase(uuid, nextObject);
        engine.index().erase(uuid, nextObject);
        engine.history().erase(uuid, last);
        groups.forEach(group ->
                group.parts().forEach(part -> Database.await(engine.parts().delete(uuid, part))));
        engine.parts().erase(uuid, checkpoint);
        engine.heads().forget(uuid);
    }
}
