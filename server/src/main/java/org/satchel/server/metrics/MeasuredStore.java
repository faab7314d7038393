// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.metrics;

import java.util.Optional;
import org.satchel.model.BoxId;
import org.satchel.model.ForwardingStore;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;

/// An engine whose boxes are measured; in all else it is the engine.
final class MeasuredStore extends ForwardingStore {
    private final StoreFigures figures;

    MeasuredStore(MessageStore store, StoreFigures figures) {
        super(store);
        this.figures = figures;
    }

    @Override
    public Optional<MessageBox> find(BoxId box) {
        var watch = figures.call("find");
        try {
            var found = super.find(box);
            watch.done();
            return found;
        } catch (RuntimeException failure) {
            watch.failed(failure);
            throw failure;
        }
    }

    @Override
    protected MessageBox shown(MessageBox box) {
        return new MeasuredBox(box, figures);
    }
}
