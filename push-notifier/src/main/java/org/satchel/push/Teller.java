// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Commit;
import org.satchel.model.Delta;
import org.satchel.model.MessageBox;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;
import org.satchel.push.nodes.NodeName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells one subscriber, step by step: waits on the log, cuts a list and makes the cut durable, hands it over,
/// then advances. Used by one thread.
///
/// When it is interrupted, nothing is true but what the registry says. A list that another node has cut is
/// claimed before it is handed over: from then on that node can neither advance nor cut, however long it was
/// stopped.
final class Teller {
    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
    /// Commits read at once for the content of a list that is repeated.
    private static final int PAGE = 500;
    /// How long a list under way is left to a node that lives: it may just be giving the subscription away.
    private static final Duration HAND_OVER_MAX = Duration.ofSeconds(2);

    private static final Duration LOOK_FIRST = Duration.ofMillis(5);
    private static final Duration LOOK_LAST = Duration.ofMillis(200);

    private final Follower.Surroundings with;
    private final Standing standing;
    private final Sink sink;
    private final Selection selection;
    private @Nullable MessageBox followed;
    private Instant told = Instant.EPOCH;
    /// The list under way, while it need not be read again.
    private Notification.@Nullable Content held;
    /// True when the position came from outside, and not from reading the log.
    private boolean positionGiven = true;
    /// False only while it is certain that nobody has seen anything of the list under way.
    private boolean maybeSeen = true;

    Teller(Standing standing, Sink sink, Selection selection, Follower.Surroundings with) {
        this.with = with;
        this.standing = standing;
        this.sink = sink;
        this.selection = selection;
    }

    /// Does one thing.
    ///
    /// @return false when the subscription is no more, or this node may have been taken for dead
    boolean round() throws InterruptedException {
        if (!with.subscriptions().nodes().membership().isCurrent()) {
            return false;
        }
        var moved = standing.refresh();
        if (moved.isEmpty()) {
            return false;
        }
        if (moved.get()) {
            startAfresh();
        }
        var subscription = subscription();
        if (standing.kept().isOver(now())) {
            boolean removed = with.subscriptions().remove(standing.kept());
            standing.touch();
            return !removed;
        }
        var box = with.store().find(subscription.box());
        if (box.isEmpty()) {
            with.subscriptions().removeAll(subscription.box());
            return false;
        }
        if (followed != null && isErased(followed)) {
            // Another box has its name by now: it has nothing to do with this subscription.
            with.subscriptions().remove(subscription.box(), subscription.id());
            return false;
        }
        followed = box.get();
        if (subscription.progress().pending() == null) {
            gather(box.get());
            return true;
        }
        return handOver(box.get());
    }

    /// Somebody else has written where the subscription stands: what was known of its list is worth nothing.
    private void startAfresh() {
        held = null;
        maybeSeen = true;
        positionGiven = true;
    }

