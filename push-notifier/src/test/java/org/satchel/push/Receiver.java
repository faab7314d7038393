// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.ModSeq;

/// A subscriber in memory: keeps every list it is handed, and answers as it was told to.
final class Receiver implements Sink {
    private static final long SECONDS_MAX = 10;

    private final BlockingQueue<Notification> lists = new LinkedBlockingQueue<>();
    private final Deque<Outcome> answers = new ArrayDeque<>();
    private Pace pace = Pace.PROMPT;
    private volatile Runnable afterEach = () -> {};
    private volatile boolean silent;

    synchronized Receiver answering(Outcome... outcomes) {
        answers.addAll(List.of(outcomes));
        return this;
    }

    Receiver at(Pace newPace) {
        pace = newPace;
        return this;
    }

    /// From now on it takes lists but never answers.
    Receiver silent() {
        silent = true;
        return this;
    }

    void talkative() {
        silent = false;
    }

    /// Runs after a list was taken and before the answer is given.
    void afterEach(Runnable action) {
        afterEach = action;
    }

    @Override
    public Outcome deliver(Notification notification) throws InterruptedException {
        lists.add(notification);
        afterEach.run();
        if (silent) {
            Thread.sleep(Duration.ofDays(1));
        }
        synchronized (this) {
            return answers.isEmpty() ? new Outcome.Delivered() : answers.pop();
        }
    }

    @Override
    public Pace pace() {
        return pace;
    }

    @Override
    public boolean wants(Commit commit, Change change) {
        return !(change instanceof Change.SubscriptionSet);
    }

    Notification next() throws InterruptedException {
        var next = lists.poll(SECONDS_MAX, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no list within " + SECONDS_MAX + " s");
        }
        return next;
    }

    boolean isEmpty() {
        return lists.isEmpty();
    }

    static List<ModSeq> told(Notification list) {
        return switch (list.content()) {
            case Notification.Events(var commits) ->
                commits.stream().map(Commit::modSeq).toList();
            case Notification.Reset() -> List.of();
        };
    }
}
