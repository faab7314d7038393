// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import java.io.ByteArrayOutputStream;
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
import org.satchel.model.Commit;
import org.satchel.model.Draft;
import org.satchel.model.MessageBox;
import org.satchel.model.StoreFailure;
import org.satchel.model.mime.Summarizer;
import org.satchel.model.state.BoxSettings;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.Outcome;
import org.satchel.model.state.Transaction;

/// One box in memory.
final class MemoryBox implements MessageBox {
    private static final int PIECE_BYTES = 16 * 1024;

    private final BoxId id;
    private final BoxSettings settings;
    private final MemoryContents contents = new MemoryContents();
    private final MemoryLog log = new MemoryLog();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile BoxState state;
    private volatile @Nullable StoreFailure end;

    MemoryBox(BoxId id, BoxSettings settings) {
        this.id = id;
        this.settings = settings;
        var founding = Transaction.founding(id, contents, settings);
        this.state = founding.before();
        publish(founding);
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
    public Commit write(Actor actor, Consumer<BoxTransaction> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a write within a write of box " + id);
        }
        writing.lock();
        try {
            checkOpen();
            var transaction = new Transaction(state, contents, actor, settings);
            work.accept(transaction);
            var outcome = transaction.finish();
            if (!outcome.isEmpty()) {
                claimDrafts(outcome);
                publish(outcome);
            }
            return outcome.commit();
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
        var summarizer = new Summarizer();
        var bytes = new ByteArrayOutputStream(PIECE_BYTES);
        var piece = new byte[PIECE_BYTES];
        int length = content.read(piece);
        while (length >= 0) {
            if (bytes.size() + (long) length > bytesMax) {
                throw new StoreFailure.TooLarge("object of more than " + bytesMax + " bytes");
            }
            bytes.write(piece, 0, length);
            summarizer.write(piece, 0, length);
            length = content.read(piece);
        }
        return new MemoryDraft(this, new MemoryPayload(bytes.toByteArray()), summarizer.finish());
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

    private void claimDrafts(Outcome outcome) {
        for (var draft : outcome.drafts().values()) {
            if (!(draft instanceof MemoryDraft mine) || mine.box() != this || mine.isDeposited()) {
                throw new IllegalStateException("draft of another box, or deposited before");
            }
        }
        for (var draft : outcome.drafts().values()) {
            if (!((MemoryDraft) draft).deposit()) {
                throw new IllegalStateException("draft is deposited twice");
            }
        }
    }

    /// Contents first, then the state, then the log: what is announced is visible, what is visible can be read.
    private void publish(Outcome outcome) {
        contents.add(outcome);
        state = outcome.after();
        contents.drop(outcome);
        log.append(outcome.commit(), outcome.after().counters().oldest());
    }

    private void checkOpen() {
        var failure = end;
        if (failure != null) {
            throw failure;
        }
    }
}
