// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.satchel.cassandra.nodes.Neighbours;
import org.satchel.model.BoxId;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.BlobName;
import org.satchel.model.blob.BlobStore;
import org.satchel.model.state.Transaction;
import org.satchel.model.state.WarmBoxes;
import org.satchel.model.transfer.BoxReceiver;
import org.satchel.model.transfer.StoreImage;

/// All boxes of an installation in one keyspace of Cassandra, and their large payloads in a blob store. Any number of
/// processes may have it open. Safe for any number of threads.
public final class CassandraStore implements MessageStore {
    private final Database database;
    private final Runnable connection;
    private final BlobStore blobs;
    private final Engine engine;
    private final NameTables names;
    private final Registry registry;
    private final Erasure erasure;
    /// The boxes that somebody looks at, or that are kept warm.
    private final ConcurrentMap<BoxId, Handle> boxes = new ConcurrentHashMap<>();

    private final ReferenceQueue<CassandraBox> unused = new ReferenceQueue<>();
    private volatile boolean closed;

    private CassandraStore(Database database, Runnable connection, BlobStore blobs, Engine engine, NameTables names) {
        this.database = database;
        this.connection = connection;
        this.blobs = blobs;
        this.engine = engine;
        this.names = names;
        this.registry = new CassandraRegistry(database, names);
        this.erasure = new Erasure(database);
    }

