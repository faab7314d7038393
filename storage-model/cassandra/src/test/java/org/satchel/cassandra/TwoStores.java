// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.ChangeLog;
import org.satchel.model.Draft;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.PendingCommit;
import org.satchel.model.Registry;

/// Two processes' stores over the same tables, each call on the other one than the call before: what one acknowledged,
/// the other must show.
final class TwoStores implements MessageStore {
    private final List<CassandraStore> stores;
    private final AtomicInteger turns = new AtomicInteger();

    TwoStores(CassandraStore one, CassandraStore other) {
        this.stores = List.of(one, other);
    }

    @Override
    public Optional<MessageBox> find(BoxId box) {
        var found = stores.stream().map(store -> store.find(box)).toList();
        return found.getFirst().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new TwoBoxes(found.stream().map(Optional::orElseThrow).toList()));
    }

    @Override
    public MessageBox create(BoxId box) {
        next().create(box);
        return open(box);
    }

    @Override
    public void erase(BoxId box) {
        next().erase(box);
    }

    @Override
    public List<BoxId> boxes(@Nullable BoxId after, int limit) {
        return next().boxes(after, limit);
    }

    @Override
    public Registry registry() {
        return next().registry();
    }

    @Override
    public void close() {
        stores.forEach(CassandraStore::close);
    }

    private CassandraStore next() {
        return stores.get(turn());
    }

    private int turn() {
        return turns.getAndIncrement() & 1;
    }

    private final class TwoBoxes implements MessageBox {
        private final List<MessageBox> boxes;

        TwoBoxes(List<MessageBox> boxes) {
            this.boxes = boxes;
        }

        @Override
        public BoxId id() {
            return boxes.getFirst().id();
        }

        @Override
        public BoxView view() {
            return next().view();
        }

        @Override
        public PendingCommit begin(Actor actor, Consumer<BoxTransaction> work) {
            return next().begin(actor, work);
        }

        @Override
        public ChangeLog changes() {
            var box = next();
            box.view(); // the log of a process tells what the process has seen
            return box.changes();
        }

        @Override
        public Draft draft(InputStream content, long bytesMax) throws IOException {
            return next().draft(content, bytesMax);
        }

        private MessageBox next() {
            return boxes.get(turn());
        }
    }
}
