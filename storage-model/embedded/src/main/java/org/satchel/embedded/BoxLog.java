// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.model.ChangeLog;
import org.satchel.model.Commit;
import org.satchel.model.Delta;
import org.satchel.model.ModSeq;
import org.satchel.model.codec.CommitCodec;
import org.satchel.model.state.CommitBell;

/// The history of one box: the log rows, and the last few commits in memory for those who keep up.
final class BoxLog implements ChangeLog {
    private static final int PAGE_COMMITS = 256;
    /// A commit with more changes than this is not kept in memory, and neither are those before it.
    private static final int TAIL_CHANGES_MAX = 256;

    private final EmbeddedBox box;
    private final Engine engine;
    private final CommitBell bell;
    /// Guarded by itself: consecutive commits, up to the newest durable one.
    private final Deque<Commit> tail = new ArrayDeque<>();

    BoxLog(EmbeddedBox box, Engine engine) {
        this.box = box;
        this.engine = engine;
        this.bell = new CommitBell(box.durable().head());
    }

    /// Takes a commit that is durable and becomes visible next: what a view shows, the log must be able to tell.
    /// Called by the committer.
    void append(Commit commit) {
        synchronized (tail) {
            if (commit.changes().size() > TAIL_CHANGES_MAX) {
                tail.clear();
            } else {
                tail.addLast(commit);
            }
            if (tail.size() > engine.settings().limits().tailCommitsMax()) {
                tail.removeFirst();
            }
        }
    }

    /// Wakes who waits for it. Called by the committer, when the commit is visible.
    void announce(Commit commit) {
        bell.ring(commit.modSeq());
    }

    /// Wakes all who wait, for good.
    void close() {
        bell.close();
    }

    @Override
    public ModSeq head() {
        return box.durable().head();
    }

    @Override
    public Delta since(ModSeq position, int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit is not positive: " + limit);
        }
        box.checkPresent();
        var oldest = box.durable().counters().oldest();
        if (oldest.isAfter(position)) {
            return new Delta.Truncated(oldest);
        }
        var head = head();
        if (!head.isAfter(position)) {
            return new Delta.Commits(List.of());
        }
        var recent = fromTail(position, head, limit);
        return recent != null ? new Delta.Commits(recent) : fromRows(position, head, limit);
    }

    @Override
    public Delta await(ModSeq position, int limit, Duration timeout) throws InterruptedException {
        bell.await(position, timeout);
        return since(position, limit);
    }

    /// @param head nothing behind it is told: a commit in the tail may not be visible yet
    private @Nullable List<Commit> fromTail(ModSeq position, ModSeq head, int limit) {
        synchronized (tail) {
            var first = tail.peekFirst();
            if (first == null || first.modSeq().isAfter(position.next())) {
                return null;
            }
            return tail.stream()
                    .filter(commit -> commit.modSeq().isAfter(position)
                            && !commit.modSeq().isAfter(head))
                    .limit(limit)
                    .toList();
        }
    }

    private Delta fromRows(ModSeq position, ModSeq head, int limit) {
        var commits = new ArrayList<Commit>();
        var keys = box.keys();
        var to = keys.commit(head.next());
        var next = position.next();
        while (commits.size() < limit && !next.isAfter(head)) {
            var page = engine.database()
                    .page(Family.LOG, keys.commit(next), to, Math.min(PAGE_COMMITS, limit - commits.size()));
            for (var row : page) {
                commits.add(CommitCodec.decode(row.value()));
            }
            var expected = next;
            next = commits.isEmpty() ? next : commits.getLast().modSeq().next();
            boolean whole = !page.isEmpty() && next.number() - expected.number() == page.size();
            if (!whole) { // the history was purged, or the box erased, while it was read
                box.checkPresent();
                return new Delta.Truncated(box.durable().counters().oldest());
            }
        }
        return new Delta.Commits(commits);
    }
}
