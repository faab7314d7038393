// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.ChangeLog;
import org.satchel.model.Draft;
import org.satchel.model.MessageBox;
import org.satchel.model.ModSeq;
import org.satchel.model.PendingCommit;
import org.satchel.model.StoreFailure;
import org.satchel.model.state.BoxSettings;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.Outcome;
import org.satchel.model.state.Transaction;

/// One box in memory.
final class MemoryBox implements MessageBox {
    private final BoxId id;
    private final BoxSettings settings;
    private final MemoryContents contents = new MemoryContents();
    private final MemoryLog log;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile BoxState state;
    private volatile @Nullable StoreFailure end;

    MemoryBox(BoxId id, BoxSettings settings) {
        this.id = id;
        this.settings = settings;
        var founding = Transaction.founding(id, contents, settings);
        this.state = founding.before();
        this.log = new MemoryLog(ModSeq.ZERO, () -> state.head());
        if (!founding.isEmpty()) {
            publish(founding);
        }
    }

    @Override
    public BoxId id() {
        return id;
    }

    @Override
    public BoxView view() {
        checkOpen();
        return state.view(contents);
    }

    @Override
    public PendingCommit begin(Actor actor, Consumer<BoxTransaction> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a write within a write of box " + id);
        }
        writing.lock();
        try {
            checkOpen();
            var transaction = new Transaction(state, contents, actor, settings);
            try {
                work.accept(transaction);
            } catch (StoreFailure failure) {
                return () -> {
                    throw failure;
                };
            }
            var outcome = transaction.finish();
            if (!outcome.isEmpty()) {
                MemoryDraft.claim(this, outcome.drafts().values());
                publish(outcome);
            }
            return outcome::commit;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public ChangeLog changes() {
        return log;
    }

    @Override
    public Draft draft(InputStream content, long bytesMax) throws IOException {
        checkOpen();
        return MemoryDraft.read(this, content, bytesMax);
    }

    /// Waits for the write in flight; then every question is answered with this failure.
    void end(StoreFailure failure) {
        writing.lock();
        try {
            end = failure;
            log.end(failure);
            contents.clear();
        } finally {
            writing.unlock();
        }
    }

    /// Contents and log first, then the state, then the bell: what is announced is visible, what is visible can be
    /// read and told.
    private void publish(Outcome outcome) {
        contents.add(outcome);
        log.append(outcome.commit(), outcome.after().counters().oldest());
        state = outcome.after();
        contents.drop(outcome);
        log.announce(outcome.commit());
    }

    private void checkOpen() {
        var failure = end;
        if (failure != null) {
            throw failure;
        }
    }
}
