// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.metrics;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.Registry;

/// An engine whose boxes are measured; in all else it is the engine.
final class MeasuredStore implements MessageStore {
    private final MessageStore store;
    private final StoreFigures figures;

    MeasuredStore(MessageStore store, StoreFigures figures) {
        this.store = store;
        this.figures = figures;
    }

    @Override
    public Optional<MessageBox> find(BoxId box) {
        var watch = figures.call("find");
        try {
            var found = store.find(box);
            watch.done();
            return found.map(there -> new MeasuredBox(there, figures));
        } catch (RuntimeException failure) {
            watch.failed(failure);
            throw failure;
        }
    }

    @Override
    public MessageBox create(BoxId box) {
        return new MeasuredBox(store.create(box), figures);
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
        return store.registry();
    }

    @Override
    public void close() {
        store.close();
    }
}