    private void gather(MessageBox box) throws InterruptedException {
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
                var kept = kept(box, commits);
                if (kept.isEmpty()) {
                    standing.pass(commits);
                } else if (settled(sink.pace())) {
                    cut(box, commits, kept);
                } else {
                    // More came in the meantime: they share the list.
                    switch (log.since(standing.read(), limit)) {
                        case Delta.Truncated(var _) -> reset(box);
                        case Delta.Commits(var more) -> cut(box, more, kept(box, more));
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
        with.timing().pause().pause(Duration.between(now, due));
        return false;
    }

    /// Makes a list of as many commits as the limit of changes allows, durably, before anybody hears of it.
    private void cut(MessageBox box, List<Commit> commits, List<Commit> kept) throws InterruptedException {
        if (kept.isEmpty()) {
            standing.pass(commits);
            return;
        }
        if (kept.getFirst().changes().size() > with.limits().changesPerListMax()) {
            reset(box, subscription().progress().index(), kept.getFirst().modSeq());
            return;
        }
        int changes = 0;
        int count = 0;
        while (count < kept.size()
                && changes + kept.get(count).changes().size() <= with.limits().changesPerListMax()) {
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
        with.tally().resets.increment();
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

    private boolean handOver(MessageBox box) throws InterruptedException {
        var subscription = subscription();
        var progress = subscription.progress();
        var pending = progress.pending();
        if (pending == null) {
            return true;
        }
        var now = now();
        if (pending.notBefore().isAfter(now)) {
            with.timing().pause().pause(Duration.between(now, pending.notBefore()));
            return true;
        }
        if (!isClaimed()) {
            return true;
        }
        var content = held == null ? again(box, progress, pending) : held;
        held = null;
        if (content == null) {
            return true;
        }
        boolean seen = maybeSeen;
        maybeSeen = true;
        var notification = new Notification(
                subscription, progress.index(), content, pending.through(), pending.cut(), pending.attempts() + 1);
        return settle(attempt(notification), notification, pending, seen);
    }

    /// Makes sure that nobody else hands over the list under way, nor has it advance.
    ///
    /// @return false when somebody else has written where the subscription stands
    private boolean isClaimed() throws InterruptedException {
        var nodes = with.subscriptions().nodes();
        var holder = standing.kept().mark().holder();
        if (holder.equals(nodes.self().text())) {
            return true;
        }
        var patience = now().plus(HAND_OVER_MAX);
        var look = LOOK_FIRST;
        while (!holder.isEmpty() && nodes.view().live().contains(new NodeName(holder)) && now().isBefore(patience)) {
            with.timing().pause().pause(look);
            look = look.compareTo(LOOK_LAST) < 0 ? look.multipliedBy(2) : LOOK_LAST;
            standing.touch();
            if (standing.refresh().orElse(true)) {
                startAfresh();
                // If it is gone, the next round must learn it, too.
                standing.touch();
                return false;
            }
        }
        return standing.write(subscription().progress());
    }

    /// Reads the content of a list once more.
    ///
    /// @return null when there is none any more, and the list was changed or dropped
    private Notification.@Nullable Content again(MessageBox box, Progress progress, Progress.Pending pending)
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
            kept.addAll(kept(box, covered));
            from = commits.getLast().modSeq();
        }
        if (kept.isEmpty()) {
            // What it held may no longer be read by this subscriber. Somebody may have seen the index: it is
            // used up.
            standing.write(new Progress(progress.index() + 1, pending.through(), null));
            return null;
        }
        return new Notification.Events(kept);
    }

    private Outcome attempt(Notification notification) throws InterruptedException {
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
                with.tally().delivered.increment();
                if (list.content() instanceof Notification.Events(var commits)) {
                    with.tally().coalesced.add(commits.size() - 1L);
                }
                told = now();
                standing.write(new Progress(list.index() + 1, list.position(), null));
            }
            case Outcome.Refused(var why) -> {
                with.tally().refused.increment();
                LOG.warn("list {} of {} is given up: {}", list.index(), id, why);
                with.deadLetters().add(dead(list, why));
                standing.write(new Progress(list.index() + 1, list.position(), null));
            }
            case Outcome.Skip() -> {
                with.tally().skipped.increment();
                standing.write(new Progress(seen ? list.index() + 1 : list.index(), list.position(), null));
            }
            case Outcome.RetryLater(var atLeast) -> {
                with.tally().retries.increment();
                standing.write(
                        new Progress(list.index(), subscription().progress().position(), later(pending, atLeast)));
            }
            case Outcome.Gone(var why) -> {
                with.tally().gone.increment();
                LOG.warn("subscription {} is removed: {}", id, why);
                if (!(list.subscription().terms().target() instanceof Target.Channel)) {
                    // Channels end when their clients do not come any more: that is no trouble.
                    with.deadLetters().add(dead(list, why));
                }
                with.subscriptions().remove(list.subscription().box(), id);
                return false;
            }
        }
        return true;
    }

    private DeadLetter dead(Notification list, String why) {
        var subscription = list.subscription();
        var target = switch (subscription.terms().target()) {
            case Target.Callback _ -> "callback";
            case Target.Channel _ -> "channel";
            case Target.PushDevice _ -> "device";
            case Target.WebPush _ -> "webpush";
        };
        var when = now().truncatedTo(ChronoUnit.SECONDS);
        return new DeadLetter(when, subscription.box(), subscription.id(), list.index(), target, why);
    }

    private Progress.Pending later(Progress.Pending pending, Duration atLeast) {
        int failures = pending.attempts() + 1;
        var table = with.backoff().delay(failures, with.timing().random());
        var due = now().plus(table.compareTo(atLeast) < 0 ? atLeast : table).truncatedTo(ChronoUnit.MILLIS);
        return new Progress.Pending(pending.through(), pending.reset(), pending.cut(), failures, due);
    }

    private List<Commit> kept(MessageBox box, List<Commit> commits) {
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

    private Subscription subscription() {
        return standing.subscription();
    }

    private Instant now() {
        return with.timing().clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
