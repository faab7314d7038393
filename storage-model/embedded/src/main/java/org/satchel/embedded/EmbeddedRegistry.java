// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;

/// The registry as rows; its writes share the committer's syncs.
///
/// A writer holds the lock of its key until its row is durable, so that whoever compares sees what is there. It
/// waits for a place in the committer with the lock held; whoever has a place never asks for a lock of a key.
final class EmbeddedRegistry implements Registry {
    /// Keys share locks: writers of as many keys at most are under way at once.
    private static final int LOCKS = 1_024;

    private final Database database;
    private final Committer committer;
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    EmbeddedRegistry(Database database, Committer committer) {
        this.database = database;
        this.committer = committer;
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(durable(key));
    }

    @Override
    public void put(String key, byte[] value) {
        checkSize(key, value);
        write(key, value);
    }

    @Override
    public void remove(String key) {
        write(key, null);
    }

    @Override
    public boolean replace(String key, byte @Nullable [] expected, byte @Nullable [] value) {
        if (value != null) {
            checkSize(key, value);
        }
        var lock = lock(key);
        lock.lock();
        try {
            if (!Arrays.equals(durable(key), expected)) {
                return false;
            }
            write(key, value);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Map.Entry<String, byte[]>> scan(String prefix, String after, int limit) {
        var from = after.compareTo(prefix) < 0 ? row(prefix) : Keys.successor(row(after));
        var found = new ArrayList<Map.Entry<String, byte[]>>();
        for (var row : database.page(Family.ROWS, from, Keys.behind(row(prefix)), limit)) {
            found.add(Map.entry(Keys.name(row.key()), row.value()));
        }
        return found;
    }

    private void write(String key, byte @Nullable [] value) {
        var batch = new RowBatch();
        if (value == null) {
            batch.delete(Family.ROWS, row(key));
        } else {
            batch.put(Family.ROWS, row(key), value.clone());
        }
        var lock = lock(key);
        lock.lock();
        try {
            committer.write(batch, database);
        } finally {
            lock.unlock();
        }
    }

    private byte @Nullable [] durable(String key) {
        return database.get(Family.ROWS, row(key));
    }

    private ReentrantLock lock(String key) {
        return locks.get(Math.floorMod(key.hashCode(), LOCKS));
    }

    private static void checkSize(String key, byte[] value) {
        if (value.length > VALUE_BYTES_MAX) {
            throw new StoreFailure.TooLarge("registry value of " + value.length + " bytes: " + key);
        }
    }

    private static byte[] row(String key) {
        return Keys.STORE.named(Table.REGISTRY, key);
    }
}
