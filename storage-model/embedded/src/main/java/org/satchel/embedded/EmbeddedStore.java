// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.WarmBoxes;
import org.satchel.model.transfer.BoxReceiver;
import org.satchel.model.transfer.StoreImage;

/// All boxes of an installation in one folder of this machine: `rows/` the database, `blobs/` the large
/// payloads, `native/` the database's library, `lock` who uses it. Safe for any number of threads; one
/// process at a time.
public final class EmbeddedStore implements MessageStore {
    private static final int CREATORS = 64;
    static final byte[] NEXT_BOX_ROW = Keys.STORE.named(Table.STORE, "next-box");

    private final StoreLock lock;
    private final Engine engine;
    private final Registry registry;
    private final Sweeper sweeper;
    private final Readiness readiness;
    /// The boxes that somebody looks at, or that are kept warm.
    private final ConcurrentMap<BoxId, Handle> boxes = new ConcurrentHashMap<>();

    private final ReferenceQueue<EmbeddedBox> unused = new ReferenceQueue<>();
    /// One of these is held while a box is made, by its name, so that a name is given once.
    private final List<ReentrantLock> creating =
            IntStream.range(0, CREATORS).mapToObj(i -> new ReentrantLock()).toList();

    /// Held while a number is taken and handed in, so that numbers reach the disk in order. Guards `nextBox`.
    private final ReentrantLock numbering = new ReentrantLock();

    private long nextBox;
    private volatile boolean closed;

    private EmbeddedStore(StoreLock lock, Engine engine, long nextBox) {
        this.lock = lock;
        this.engine = engine;
        this.nextBox = nextBox;
        this.registry = new EmbeddedRegistry(engine.database(), engine.committer());
        this.sweeper = new Sweeper(engine);
        this.readiness = new Readiness(engine, Format.row());
    }

