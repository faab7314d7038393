// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.satchel.model.StoreFailure;

/// The ordered rows on disk: RocksDB behind the few operations that the engine needs. Safe for any number of
/// threads.
///
/// A call that comes after [#close] answers [StoreFailure.Unavailable]; it never touches freed native memory.
/// No call is made from within another (the gate is not reentrant).
///
/// RocksDB makes a writer wait while what was written before is not flushed; when the flush fails for want of room, for
/// good. Such a write fails here after [#STALL_MAX], and those behind it at once until one succeeds.
final class Database implements Rows, AutoCloseable {
    private static final Duration STALL_MAX = Duration.ofSeconds(5);
    private static final Duration STALL_LOOK = Duration.ofMillis(1);

    private final DatabaseOptions options;
    private final RocksDB rocks;
    private final Map<Family, ColumnFamilyHandle> handles;
    private final WriteOptions synced;
    private final WriteOptions unstalled;
    private final FileStore disk;
    private final long flushBytes;
    /// Held shared by every call, exclusively by close.
    private final StampedLock gate = new StampedLock();
    private boolean closed;
    /// The last write waited in vain.
    private volatile boolean stalled;

    /// @param flushBytes what a flush may need on the disk
    private Database(
            DatabaseOptions options,
            RocksDB rocks,
            Map<Family, ColumnFamilyHandle> handles,
            FileStore disk,
            long flushBytes) {
        this.options = options;
        this.rocks = rocks;
        this.handles = handles;
        this.disk = disk;
        this.flushBytes = flushBytes;
        this.synced = new WriteOptions().setSync(true);
        this.unstalled = new WriteOptions().setSync(true).setNoSlowdown(true);
    }

    /// Opens the database in `folder`, making it when there is none; replays what a crash left in the
    /// write-ahead log.
    ///
    /// @param nativeFolder where the native library is unpacked; a folder of the store and not the system's
    ///   temporary one, which may be mounted without the right to execute, and is shared with strangers
    static Database open(Path folder, Path nativeFolder, EngineLimits limits) throws IOException {
        return open(folder, nativeFolder, limits, RocksDB::open);
    }

    /// What RocksDB offers twice.
    private interface Opening {
        RocksDB open(
                DBOptions options,
                String folder,
                List<ColumnFamilyDescriptor> descriptors,
                List<ColumnFamilyHandle> handles)
                throws RocksDBException;
    }

    private static Database open(Path folder, Path nativeFolder, EngineLimits limits, Opening opening)
            throws IOException {
        NativeLibraryLoader.getInstance().loadLibrary(nativeFolder.toString());
        RocksDB.loadLibrary();
        var options = DatabaseOptions.of(limits);
        var descriptors = new ArrayList<ColumnFamilyDescriptor>();
        for (var family : Family.values()) {
            descriptors.add(options.describe(family));
        }
        var opened = new ArrayList<ColumnFamilyHandle>();
        try {
            var rocks = opening.open(options.database(), folder.toString(), descriptors, opened);
            var handles = new EnumMap<Family, ColumnFamilyHandle>(Family.class);
            var handle = opened.iterator();
            for (var family : Family.values()) {
                handles.put(family, handle.next());
            }
            return new Database(options, rocks, handles, Files.getFileStore(folder), 2 * limits.writeBufferBytes());
        } catch (RocksDBException failure) {
            options.close();
            throw new IOException("cannot open the database in " + folder + ": " + failure.getMessage(), failure);
        }
    }

    /// Opens the database in `folder` as it is, to be read: nothing in it is changed, not even by what a crash left.
    ///
    /// @throws IOException also when its format is an older one
    static Database openToRead(Path folder, Path nativeFolder, EngineLimits limits) throws IOException {
        return open(folder, nativeFolder, limits, Database::openReadOnly);
    }

    private static RocksDB openReadOnly(
            DBOptions options,
            String folder,
            List<ColumnFamilyDescriptor> descriptors,
            List<ColumnFamilyHandle> handles)
            throws RocksDBException {
        try (var plain = new Options()) {
            if (RocksDB.listColumnFamilies(plain, folder).size() < descriptors.size()) {
                throw new RocksDBException("its format is an older one; a server that opens it brings it up to date");
            }
        }
        return RocksDB.openReadOnly(options, folder, descriptors, handles);
    }

    @Override
    public byte @Nullable [] get(Family family, byte[] key) {
        long stamp = enter();
        try {
            return rocks.get(handle(family), key);
        } catch (RocksDBException failure) {
            throw unavailable("read", failure);
        } finally {
            gate.unlockRead(stamp);
        }
    }