    /// Connects to Cassandra, and makes what is not there yet: keyspace and tables.
    ///
    /// @param blobs takes payloads that are too large for a row; closed with the store
    /// @throws StoreFailure.Unavailable when Cassandra cannot be reached
    public static CassandraStore open(CassandraSettings settings, BlobStore blobs) {
        var database = Database.open(settings);
        try {
            return over(database, database::close, settings, blobs);
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    /// A store on a connection that is there.
    ///
    /// @param connection run when the store is closed
    static CassandraStore over(Database database, Runnable connection, CassandraSettings settings, BlobStore blobs) {
        var limits = settings.limits();
        var index = new IndexTables(database);
        var parts = new PartTable(database, limits.segmentBytesMax());
        var bodies = new Bodies(parts);
        var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("box-", 1).factory());
        var watch = new Watch(limits.watchInterval());
        var hosted = new Hosted(settings.cooperation().neighbours());
        var company =
                Company.join(settings, new NodeTable(database), hint -> watch.hint(hint.box(), hint.last()), hosted);
        var engine = new Engine(
                new HeadTable(database, bodies),
                new HistoryTable(
                        database, bodies, settings.history(), settings.boxes().clock()),
                parts,
                bodies,
                new Contents(new ContentTable(database), index, blobs, threads),
                index,
                new ContentIds(new CounterTable(database)::nextWriter),
                new WarmBoxes<>(limits.residentBytesMax(), limits.residentBoxesMax(), CassandraBox::cool),
                watch,
                company,
                hosted,
                new Semaphore(limits.pendingWritesMax()),
                Checkpoints.places(),
                threads,
                new LongAdder(),
                new LongAdder(),
                settings);
        engine.watch().start();
        var store = new CassandraStore(database, connection, blobs, engine, new NameTables(database));
        engine.threads().execute(() -> store.erasure.resume(engine, store.names));
        return store;
    }

    @Override
    public Optional<MessageBox> find(BoxId id) {
        checkOpen();
        dropUnused();
        var box = live(boxes.get(id));
        if (box == null || !box.isThere()) {
            var uuid = names.find(id);
            if (uuid.isEmpty()) {
                return Optional.empty();
            }
            box = admit(new CassandraBox(id, uuid.get(), engine));
        }
        box.used();
        return Optional.of(box);
    }

    @Override
    public MessageBox create(BoxId id) {
        checkOpen();
        if (names.find(id).isPresent()) {
            throw new StoreFailure.AlreadyExists("box " + id);
        }
        var uuid = UUID.randomUUID();
        var box = new CassandraBox(id, uuid, engine);
        found(box);
        if (!names.claim(id, uuid)) {
            engine.heads().erase(uuid);
            throw new StoreFailure.AlreadyExists("box " + id);
        }
        return admit(box);
    }

    @Override
    public void erase(BoxId id) {
        checkOpen();
        var uuid = names.find(id).orElseThrow(() -> new StoreFailure.NotFound("box " + id));
        var known = live(boxes.get(id));
        var box = known != null && known.uuid().equals(uuid) ? known : new CassandraBox(id, uuid, engine);
        erasure.of(box, engine, names);
        boxes.computeIfPresent(id, (same, handle) -> handle.get() == box ? null : handle);
    }

    @Override
    public List<BoxId> boxes(@Nullable BoxId after, int limit) {
        checkOpen();
        return names.boxes(after == null ? "" : NameTables.successor(after.text()), limit);
    }

    @Override
    public Registry registry() {
        return registry;
    }

    /// The boxes as they are when each is asked for.
    public StoreImage image() {
        checkOpen();
        return new CassandraImage(this, new TableCheck(this, names));
    }

    /// Ends a box that no name leads to.
    void eraseUnnamed(UUID uuid) {
        erasure.of(new CassandraBox(new BoxId("unnamed:" + uuid), uuid, engine), engine, names);
    }

    /// Takes boxes over from another store, while no server writes them here.
    public BoxReceiver receiver() {
        checkOpen();
        return new TableReceiver(this, names);
    }

    /// Those of `names` that an object has as its payload, or will have when the write under way for it is published:
    /// what a [org.satchel.model.blob.OrphanCollector] asks.
    ///
    /// @throws StoreFailure.Unavailable when Cassandra does not answer
    public Set<BlobName> referenced(Collection<BlobName> names) {
        checkOpen();
        return engine.contents().referenced(names, engine.settings().limits().readsInFlightMax());
    }

    /// What keeps the store from taking new objects, in a few words that name no host; empty when nothing does.
    public Optional<String> obstacle() {
        if (closed) {
            return Optional.of("the store is closed");
        }
        try {
            database.ping();
        } catch (StoreFailure.Unavailable failure) {
            return Optional.of("the database does not answer");
        }
        return blobs.obstacle();
    }

    Engine engine() {
        return engine;
    }

    /// The other processes, if this one speaks to them.
    Optional<Neighbours> neighbours() {
        return Optional.ofNullable(engine.company().neighbours());
    }

    /// How often another process was first, since the start.
    public long lostRaces() {
        return engine.lostRaces().sum();
    }

    /// How often writes of this process became durable in a group that a neighbour landed, since the start.
    public long visits() {
        return engine.visits().sum();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        engine.places().acquireUninterruptibly(engine.settings().limits().pendingWritesMax());
        engine.company().close();
        engine.watch().close();
        for (var handle : boxes.values()) {
            var box = handle.get();
            if (box != null) {
                box.end(new StoreFailure.Unavailable("the store is closed"));
            }
        }
        engine.places().release(engine.settings().limits().pendingWritesMax());
        engine.threads().shutdownNow();
        connection.run();
        blobs.close();
    }

    private void found(CassandraBox box) {
        var rows = new BoxRows(box, engine, Checkpoint.none(box.id()));
        var founding = Transaction.founding(box.id(), rows, engine.settings().boxes());
        var first = new Group(UUID.randomUUID(), List.of(founding.commit()));
        var landing = engine.heads().found(box.uuid(), first);
        if (landing == Landing.UNKNOWN) {
            landing = engine.heads().outcome(box.uuid(), first, 0, engine.history());
        }
        if (landing != Landing.DONE) {
            throw new StoreFailure.Unavailable("box " + box.id() + " could not be made");
        }
    }

    /// Makes a box the one of its name in this process, unless another thread was first.
    private CassandraBox admit(CassandraBox made) {
        var admitted = new CassandraBox[] {made};
        boxes.compute(made.id(), (same, handle) -> {
            var present = live(handle);
            if (present != null && present.uuid().equals(made.uuid())) {
                admitted[0] = present;
                return handle;
            }
            return new Handle(made, unused);
        });
        return admitted[0];
    }

    private void dropUnused() {
        for (var handle = unused.poll(); handle != null; handle = unused.poll()) {
            if (handle instanceof Handle gone) {
                boxes.remove(gone.id, gone);
            }
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreFailure.Unavailable("the store is closed");
        }
    }

    private static @Nullable CassandraBox live(@Nullable Handle handle) {
        var box = handle == null ? null : handle.get();
        return box == null || box.isEnded() ? null : box;
    }

    /// A box for as long as somebody else holds it.
    private static final class Handle extends WeakReference<CassandraBox> {
        private final BoxId id;

        Handle(CassandraBox box, ReferenceQueue<CassandraBox> unused) {
            super(box, unused);
            this.id = box.id();
        }
    }
}
