// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Commit;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a follower stands: what is durable, and what it has looked at since.
///
/// Commits of no interest do not cost a write each: the position over them is written after so many, or some
/// time. Used by one thread, but for [#touch] and [#moves].
final class Standing {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);
    /// Commits of no interest after which the position is written, however short the time.
    private static final int PASSED_MAX = 1_000;

    private final Subscriptions subscriptions;
    private final PushLimits limits;
    private final Backoff backoff;
    private final Timing timing;
    private volatile Kept kept;
    /// True when others may have changed what is durable.
    private volatile boolean stale;
    /// Not durable yet: an interrupt kept it from being written.
    private @Nullable Progress owed;

    private ModSeq read;
    private long passed;
    private Instant written;

    Standing(Kept kept, Subscriptions subscriptions, PushLimits limits, Backoff backoff, Timing timing) {
        this.kept = kept;
        this.subscriptions = subscriptions;
        this.limits = limits;
        this.backoff = backoff;
        this.timing = timing;
        this.read = kept.subscription().progress().position();
        this.written = now();
    }

    Subscription subscription() {
        return kept.subscription();
    }

    Kept kept() {
        return kept;
    }

    /// How often others had moved the subscription when it was last read.
    long moves() {
        return kept.mark().moves();
    }

    /// What is durable is read again before the next step.
    void touch() {
        stale = true;
    }

    /// Everything up to here was looked at; runs ahead of the durable position over commits of no interest.
    ModSeq read() {
        return read;
    }

    /// Learns what others did to the subscription; when they changed where it stands, stands there. Costs nothing
    /// as long as nobody has done anything.
    ///
    /// @return empty when it is gone, else whether somebody else has written where it stands
    Optional<Boolean> refresh() {
        var next = owed;
        if (next != null) {
            subscriptions.advance(kept, next).ifPresentOrElse(this::stand, this::touch);
            owed = null;
        }
        if (!stale && !kept.isOver(now())) {
            return Optional.of(false);
        }
        stale = false;
        try {
            return subscriptions.read(kept.box(), kept.id()).map(this::isNews);
        } catch (StoreFailure failure) {
            stale = true;
            throw failure;
        }
    }

    private boolean isNews(Kept found) {
        if (found.progress().equals(kept.progress())) {
            kept = found;
            return false;
        }
        stand(found);
        return true;
    }

    /// Makes the progress durable, however often that takes.
    ///
    /// @return false when the subscription was moved, removed or taken over meanwhile
    boolean write(Progress next) throws InterruptedException {
        owed = next;
        for (int failures = 1; ; failures++) {
            try {
                var stands = subscriptions.advance(kept, next);
                owed = null;
                stands.ifPresentOrElse(this::stand, this::touch);
                return stands.isPresent();
            } catch (StoreFailure.Unavailable failure) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while writing the position of " + kept.id());
                }
                LOG.warn("position of {} cannot be written now", kept.id(), failure);
                timing.pause().pause(backoff.delay(failures, timing.random()));
            }
        }
    }

    /// Passes over commits that hold nothing to tell.
    void pass(List<Commit> commits) throws InterruptedException {
        if (commits.isEmpty()) {
            return;
        }
        read = commits.getLast().modSeq();
        passed += commits.size();
        if (passed >= PASSED_MAX) {
            write(passedOver());
        } else {
            writePassed();
        }
    }

    /// Writes the position over what was passed, when it is time.
    void writePassed() throws InterruptedException {
        if (passed > 0 && !now().isBefore(written.plus(limits.positionDelayMax()))) {
            write(passedOver());
        }
    }

    /// How long it may wait for the next commit: until the lease is over, or the position is to be written.
    Duration idle() {
        var most = limits.positionDelayMax();
        var lease = subscription().lease();
        if (lease == null) {
            return most;
        }
        var left = Duration.between(now(), lease.expires());
        return left.compareTo(most) < 0 ? left : most;
    }

    /// On the way out: what was delivered need not be told again, what was passed over not be looked at, and
    /// nobody waits for a list that this node leaves.
    void keep() {
        try {
            writeRest();
        } catch (StoreFailure.Unavailable failure) {
            // The interrupt that stops the follower comes once, but it may come as late as this.
            if (!Thread.interrupted()) {
                throw failure;
            }
            writeRest();
        }
    }

    private void writeRest() {
        var next = owed;
        if (next != null) {
            subscriptions.advance(kept, next).ifPresent(this::stand);
            owed = null;
        } else if (passed > 0 && subscription().progress().pending() == null) {
            subscriptions.advance(kept, passedOver()).ifPresent(this::stand);
        }
        if (subscription().progress().pending() != null) {
            subscriptions.release(kept);
        }
    }

    private Progress passedOver() {
        return new Progress(subscription().progress().index(), read, null);
    }

    private void stand(Kept now) {
        kept = now;
        read = now.subscription().progress().position();
        passed = 0;
        written = now();
    }

    private Instant now() {
        return timing.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
