// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.satchel.model.state.BoxSettings;

/// Boxes that keep rows like a durable engine, but in memory.
final class ColdStore implements MessageStore {
    private final BoxSettings settings;
    private final ConcurrentSkipListMap<BoxId, ColdBox> boxes = new ConcurrentSkipListMap<>();
    private final Registry registry;
    private volatile boolean closed;

    ColdStore(BoxSettings settings) {
        this(settings, new MemoryRegistry());
    }

    private ColdStore(BoxSettings settings, Registry registry) {
        this.settings = settings;
        this.registry = registry;
    }

    /// Another store over the same rows.
    ColdStore reopened() {
        var next = new ColdStore(settings, registry);
        boxes.forEach((id, box) -> next.boxes.put(id, box.reopened()));
        close();
        return next;
    }

    @Override
    public Optional<MessageBox> find(BoxId box) {
        checkOpen();
        return Optional.ofNullable(boxes.get(box));
    }

    @Override
    public MessageBox create(BoxId id) {
        var box = new ColdBox(id, settings);
        if (boxes.putIfAbsent(id, box) != null) {
            throw new StoreFailure.AlreadyExists("box " + id);
        }
        return box;
    }

    @Override
    public void erase(BoxId id) {
        var box = boxes.remove(id);
        if (box == null) {
            throw new StoreFailure.NotFound("box " + id);
        }
        box.erase();
    }

    @Override
    public List<BoxId> boxes(@Nullable BoxId after, int limit) {
        var from = after == null ? boxes : boxes.tailMap(after, false);
        return from.keySet().stream().limit(limit).toList();
    }

    @Override
    public Registry registry() {
        return registry;
    }

    @Override
    public void close() {
        closed = true;
        boxes.values().forEach(box -> box.end(new StoreFailure.Unavailable("store is closed")));
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreFailure.Unavailable("store is closed");
        }
    }
}
