// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.satchel.model.Attribute;
import org.satchel.model.Draft;
import org.satchel.model.Payload;
import org.satchel.model.Summary;

/// A draft whose bytes are on the heap. Versions with further attributes share what says whether it was deposited.
final class MemoryDraft implements Draft {
    private final MemoryBox box;
    private final Payload payload;
    private final Summary summary;
    private final AtomicBoolean deposited;

    MemoryDraft(MemoryBox box, Payload payload, Summary summary) {
        this(box, payload, summary, new AtomicBoolean());
    }

    private MemoryDraft(MemoryBox box, Payload payload, Summary summary, AtomicBoolean deposited) {
        this.box = box;
        this.payload = payload;
        this.summary = summary;
        this.deposited = deposited;
    }

    MemoryBox box() {
        return box;
    }

    boolean isDeposited() {
        return deposited.get();
    }

    /// @return false when it was deposited before
    boolean deposit() {
        return deposited.compareAndSet(false, true);
    }

    @Override
    public Payload payload() {
        return payload;
    }

    @Override
    public Summary summary() {
        return summary;
    }

    @Override
    public Draft withAttributes(List<Attribute> more) {
        return new MemoryDraft(box, payload, summary.withAttributes(more), deposited);
    }

    /// Nothing to free but memory.
    @Override
    public void close() {}
}
