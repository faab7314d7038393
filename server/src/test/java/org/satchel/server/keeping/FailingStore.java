// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.ChangeLog;
import org.satchel.model.Commit;
import org.satchel.model.Draft;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.PendingCommit;
import org.satchel.model.Registry;

/// A store whose user dies at the n-th write, of a box or of the registry: before it is made, or when it is made
/// and nobody was told.
final class FailingStore implements MessageStore {
    private final MessageStore store;
    private final boolean made;
    private int writes;

    /// @param writes after which nothing works any more
    /// @param made whether the last write is durable
    FailingStore(MessageStore store, int writes, boolean made) {
        this.store = store;
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
    public Optional<MessageBox> find(BoxId box) {
        return store.find(box).map(Box::new);
    }

    @Override
    public MessageBox create(BoxId box) {
        return new Box(store.create(box));
    }

    @Override
    public void erase(BoxId box) {
        store.erase(box);
    }

    @Override
    public List<BoxId> boxes(@Nullable BoxId after, int limit) {
        return store.boxes(after, limit);
    }

    @Override
    public Registry registry() {
        return new Rows(store.registry());
    }

    @Override
    public void close() {
        store.close();
    }

    private final class Box implements MessageBox {
        private final MessageBox box;

        Box(MessageBox box) {
            this.box = box;
        }

        @Override
        public BoxId id() {
            return box.id();
        }

        @Override
        public BoxView view() {
            return box.view();
        }

        @Override
        public Commit write(Actor actor, Consumer<BoxTransaction> work) {
            return FailingStore.this.write(() -> box.write(actor, work));
        }

        @Override
        public PendingCommit begin(Actor actor, Consumer<BoxTransaction> work) {
            return FailingStore.this.write(() -> box.begin(actor, work));
        }

        @Override
        public ChangeLog changes() {
            return box.changes();
        }

        @Override
        public Draft draft(InputStream content, long bytesMax) throws IOException {
            return box.draft(content, bytesMax);
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
