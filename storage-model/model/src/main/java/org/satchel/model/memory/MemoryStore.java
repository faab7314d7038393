// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import java.util.ArrayList;
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

/// Boxes in memory.
public final class MemoryStore implements MessageStore {
    private final BoxSettings settings;
    private final ConcurrentSkipListMap<BoxId, MemoryBox> boxes = new ConcurrentSkipListMap<>();
    private final MemoryRegistry registry = new MemoryRegistry();
    private volatile boolean closed;

    public MemoryStore() {
        this(BoxSettings.STANDARD);
    }

    public MemoryStore(BoxSettings settings) {
        this.settings = settings;
    }

    @Override
    public Optional<MessageBox> find(BoxId box) {
        checkOpen();
        return Optional.ofNullable(boxes.get(box));
    }

    @Override
    public MessageBox create(BoxId id) {
        checkOpen();
        var box = new MemoryBox(id, settings);
        if (boxes.putIfAbsent(id, box) != null) {
            throw new StoreFailure.AlreadyExists("box " + id);
        }
        return box;
    }

    @Override
    public void erase(BoxId id) {
        checkOpen();
        var box = boxes.remove(id);
        if (box == null) {
            throw new StoreFailure.NotFound("box " + id);
        }
        box.end(new StoreFailure.NotFound("box " + id));
    }

    @Override
    public List<BoxId> boxes(@Nullable BoxId after, int limit) {
        checkOpen();
        var from = after == null ? boxes : boxes.tailMap(after, false);
        var page = new ArrayList<BoxId>();
        for (var id : from.keySet()) {
            if (page.size() == limit) {
                break;
            }
            page.add(id);
        }
        return page;
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
