// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/// A box that is another one in all that a subclass does not change.
public class ForwardingBox implements MessageBox {
    protected final MessageBox box;

    protected ForwardingBox(MessageBox box) {
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
        return box.write(actor, work);
    }

    @Override
    public PendingCommit begin(Actor actor, Consumer<BoxTransaction> work) {
        return box.begin(actor, work);
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
