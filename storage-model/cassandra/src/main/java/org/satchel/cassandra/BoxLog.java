// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.satchel.model.ChangeLog;
import org.satchel.model.Commit;
import org.satchel.model.Delta;
import org.satchel.model.ModSeq;
import org.satchel.model.state.CommitBell;

/// The history of one box: in memory the commits since the checkpoint, in a table those that checkpoints contain.
final class BoxLog implements ChangeLog {
    private static final int PAGE_GROUPS = 64;

    private final CassandraBox box;
    private final Engine engine;
    private final CommitBell bell;
    private final AtomicInteger waiting = new AtomicInteger();

    BoxLog(CassandraBox box, Engine engine) {
        this.box = box;
        this.engine = engine;
        this.bell = new CommitBell(ModSeq.ZERO);
    }

    /// Wakes who waits for a commit, when it is visible.
    void announce(ModSeq visible) {
        bell.ring(visible);
    }

    /// Wakes all who wait, for good.
    void close() {
        bell.close();
    }

    /// Whether somebody waits for the next commit, so that other processes' commits should be looked for.
    boolean isAwaited() {
        return waiting.get() > 0;
    }

    @Override
    public ModSeq head() {
        return box.refresh().state().head();
    }

    @Override
    public Delta since(ModSeq position, int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit is not positive: " + limit);
        }
        var present = box.present();
        var oldest = present.state().counters().oldest();
        return oldest.isAfter(position) ? new Delta.Truncated(oldest) : since(present, position, limit);
    }

    @Override
    public Delta await(ModSeq position, int limit, Duration timeout) throws InterruptedException {
        waiting.incrementAndGet();
        try {
            engine.watch().add(box);
            if (box.newest() <= position.number()) {
                box.refresh(); // what other processes did while nobody here waited
                bell.await(position, timeout);
            }
        } finally {
            waiting.decrementAndGet();
        }
        return since(position, limit);
    }

    private Delta since(Present present, ModSeq position, int limit) {
        var commits = new ArrayList<Commit>();
        long next = position.number() + 1;
        while (commits.size() < limit && next <= present.head()) {
            var found = read(present, next, limit - commits.size());
            if (found.isEmpty() || found.getFirst().modSeq().number() != next) {
                box.checkPresent();
                // Expired, or purged while it was read.
                var oldest = present.state().counters().oldest();
                var expired = new ModSeq(
                        found.isEmpty() ? next : found.getFirst().modSeq().number() - 1);
                return new Delta.Truncated(oldest.isAfter(expired) ? oldest : expired);
            }
            for (var commit : found) {
                if (commit.modSeq().number() == next && next <= present.head()) {
                    commits.add(commit);
                    next++;
                }
            }
        }
        return new Delta.Commits(commits);
    }

    /// Consecutive commits from number `next`, or from the first one after it that there is; as many as are found
    /// in one place.
    private List<Commit> read(Present present, long next, int limit) {
        if (next > present.rows().checkpoint().modSeq().number()) {
            return present.rows().commits(next, present.head(), limit);
        }
        int page = Math.min(limit, PAGE_GROUPS);
        var groups = engine.history().since(box.uuid(), next, page);
        if (groups.isEmpty()) {
            groups = engine.history().since(box.uuid(), HistoryTable.behindBucket(next), page);
        }
        return groups.stream()
                .flatMap(group -> group.commits().stream())
                .filter(commit -> commit.modSeq().number() >= next)
                .limit(limit)
                .toList();
    }
}
