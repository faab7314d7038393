// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A store that is another one in all that a subclass does not change.
public class ForwardingStore implements MessageStore {
    protected final MessageStore store;

    protected ForwardingStore(MessageStore store) {
        this.store = store;
    }

    /// How a box of the other store is shown.
    protected MessageBox shown(MessageBox box) {
        return box;
    }

    @Override
    public Optional<MessageBox> find(BoxId box) {
        return store.find(box).map(this::shown);
    }

    @Override
    public MessageBox create(BoxId box) {
        return shown(store.create(box));
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
