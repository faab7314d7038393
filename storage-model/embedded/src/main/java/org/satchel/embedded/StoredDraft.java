// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.satchel.model.Attribute;
import org.satchel.model.Draft;
import org.satchel.model.Payload;
import org.satchel.model.Summary;

/// A draft whose bytes are in memory when they are few, and in a durable, held file when they are many.
///
/// Versions with further attributes share one fate: deposited once, closed once.
final class StoredDraft implements Draft {
    private final long box;
    private final Payload payload;
    private final Summary summary;
    private final Fate fate;

    StoredDraft(long box, Payload payload, Summary summary) {
        this(box, payload, summary, new Fate());
    }

    private StoredDraft(long box, Payload payload, Summary summary, Fate fate) {
        this.box = box;
        this.payload = payload;
        this.summary = summary;
        this.fate = fate;
    }

    /// Number of the box it was made for.
    long box() {
        return box;
    }

    @Override
    public Payload payload() {
        return payload;
    }

    /// To be asked only when the payload is not a small one.
    FilePayload file() {
        if (payload instanceof FilePayload file) {
            return file;
        }
        throw new IllegalStateException("the payload is not in a file");
    }

    @Override
    public Summary summary() {
        return summary;
    }

    @Override
    public Draft withAttributes(List<Attribute> more) {
        return new StoredDraft(box, payload, summary.withAttributes(more), fate);
    }

    /// @throws IllegalStateException when it was deposited, or closed, before
    void claim() {
        if (payload instanceof FilePayload && fate.closed.get()) {
            throw new IllegalStateException("draft is deposited after it was closed");
        }
        if (!fate.deposited.compareAndSet(false, true)) {
            throw new IllegalStateException("draft is deposited twice");
        }
    }

    /// The write that claimed it failed: it may be deposited again.
    void giveBack() {
        fate.deposited.set(false);
    }

    @Override
    public void close() {
        if (fate.closed.compareAndSet(false, true) && payload instanceof FilePayload file) {
            file.files().letGo(file.name());
        }
    }

    private static final class Fate {
        private final AtomicBoolean deposited = new AtomicBoolean();
        private final AtomicBoolean closed = new AtomicBoolean();
    }
}
