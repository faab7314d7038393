// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.BoxTransaction;
import org.satchel.model.Commit;
import org.satchel.model.ForwardingBox;
import org.satchel.model.ForwardingStore;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.PendingCommit;
import org.satchel.model.Registry;

/// A store whose user dies at the n-th write, of a box or of the registry: before it is made, or when it is made
/// and nobody was told.
final class FailingStore extends ForwardingStore {
    private final boolean made;
    private int writes;

    /// @param writes after which nothing works any more
    /// @param made whether the last write is durable
    FailingStore(MessageStore store, int writes, boolean made) {
        super(store);
        this.writes = writes;
        this.made = made;
    }

    /// The process is killed.
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private interface Work<T> {
        T run();
    }

    private <T> T write(Work<T> work) {
        if (writes-- > 0) {
            return work.run();
        }
        if (made && writes == -1) {
            work.run();
        }
        throw new Killed();
    }

    @Override
    protected MessageBox shown(MessageBox box) {
        return new Box(box);
    }

    @Override
    public Registry registry() {
        return new Rows(store.registry());
    }

    private final class Box extends ForwardingBox {
        Box(MessageBox box) {
            super(box);
        }

        @Override
        public Commit write(Actor actor, Consumer<BoxTransaction> work) {
            return FailingStore.this.write(() -> box.write(actor, work));
        }

        @Override
        public PendingCommit begin(Actor actor, Consumer<BoxTransaction> work) {
            return FailingStore.this.write(() -> box.begin(actor, work));
        }
    }

    private final class Rows implements Registry {
        private final Registry rows;

        Rows(Registry rows) {
            this.rows = rows;
        }

        @Override
        public Optional<byte[]> get(String key) {
            return rows.get(key);
        }

        @Override
        public void put(String key, byte[] value) {
            write(() -> {
                rows.put(key, value);
                return true;
            });
        }

        @Override
        public void remove(String key) {
            write(() -> {
                rows.remove(key);
                return true;
            });
        }

        @Override
        public boolean replace(String key, byte @Nullable [] expected, byte @Nullable [] value) {
            return write(() -> rows.replace(key, expected, value));
        }

        @Override
        public List<Map.Entry<String, byte[]>> scan(String prefix, String after, int limit) {
            return rows.scan(prefix, after, limit);
        }
    }
}
