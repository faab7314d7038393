// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.satchel.model.BoxId;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.ContentId;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;
import org.satchel.model.codec.CommitCodec;
import org.satchel.model.state.BoxContents;
import org.satchel.model.transfer.BoxImage;
import org.satchel.model.transfer.BoxReceiver;

/// Takes boxes over into the tables: under an identity that no name leads to; then the head, with the checkpoint that
/// holds everything; and the name last.
///
/// The checkpoint is written first, under an id that follows from that of the box: it says what there is to remove
/// when the rest does not come to its end.
final class TableReceiver implements BoxReceiver {
    /// After so many commits taken over one by one a checkpoint is waited for.
    private static final int CHECKPOINT_COMMITS = 4096;

    private static final int OUTCOME_TRIES = 5;

    private final Engine engine;
    private final NameTables names;
    private final CassandraStore store;

    TableReceiver(CassandraStore store, NameTables names) {
        this.store = store;
        this.engine = store.engine();
        this.names = names;
    }

    /// The part that holds the checkpoint with which a box is received.
    static UUID plan(UUID box) {
        return UUID.nameUUIDFromBytes(("received " + box).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Optional<Standing> find(BoxId id) {
        return names.find(id).map(uuid -> {
            var head = engine.heads()
                    .readSerially(uuid)
                    .orElseThrow(() -> new StoreFailure.Unavailable("box " + id + " has a name and no head"));
            return new Standing(uuid.toString(), new ModSeq(head.last()));
        });
    }

    @Override
    public String reserve() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void receive(String identity, BoxImage image, Tally tally) {
        if (names.find(image.id()).isPresent()) {
            throw new StoreFailure.AlreadyExists("box " + image.id());
        }
        var box = UUID.fromString(identity);
        new Reception(box, image, engine, tally).run();
        var head = image.head().number();
        switch (engine.heads().receive(box, head, plan(box))) {
            case DONE -> {}
            case LOST -> throw new StoreFailure.Conflict("box " + image.id() + " is there already");
            case UNKNOWN -> {
                var there = engine.heads().readSerially(box);
                if (there.isEmpty() || there.get().last() != head) {
                    throw new StoreFailure.Unavailable("nobody knows whether the head was written");
                }
            }
        }
        if (!names.claim(image.id(), box)) {
            throw new StoreFailure.AlreadyExists("box " + image.id());
        }
    }

    @Override
    public void append(BoxId id, List<Commit> commits, BoxContents contents, Tally tally) {
        if (!(store.open(id) instanceof CassandraBox box)) {
            throw new IllegalStateException("box " + id + " is of another engine");
        }
        var incoming = new IncomingContents(box.uuid(), engine, tally);
        var limits = engine.settings().limits();
        var group = new ArrayList<Commit>();
        var encoded = new ArrayList<byte[]>();
        int bytes = 0;
        int since = 0;
        for (var commit : commits) {
            var record = CommitCodec.encode(commit);
            boolean full = group.size() >= limits.groupCommitsMax() || bytes + record.length > limits.groupBytesMax();
            if (!group.isEmpty() && full) {
                land(box, group, encoded, incoming);
                bytes = 0;
            }
            group.add(commit);
            encoded.add(record);
            bytes += record.length;
            take(commit, contents, incoming);
            if (++since % CHECKPOINT_COMMITS == 0) {
                land(box, group, encoded, incoming);
                bytes = 0;
                box.checkpoint();
            }
        }
        if (!group.isEmpty()) {
            land(box, group, encoded, incoming);
        }
    }

    @Override
    public void discard(BoxId id, String identity) {
        var uuid = UUID.fromString(identity);
        if (names.find(id).filter(uuid::equals).isPresent()) {
            store.erase(id);
            return;
        }
        engine.heads().erase(uuid);
        engine.parts().find(uuid, id, plan(uuid)).ifPresent(plan -> {
            var counters = plan.state().counters();
            engine.contents().erase(uuid, counters.nextObject());
            engine.index().erase(uuid, counters.nextObject());
            engine.history().erase(uuid, counters.head().number());
            engine.parts().erase(uuid, plan);
        });
    }

    private static void take(Commit commit, BoxContents contents, IncomingContents incoming) {
        var added = new HashSet<ContentId>();
        for (var change : commit.changes()) {
            if (change instanceof Change.ObjectAdded one
                    && one.source() == null
                    && added.add(one.entry().content())) {
                try {
                    var summary = contents.summary(one.folder(), one.entry());
                    incoming.take(one.entry(), summary, contents.payload(one.folder(), one.entry()));
                } catch (StoreFailure.NotFound gone) {
                    // A later commit removes the object here, too.
                    incoming.number(one.entry().content());
                }
            }
        }
    }

    private void land(CassandraBox box, List<Commit> commits, List<byte[]> encoded, IncomingContents incoming) {
        incoming.flush();
        incoming.reserveWriters();
        var stored = engine.bodies().store(box.uuid(), Group.body(encoded), Duration.ZERO);
        var group = new Group(UUID.randomUUID(), commits, stored.parts());
        box.refresh();
        long fence = box.fence();
        var landed = engine.heads().append(box.uuid(), group, stored.value(), fence);
        for (int i = 0; landed == Landing.UNKNOWN && i < OUTCOME_TRIES; i++) {
            landed = engine.heads().outcome(box.uuid(), group, fence, engine.history());
        }
        switch (landed) {
            case DONE -> box.refresh();
            case LOST -> throw new StoreFailure.Conflict("box " + box.id() + " was written by somebody else");
            case UNKNOWN -> throw new StoreFailure.Unavailable("nobody knows whether a commit was taken over");
        }
        commits.clear();
        encoded.clear();
    }
}