    /// Opens the store in `folder`, making it when there is none, and recovering what was durable when it was
    /// last used.
    ///
    /// @throws IOException naming the folder, when another process uses it, when its format is a newer one, or
    ///   when it cannot be read
    public static EmbeddedStore open(Path folder, EngineSettings settings) throws IOException {
        makeFolder(folder);
        var lock = StoreLock.take(folder);
        try {
            return open(folder, settings, lock);
        } catch (IOException | RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    private static EmbeddedStore open(Path folder, EngineSettings settings, StoreLock lock) throws IOException {
        var limits = settings.limits();
        var disk = new DiskSpace(folder, limits.diskReserveBytes());
        var files = new PayloadFiles(Files.createDirectories(folder.resolve("blobs")));
        PayloadFiles.forceFolder(folder);
        var database = Database.open(
                Files.createDirectories(folder.resolve("rows")),
                Files.createDirectories(folder.resolve("native")),
                limits);
        try {
            Format.bringUpToDate(database, folder);
            var next = database.get(Family.ROWS, NEXT_BOX_ROW);
            var engine = new Engine(
                    database,
                    new Committer(database, limits),
                    files,
                    new LongReads(limits.scanThreads()),
                    disk,
                    new WarmBoxes<>(limits.residentBytesMax(), limits.residentBoxesMax(), EmbeddedBox::cool),
                    settings);
            return new EmbeddedStore(lock, engine, next == null ? 1 : Numbers.number(next));
        } catch (IOException | RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    @Override
    public Optional<MessageBox> find(BoxId id) {
        checkOpen();
        dropUnused();
        var present = live(boxes.get(id));
        var box = present != null ? present : load(id);
        if (box != null) {
            box.used();
        }
        return Optional.ofNullable(box);
    }

    @Override
    public MessageBox create(BoxId id) {
        checkOpen();
        var creator = creating.get(Math.floorMod(id.hashCode(), CREATORS));
        creator.lock();
        try {
            if (engine.database().get(Family.ROWS, Keys.STORE.boxName(id)) != null) {
                throw new StoreFailure.AlreadyExists("box " + id);
            }
            return found(id);
        } finally {
            creator.unlock();
        }
    }

    @Override
    public void erase(BoxId id) {
        checkOpen();
        var box = live(boxes.get(id));
        var found = box != null ? box : load(id);
        if (found == null) {
            throw new StoreFailure.NotFound("box " + id);
        }
        found.erase(Keys.STORE.boxName(id));
        boxes.computeIfPresent(id, (same, handle) -> handle.get() == found ? null : handle);
        sweeper.erase(found.keys().box());
    }

    @Override
    public List<BoxId> boxes(@Nullable BoxId after, int limit) {
        checkOpen();
        return RowImage.boxes(engine.database(), after, limit);
    }

    @Override
    public Registry registry() {
        return registry;
    }

    /// Copies the store as it is at one moment of the call into a folder that is not there yet, while it goes
    /// on being used. The copy opens as a store. On the same file system nothing large is copied.
    public void backup(Path folder) throws IOException {
        checkOpen();
        new Backup(engine.database(), engine.files()).to(folder);
    }

    /// Copies the rows of the store, as they are at one moment of the call, into a folder that is not there yet: for
    /// [EmbeddedImage#ofCopy]. On the same file system nothing large is copied.
    public void copyRows(Path folder) {
        checkOpen();
        engine.database().checkpoint(folder);
    }

    /// The boxes as they are when each is asked for.
    public StoreImage image() {
        checkOpen();
        var mender = new RowCheck.Mender() {
            @Override
            public void write(RowBatch batch) {
                engine.committer().write(batch, engine.database());
            }

            @Override
            public void sweep(long box) {
                sweeper.erase(box);
            }
        };
        var check = new RowCheck(engine.database(), engine.files(), mender);
        return new RowImage(engine.database(), engine.files(), engine.longReads(), check, () -> {});
    }

    /// Takes boxes over from another store.
    public BoxReceiver receiver() {
        checkOpen();
        return new RowReceiver(this, engine);
    }

    /// What keeps the store from taking new objects, in a few words that name no file; empty when nothing does.
    public Optional<String> obstacle() {
        return readiness.obstacle();
    }

    /// Looks for payload files that nothing refers to, now.
    ///
    /// @return files deleted
    int sweep() throws IOException {
        return sweeper.sweep();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        engine.committer().close();
        sweeper.close();
        for (var handle : boxes.values()) {
            var box = handle.get();
            if (box != null) {
                box.end(new StoreFailure.Unavailable("the store is closed"));
            }
        }
        engine.longReads().close();
        engine.database().close();
        lock.close();
    }

    /// A number for a box to come; given to no other, whatever becomes of it.
    long number() {
        numbering.lock();
        try {
            var taken = new RowBatch();
            taken.put(Family.ROWS, NEXT_BOX_ROW, Numbers.row(nextBox + 1));
            engine.committer().write(taken, engine.database());
            return nextBox++;
        } finally {
            numbering.unlock();
        }
    }

    /// Files of a box whose rows are gone.
    void sweepFiles(long number) {
        sweeper.erase(number);
    }

    private EmbeddedBox found(BoxId id) {
        engine.committer().reserve();
        EmbeddedBox box;
        PendingWrite write;
        numbering.lock();
        try {
            var keys = new Keys(nextBox);
            box = new EmbeddedBox(id, keys, BoxState.empty(id), engine);
            var known = new RowBatch();
            known.put(Family.ROWS, Keys.STORE.boxName(id), Numbers.row(nextBox));
            known.put(Family.ROWS, NEXT_BOX_ROW, Numbers.row(nextBox + 1));
            write = box.found(known);
            nextBox++;
        } catch (RuntimeException | Error failure) {
            engine.committer().release();
            throw failure;
        } finally {
            numbering.unlock();
        }
        Waiting.on(write.landed());
        return admit(box);
    }

    /// Makes a new box the one of its name, unless somebody has found its rows, and read it, in the meantime.
    private EmbeddedBox admit(EmbeddedBox made) {
        var admitted = new EmbeddedBox[] {made};
        boxes.compute(made.id(), (same, handle) -> {
            var present = live(handle);
            if (present != null) {
                admitted[0] = present;
                return handle;
            }
            return new Handle(made, unused);
        });
        admitted[0].used();
        return admitted[0];
    }

    private @Nullable EmbeddedBox load(BoxId id) {
        // Held here until the caller has it, so that it is not collected between the two.
        var loaded = new EmbeddedBox[1];
        boxes.compute(id, (same, handle) -> {
            var present = live(handle);
            if (present != null) {
                loaded[0] = present;
                return handle;
            }
            var number = engine.database().get(Family.ROWS, Keys.STORE.boxName(id));
            if (number == null) {
                return null;
            }
            var keys = new Keys(Numbers.number(number));
            var box = new EmbeddedBox(id, keys, StateRows.restore(id, keys, engine.database()), engine);
            loaded[0] = box;
            return new Handle(box, unused);
        });
        return loaded[0];
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

    private static @Nullable EmbeddedBox live(@Nullable Handle handle) {
        var box = handle == null ? null : handle.get();
        return box == null || box.isEnded() ? null : box;
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(folder, ownerOnly);
        }
    }

    /// A box for as long as somebody else holds it.
    private static final class Handle extends WeakReference<EmbeddedBox> {
        private final BoxId id;

        Handle(EmbeddedBox box, ReferenceQueue<EmbeddedBox> unused) {
            super(box, unused);
            this.id = box.id();
        }
    }
}