    @Override
    public List<Row> page(Family family, byte[] from, byte[] to, int rowsMax) {
        long stamp = enter();
        try (var bound = new Slice(to);
                var read = new ReadOptions().setIterateUpperBound(bound);
                var rows = rocks.newIterator(handle(family), read)) {
            var page = new ArrayList<Row>();
            for (rows.seek(from); page.size() < rowsMax && rows.isValid(); rows.next()) {
                page.add(new Row(rows.key(), rows.value()));
            }
            rows.status();
            return page;
        } catch (RocksDBException failure) {
            throw unavailable("read", failure);
        } finally {
            gate.unlockRead(stamp);
        }
    }

    /// Makes the batches durable, all of them or none, in order. Returns when the disk has them.
    void write(List<RowBatch> batches) {
        long stamp = enter();
        try (var all = new WriteBatch()) {
            for (var batch : batches) {
                for (var op : batch.ops()) {
                    append(all, op);
                }
            }
            write(all);
        } catch (RocksDBException failure) {
            throw unavailable("write", failure);
        } finally {
            gate.unlockRead(stamp);
        }
    }

    /// Makes a consistent copy in a folder that does not exist yet; files that never change are shared by
    /// hard links where the file system allows it.
    void checkpoint(Path folder) {
        long stamp = enter();
        try (var checkpoint = Checkpoint.create(rocks)) {
            checkpoint.createCheckpoint(folder.toString());
        } catch (RocksDBException failure) {
            throw unavailable("checkpoint", failure);
        } finally {
            gate.unlockRead(stamp);
        }
    }

    /// Waits for the calls that are under way, then closes. Everything written is on disk already.
    @Override
    public void close() {
        long stamp = gate.writeLock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            rocks.cancelAllBackgroundWork(true);
            handles.values().forEach(ColumnFamilyHandle::close);
            rocks.close();
            synced.close();
            unstalled.close();
            options.close();
        } finally {
            gate.unlockWrite(stamp);
        }
    }

    private void write(WriteBatch all) throws RocksDBException {
        long begin = System.nanoTime();
        while (true) {
            try {
                rocks.write(unstalled, all);
                stalled = false;
                return;
            } catch (RocksDBException failure) {
                var status = failure.getStatus();
                if (status == null || status.getCode() != Status.Code.Incomplete) {
                    throw failure;
                }
                if (rocks.getLongProperty("rocksdb.is-write-stopped") == 0) {
                    // only slowed down, for as long as its size demands
                    rocks.write(synced, all);
                    stalled = false;
                    return;
                }
                if (stalled || System.nanoTime() - begin > STALL_MAX.toNanos()) {
                    stalled = true;
                    throw stall(failure);
                }
            }
            LockSupport.parkNanos(STALL_LOOK.toNanos());
        }
    }

    private StoreFailure.Unavailable stall(RocksDBException failure) {
        var what = "database write: what was written before cannot be flushed";
        try {
            return disk.getUsableSpace() < flushBytes
                    ? new StoreFailure.DiskFull(what, failure)
                    : new StoreFailure.Unavailable(what, failure);
        } catch (IOException noAnswer) {
            failure.addSuppressed(noAnswer);
            return new StoreFailure.Unavailable(what, failure);
        }
    }

    private void append(WriteBatch all, RowBatch.Op op) throws RocksDBException {
        var handle = handle(op.family);
        var value = op.value;
        if (value == null) {
            all.delete(handle, op.key);
        } else if (op.verb == RowBatch.Verb.PUT) {
            all.put(handle, op.key, value);
        } else {
            all.deleteRange(handle, op.key, value);
        }
    }

    private long enter() {
        long stamp = gate.readLock();
        if (closed) {
            gate.unlockRead(stamp);
            throw new StoreFailure.Unavailable("the store is closed");
        }
        return stamp;
    }

    private ColumnFamilyHandle handle(Family family) {
        var handle = handles.get(family);
        if (handle == null) {
            throw new IllegalStateException("no column family " + family);
        }
        return handle;
    }

    private static StoreFailure.Unavailable unavailable(String what, RocksDBException failure) {
        var status = failure.getStatus();
        if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
            return new StoreFailure.DiskFull("database " + what + ": " + failure.getMessage(), failure);
        }
        return new StoreFailure.Unavailable("database " + what + ": " + failure.getMessage(), failure);
    }
}
