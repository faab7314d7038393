// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.BoxTransaction;
import org.satchel.model.Commit;
import org.satchel.model.ContentId;
import org.satchel.model.Draft;
import org.satchel.model.PendingCommit;
import org.satchel.model.StoreFailure;
import org.satchel.model.codec.CommitCodec;
import org.satchel.model.state.BoxSettings;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.Outcome;
import org.satchel.model.state.PendingContents;
import org.satchel.model.state.Transaction;

/// One write on its way: the work, and what came of it on the state it last ran on. After a lost race it runs again.
///
/// Run, and changed, under the lock of its box; told by whoever settles it.
final class Attempt implements PendingCommit {
    private final CassandraBox box;
    private final Actor actor;
    private final Consumer<BoxTransaction> work;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final Map<ContentId, CassandraDraft> claimed = new HashMap<>();
    /// By identity: with other attributes a draft is another, and is written again.
    private final Set<CassandraDraft> written = Collections.newSetFromMap(new IdentityHashMap<>(2));
    /// Of the last run.
    private List<CassandraDraft> drafts = List.of();
    private @Nullable Outcome outcome;
    private @Nullable RuntimeException refusal;
    private byte @Nullable [] encoded;
    private long seen;

    Attempt(CassandraBox box, Actor actor, Consumer<BoxTransaction> work) {
        this.box = box;
        this.actor = actor;
        this.work = work;
    }

    /// Runs the work on a state.
    ///
    /// @return the state with what it did
    BoxState run(BoxState state, PendingContents contents, BoxSettings settings) {
        outcome = null;
        refusal = null;
        drafts = List.of();
        encoded = null;
        seen = state.head().number();
        var transaction = new Transaction(state, contents, actor, settings);
        Outcome done;
        try {
            work.accept(transaction);
            done = transaction.finish();
            claim(done.drafts());
        } catch (StoreFailure failure) {
            refusal = failure;
            return state;
        }
        outcome = done;
        if (done.isEmpty()) {
            return state;
        }
        encoded = CommitCodec.encode(done.commit());
        contents.add(done);
        return done.after();
    }

    /// The same after a first time: a bug of the work is told to who waits.
    BoxState runAgain(BoxState state, PendingContents contents, BoxSettings settings) {
        try {
            return run(state, contents, settings);
        } catch (RuntimeException bug) {
            refusal = bug;
            return state;
        }
    }

    /// The state with what it did on it.
    BoxState after(BoxState state) {
        return outcome == null || outcome.isEmpty() ? state : outcome.after();
    }

    /// The same, without running again, for who begins anew to collect what is pending.
    BoxState repeat(BoxState state, PendingContents contents) {
        if (outcome != null && !outcome.isEmpty()) {
            contents.add(outcome);
        }
        return after(state);
    }

    /// The commit up to which it saw the box.
    long seen() {
        return seen;
    }

    /// Null when it changes nothing.
    @Nullable
    Commit commit() {
        return outcome == null || outcome.isEmpty() ? null : outcome.commit();
    }

    /// Null when it changes nothing.
    byte @Nullable [] encoded() {
        return encoded;
    }

    /// What it deposited of which the contents are not in the tables yet. Told once: who asks writes them.
    ///
    /// Under the lock of the box, or by the thread that lands it.
    List<CassandraDraft> contentsToWrite() {
        var missing = drafts.stream().filter(draft -> !written.contains(draft)).toList();
        written.addAll(missing);
        return missing;
    }

    /// All it saw is durable.
    void settle() {
        settled.complete(null);
        if (outcome != null && refusal == null) {
            drafts.forEach(draft -> claimed.remove(draft.content()));
        }
        giveBack();
    }

    /// Nobody knows what came of it: what it claimed may be part of the box, and is left to the collector.
    void abandon(RuntimeException failure) {
        settled.completeExceptionally(failure);
    }

    /// It came to nothing.
    void fail(RuntimeException failure) {
        settled.completeExceptionally(failure);
        giveBack();
    }

    /// Gives back what it claimed.
    void giveBack() {
        claimed.values().forEach(CassandraDraft::giveBack);
        claimed.clear();
    }

    @Override
    public Commit await() {
        try {
            settled.join();
        } catch (CompletionException failed) {
            throw told(failed);
        }
        if (refusal != null) {
            throw refusal;
        }
        if (outcome == null) {
            throw new IllegalStateException("neither a commit nor a failure");
        }
        box.used();
        return outcome.commit();
    }

    /// A fresh exception, so that the trace shows who waited.
    private static RuntimeException told(CompletionException failed) {
        var cause = failed.getCause() == null ? failed : failed.getCause();
        return switch (cause) {
            case StoreFailure.NotFound gone -> gone;
            case StoreFailure failure -> new StoreFailure.Unavailable(String.valueOf(failure.getMessage()), failure);
            default -> new IllegalStateException(cause);
        };
    }

    /// Claims stay until it is settled: it may run again and want what it did not want this time.
    private void claim(Map<ContentId, Draft> wanted) {
        var mine = new ArrayList<CassandraDraft>();
        for (var draft : wanted.values()) {
            if (!(draft instanceof CassandraDraft stored) || !stored.box().equals(box.uuid())) {
                throw new IllegalStateException("the draft was made by another box");
            }
            if (!claimed.containsKey(stored.content())) {
                stored.claim();
                claimed.put(stored.content(), stored);
            }
            mine.add(stored);
        }
        drafts = mine;
    }
}
