// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.satchel.model.ForwardingStore;
import org.satchel.model.MessageStore;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;

/// A process's view of a store that other processes share: its registry writes are counted, and can be cut off
/// for ever, as a kill does.
public final class CountingStore extends ForwardingStore {
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger answersToLose = new AtomicInteger();
    private volatile boolean killed;

    public CountingStore(MessageStore store) {
        super(store);
    }

    public int registryWrites() {
        return writes.get();
    }

    /// So many writes from now on are durable, but their writer does not learn of it.
    public void loseAnswers(int count) {
        answersToLose.set(count);
    }

    public void kill() {
        killed = true;
    }

    @Override
    public Registry registry() {
        var registry = store.registry();
        return new Registry() {
            @Override
            public Optional<byte[]> get(String key) {
                return registry.get(key);
            }

            @Override
            public void put(String key, byte[] value) {
                write();
                registry.put(key, value);
            }

            @Override
            public void remove(String key) {
                registry.remove(key);
            }

            @Override
            public boolean replace(String key, byte @Nullable [] expected, byte @Nullable [] value) {
                write();
                boolean replaced = registry.replace(key, expected, value);
                if (answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new StoreFailure.Unavailable("the answer is lost");
                }
                return replaced;
            }

            private void write() {
                if (Thread.currentThread().isInterrupted()) {
                    // As the durable engine does: nobody who is to stop waits for a place.
                    throw new StoreFailure.Unavailable("interrupted while waiting to write");
                }
                if (killed) {
                    throw new StoreFailure.Unavailable("the process is dead");
                }
                writes.incrementAndGet();
            }

            @Override
            public List<Map.Entry<String, byte[]>> scan(String prefix, String after, int limit) {
                return registry.scan(prefix, after, limit);
            }
        };
    }
}
