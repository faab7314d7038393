// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Commit;
import org.satchel.model.Delta;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.ModSeq;
import org.satchel.model.Query;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells one subscriber: waits on the log, cuts a list and makes the cut durable, hands it over, then advances.
///
/// When its thread is interrupted, nothing is true but what the registry says: it reads that again, and goes on from
/// there, or ends when the subscription is gone or it was told to stop.
final class Follower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    /// Commits read at once for the content of a list that is repeated.
    private static final int PAGE = 500;

    private final Surroundings with;
    private final Consumer<SubscriptionId> atEnd;
    private final Thread thread;
    private final Standing standing;
    private volatile boolean stopping;
    private @Nullable MessageBox followed;
    private Instant told = Instant.EPOCH;
    /// The list under way, while it need not be read again.
    private Notification.@Nullable Content held;
    /// True when the position came from outside, and not from reading the log.
    private boolean positionGiven = true;
    /// False only while it is certain that nobody has seen anything of the list under way.
    private boolean maybeSeen = true;

    Follower(Subscription subscription, Surroundings with, Consumer<SubscriptionId> atEnd) {
        this.with = with;
        this.atEnd = atEnd;
        this.standing = new Standing(subscription, with.subscriptions, with.limits, with.backoff, with.timing);
        this.thread = Thread.ofVirtual().name("follower-" + subscription.id()).unstarted(this);
    }

    Thread thread() {
        return thread;
    }

    boolean standsAt(Progress progress) {
        return standing.isAt(progress);
    }

    void stop() {
        stopping = true;
        thread.interrupt();
    }

    @Override
    public void run() {
        try (var sink = with.sinks.open(subscription())) {
            var selection = new Selection(subscription(), sink, filter(), with.timing.clock());
            int failures = 0;
            boolean goOn = true;
            while (goOn && !stopping) {
                try {
                    goOn = round(sink, selection);
                    failures = 0;
                } catch (InterruptedException wake) {
                    LOG.debug("follower of {} is woken", subscription().id());
                } catch (RuntimeException failure) {
                    failures++;
                    goOn = survives(failure, failures);
                }
            }
            // The interrupt has done its work; a last write may be needed.
            Thread.interrupted();
            standing.keep();
        } catch (RuntimeException bug) {
            LOG.error(
                    "follower of {} ends; it starts again with the process",
                    subscription().id(),
                    bug);
        } finally {
            atEnd.accept(subscription().id());
        }
    }

    /// Does one thing.
    ///
    /// @return false when the subscription is no more
    private boolean round(Sink sink, Selection selection) throws InterruptedException {
        var moved = standing.refresh();
        if (moved.isEmpty()) {
            return false;
        }
        if (moved.get()) {
            held = null;
            maybeSeen = true;
            positionGiven = true;
        }
        var subscription = subscription();
        var box = with.store.find(subscription.box());
        if (box.isEmpty()) {
            with.subscriptions.removeAll(subscription.box());
            return false;
        }
        if (followed != null && isErased(followed)) {
            // Another box has its name by now: it has nothing to do with this subscription.
            with.subscriptions.remove(subscription.box(), subscription.id());
            return false;
        }
        followed = box.get();
        if (subscription.progress().pending() == null) {
            gather(box.get(), sink, selection);
            return true;
        }
        return handOver(box.get(), sink, selection);
    }

    private void gather(MessageBox box, Sink sink, Selection selection) throws InterruptedException {
        var log = box.changes();
        boolean given = positionGiven;
        positionGiven = false;
        if (given && standing.read().isAfter(log.head())) {
            // Never reached by this log: it lost its last commits, or is another one.
            reset(box);
            return;
        }
        int limit = sink.pace().commitsPerListMax();
        switch (log.await(standing.read(), limit, standing.idle())) {
            case Delta.Truncated(var _) -> reset(box);
            case Delta.Commits(var commits) when commits.isEmpty() -> standing.writePassed();
            case Delta.Commits(var commits) -> {
                var kept = kept(box, commits, selection);
                if (kept.isEmpty()) {
                    standing.pass(commits);
                } else if (settled(sink.pace())) {
                    cut(box, commits, kept);
                } else {
                    // More came in the meantime: they share the list.
                    switch (log.since(standing.read(), limit)) {
                        case Delta.Truncated(var _) -> reset(box);
                        case Delta.Commits(var more) -> cut(box, more, kept(box, more, selection));
                    }
                }
            }
        }
    }

    /// Waits as the pace of the sink demands.
    ///
    /// @return true when there was no need to
    private boolean settled(Pace pace) throws InterruptedException {
        var now = now();
        var due = now.plus(pace.quiet());
        if (due.isBefore(told.plus(pace.gap()))) {
            due = told.plus(pace.gap());
        }
        if (!due.isAfter(now)) {
            return true;
        }
        with.timing.pause().pause(Duration.between(now, due));
        return false;
    }

    /// Makes a list of as many commits as the limit of changes allows, durably, before anybody hears of it.
    private void cut(MessageBox box, List<Commit> commits, List<Commit> kept) throws InterruptedException {
        if (kept.isEmpty()) {
            standing.pass(commits);
            return;
        }
        if (kept.getFirst().changes().size() > with.limits.changesPerListMax()) {
            reset(box, subscription().progress().index(), kept.getFirst().modSeq());
            return;
        }
        int changes = 0;
        int count = 0;
        while (count < kept.size() && changes + kept.get(count).changes().size() <= with.limits.changesPerListMax()) {
            changes += kept.get(count).changes().size();
            count++;
        }
        var through = (count == kept.size() ? commits : kept.subList(0, count))
                .getLast()
                .modSeq();
        begin(
                subscription().progress().index(),
                new Progress.Pending(through, false, now(), 0, now()),
                new Notification.Events(kept.subList(0, count)));
    }

    private void reset(MessageBox box) throws InterruptedException {
        reset(box, subscription().progress().index(), ModSeq.ZERO);
    }

    /// @param covered what the list speaks for at least; otherwise it reaches up to now
    // OMA NMS §5.4 (ResetBox)
    private void reset(MessageBox box, long index, ModSeq covered) throws InterruptedException {
        with.tally.resets.increment();
        var head = box.changes().head();
        var through = covered.isAfter(head) ? covered : head;
        begin(index, new Progress.Pending(through, true, now(), 0, now()), new Notification.Reset());
    }

    private void begin(long index, Progress.Pending pending, Notification.Content content) throws InterruptedException {
        if (standing.write(new Progress(index, standing.read(), pending))) {
            held = content;
            maybeSeen = false;
        }
    }

    private boolean handOver(MessageBox box, Sink sink, Selection selection) throws InterruptedException {
        var subscription = subscription();
        var progress = subscription.progress();
        var pending = progress.pending();
        if (pending == null) {
            return true;
        }
        var now = now();
        if (pending.notBefore().isAfter(now)) {
            with.timing.pause().pause(Duration.between(now, pending.notBefore()));
            return true;
        }
        var content = held == null ? again(box, progress, pending, selection) : held;
        held = null;
        if (content == null) {
            return true;
        }
        boolean seen = maybeSeen;
        maybeSeen = true;
        var notification = new Notification(
                subscription, progress.index(), content, pending.through(), pending.cut(), pending.attempts() + 1);
        return settle(attempt(sink, notification), notification, pending, seen);
    }

    /// Reads the content of a list once more.
    ///
    /// @return null when there is none any more, and the list was changed or dropped
    private Notification.@Nullable Content again(
            MessageBox box, Progress progress, Progress.Pending pending, Selection selection)
            throws InterruptedException {
        if (pending.reset()) {
            return new Notification.Reset();
        }
        var kept = new ArrayList<Commit>();
        var from = progress.position();
        while (pending.through().isAfter(from)) {
            var commits = switch (box.changes().since(from, PAGE)) {
                case Delta.Commits(var some) -> some;
                case Delta.Truncated(var _) -> List.<Commit>of();
            };
            if (commits.isEmpty()) {
                // Its content is lost. Somebody may have seen the index: it is used up.
                reset(box, progress.index() + 1, ModSeq.ZERO);
                return null;
            }
            var covered = commits.stream()
                    .filter(commit -> !commit.modSeq().isAfter(pending.through()))
                    .toList();
            kept.addAll(kept(box, covered, selection));
            from = commits.getLast().modSeq();
        }
        if (kept.isEmpty()) {
            // What it held may no longer be read by this subscriber. Somebody may have seen the index: it is used up.
            standing.write(new Progress(progress.index() + 1, pending.through(), null));
            return null;
        }
        return new Notification.Events(kept);
    }

    private Outcome attempt(Sink sink, Notification notification) throws InterruptedException {
        try {
            return sink.deliver(notification);
        } catch (RuntimeException failure) {
            LOG.warn(
                    "list {} of {} failed", notification.index(), subscription().id(), failure);
            return new Outcome.RetryLater(Duration.ZERO);
        }
    }

    private boolean settle(Outcome outcome, Notification list, Progress.Pending pending, boolean seen)
            throws InterruptedException {
        var id = list.subscription().id();
        switch (outcome) {
            case Outcome.Delivered() -> {
                with.tally.delivered.increment();
                if (list.content() instanceof Notification.Events(var commits)) {
                    with.tally.coalesced.add(commits.size() - 1L);
                }
                told = now();
                standing.write(new Progress(list.index() + 1, list.position(), null));
            }
            case Outcome.Refused(var why) -> {
                with.tally.refused.increment();
                LOG.warn("list {} of {} is given up: {}", list.index(), id, why);
                standing.write(new Progress(list.index() + 1, list.position(), null));
            }
            case Outcome.Skip() -> {
                with.tally.skipped.increment();
                standing.write(new Progress(seen ? list.index() + 1 : list.index(), list.position(), null));
            }
            case Outcome.RetryLater(var atLeast) -> {
                with.tally.retries.increment();
                standing.write(
                        new Progress(list.index(), subscription().progress().position(), later(pending, atLeast)));
            }
            case Outcome.Gone(var why) -> {
                with.tally.gone.increment();
                LOG.warn("subscription {} is removed: {}", id, why);
                with.subscriptions.remove(list.subscription().box(), id);
                return false;
            }
        }
        return true;
    }

    private Progress.Pending later(Progress.Pending pending, Duration atLeast) {
        int failures = pending.attempts() + 1;
        var table = with.backoff.delay(failures, with.timing.random());
        var due = now().plus(table.compareTo(atLeast) < 0 ? atLeast : table).truncatedTo(ChronoUnit.MILLIS);
        return new Progress.Pending(pending.through(), pending.reset(), pending.cut(), failures, due);
    }

    private List<Commit> kept(MessageBox box, List<Commit> commits, Selection selection) {
        var view = box.view();
        return commits.stream()
                .flatMap(commit -> selection.of(view, commit).stream())
                .toList();
    }

    private static boolean isErased(MessageBox box) {
        try {
            box.view();
            return false;
        } catch (StoreFailure.NotFound erased) {
            LOG.debug("a box was erased", erased);
            return true;
        }
    }

    private boolean survives(RuntimeException failure, int failures) {
        if (failure instanceof StoreFailure.NotFound && failures == 1) {
            // The box may just have been erased: the next round knows.
            return true;
        }
        LOG.warn("follower of {} failed and goes on", subscription().id(), failure);
        try {
            with.timing.pause().pause(with.backoff.delay(failures, with.timing.random()));
        } catch (InterruptedException wake) {
            LOG.debug("follower of {} is woken", subscription().id());
        }
        return true;
    }

    private Subscription subscription() {
        return standing.subscription();
    }

    private @Nullable Query filter() {
        var text = subscription().terms().filter();
        if (text == null) {
            return null;
        }
        try {
            return with.filters.read(text);
        } catch (IllegalArgumentException unreadable) {
            LOG.warn(
                    "filter of {} cannot be read; every change is told",
                    subscription().id());
            return null;
        }
    }

    private Instant now() {
        return with.timing.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /// What all followers share.
    record Surroundings(
            MessageStore store,
            Subscriptions subscriptions,
            SinkFactory sinks,
            FilterReader filters,
            PushLimits limits,
            Backoff backoff,
            Timing timing,
            Tally tally) {}
}
