// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.satchel.model.ChangeLog;
import org.satchel.model.Commit;
import org.satchel.model.Delta;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;
import org.satchel.model.state.CommitBell;

/// The commits of one box since its horizon.
final class MemoryLog implements ChangeLog {
    private final CommitBell bell;
    private final Supplier<ModSeq> visible;
    /// Guarded by itself. The first one is the commit after `oldest`.
    private final List<Commit> commits = new ArrayList<>();

    private ModSeq oldest;
    private volatile @Nullable StoreFailure end;

    /// @param oldest number of the commit before the first that will be appended
    /// @param visible up to where views of the box show what was written
    MemoryLog(ModSeq oldest, Supplier<ModSeq> visible) {
        this.visible = visible;
        this.bell = new CommitBell(oldest);
        this.oldest = oldest;
    }

    /// Takes a commit that becomes visible next: what a view shows, the log must be able to tell.
    void append(Commit commit, ModSeq newOldest) {
        synchronized (commits) {
            commits.add(commit);
            int purged = (int) (newOldest.number() - oldest.number());
            commits.subList(0, purged).clear();
            oldest = newOldest;
        }
    }

    /// Wakes who waits for it, when it is visible.
    void announce(Commit commit) {
        bell.ring(commit.modSeq());
    }

    /// From now on every question is answered with this failure, waiting ones too.
    void end(StoreFailure failure) {
        end = failure;
        bell.close();
    }

    @Override
    public ModSeq head() {
        return visible.get();
    }

    @Override
    public Delta since(ModSeq position, int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit is not positive: " + limit);
        }
        var failure = end;
        if (failure != null) {
            throw failure;
        }
        // What is appended and not visible yet is not told.
        long visibleTo = head().number();
        synchronized (commits) {
            if (oldest.isAfter(position)) {
                return new Delta.Truncated(oldest);
            }
            long there = Math.max(0, visibleTo - oldest.number());
            int from = (int) Math.min(there, position.number() - oldest.number());
            int to = (int) Math.min(there, (long) from + limit);
            return new Delta.Commits(commits.subList(from, to));
        }
    }

    @Override
    public Delta await(ModSeq position, int limit, Duration timeout) throws InterruptedException {
        bell.await(position, timeout);
        return since(position, limit);
    }
}
