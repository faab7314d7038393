// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
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
import org.satchel.model.contract.Stage;
import org.satchel.model.state.BoxSettings;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.Outcome;
import org.satchel.model.state.PendingContents;
import org.satchel.model.state.Transaction;

/// A box whose rows lag a few commits behind its state, and whose listings are given away whenever they may be.
final class ColdBox implements MessageBox {
    private final BoxId id;
    private final BoxSettings settings;
    private final ColdRows rows;
    private final PendingContents contents;
    private final MemoryLog log;
    private final Queue<Outcome> unsettled = new ArrayDeque<>();
    private final Random random = new Random(7);
    private final ReentrantLock writing = new ReentrantLock();
    private volatile BoxState state;
    private volatile @Nullable StoreFailure end;

    ColdBox(BoxId id, BoxSettings settings) {
        this.id = id;
        this.settings = settings;
        this.rows = new ColdRows();
        this.contents = new PendingContents(rows);
        this.log = new MemoryLog(ModSeq.ZERO, () -> state.head());
        var founding = Transaction.founding(id, contents, settings);
        this.state = founding.before();
        publish(founding);
    }

    private ColdBox(ColdBox closed) {
        this.id = closed.id;
        this.settings = closed.settings;
        this.rows = closed.rows;
        this.contents = new PendingContents(rows);
        var oldest = closed.state.counters().oldest();
        this.log = new MemoryLog(oldest, () -> state.head());
        for (var commit : Stage.commits(closed.log.since(oldest, Integer.MAX_VALUE))) {
            log.append(commit, oldest);
            log.announce(commit);
        }
        this.state = BoxState.restored(id, closed.state.counters(), closed.state.facts());
    }

    ColdBox reopened() {
        writing.lock();
        try {
            settle();
            return new ColdBox(this);
        } finally {
            writing.unlock();
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
            throw new IllegalStateException("a write within a write");
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

    void end(StoreFailure failure) {
        writing.lock();
        try {
            end = failure;
            log.end(failure);
        } finally {
            writing.unlock();
        }
    }

    void erase() {
        end(new StoreFailure.NotFound("box " + id));
        settle();
        rows.clear();
    }

    private void publish(Outcome outcome) {
        contents.add(outcome);
        unsettled.add(outcome);
        log.append(outcome.commit(), outcome.after().counters().oldest());
        state = outcome.after();
        log.announce(outcome.commit());
        settle(random.nextInt(unsettled.size() + 1));
        if (unsettled.isEmpty()) {
            cool();
        }
    }

    private void settle() {
        settle(unsettled.size());
    }

    private void settle(int count) {
        for (int i = 0; i < count; i++) {
            var outcome = unsettled.remove();
            rows.add(outcome);
            contents.settle(outcome.commit().modSeq());
        }
    }

    /// Nothing is pending here, so every listing may go.
    private void cool() {
        var cooled = state;
        for (var folder : state.folders()) {
            cooled = cooled.cooled(folder.id());
        }
        if (cooled.residentBytes() != 0) {
            throw new AssertionError(cooled.residentBytes() + " bytes stayed");
        }
        state = cooled;
    }

    private void checkOpen() {
        var failure = end;
        if (failure != null) {
            throw failure;
        }
    }
}
