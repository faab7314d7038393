// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.MessageStore;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;
import org.satchel.push.nodes.NodeName;
import org.satchel.push.nodes.Nodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All live subscriptions of an installation, always as the registry has them, on whichever node they were made
/// or changed. Safe for any number of threads and nodes.
///
/// Every answer is durable when it is given. A subscription whose lease is over is never answered, even before it
/// is removed. The node that follows a subscription is told of what others do to it; when that word is lost it
/// learns of it by its next write, which fails, or by its next look at all.
public final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final String TOUCHED = "push";
    private static final int RACES_MAX = 64;

    private final MessageStore store;
    private final SubscriptionRows rows;
    private final DeadLetters deadLetters;
    private final PushLimits limits;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Nodes nodes;
    private final Seats seats;
    private final Roster roster;
    private final Touched touched = new Touched();
    /// How many each box has, as this node saw it last.
    private final Map<BoxId, Integer> counts = new ConcurrentHashMap<>();

    /// In the only process of its store.
    ///
    /// @param random makes ids; must not repeat itself after a restart
    public Subscriptions(MessageStore store, PushLimits limits, InstantSource clock, RandomGenerator random) {
        this(store, limits, clock, random, Nodes.alone(store.registry(), random));
    }

    /// @param random makes ids; must repeat neither itself after a restart nor what other nodes draw
    public Subscriptions(
            MessageStore store, PushLimits limits, InstantSource clock, RandomGenerator random, Nodes nodes) {
        this.store = store;
        this.rows = new SubscriptionRows(store.registry());
        this.deadLetters = new DeadLetters(store.registry());
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.nodes = nodes;
        this.seats = new Seats(store.registry(), nodes);
        this.roster = new Roster(nodes, seats);
        nodes.notes().on(TOUCHED, note -> touched.add(Touched.Touch.read(note)));
        seats.watch(this::touchAll);
        walk(_ -> {});
        LOG.info("{} subscriptions", count());
    }

    /// Makes a subscription, or answers with the present one when the same request was sent before.
    ///
    /// @param wished how long it shall live, cut to the limit; null = until it is removed
    /// @throws StoreFailure.NotFound when there is no such box
    /// @throws StoreFailure.Conflict when the correlator is known with other terms or another duration
    /// @throws StoreFailure.OverQuota when there are too many already
    /// @throws StoreFailure.TooLarge when the terms are too long
    public Created create(BoxId box, Terms terms, Start start, @Nullable Duration wished) {
        int chars = SubscriptionText.chars(terms);
        if (chars > limits.termsCharsMax()) {
            throw new StoreFailure.TooLarge("subscription of " + chars + " characters");
        }
        var lease = lease(wished);
        for (int race = 0; race < RACES_MAX; race++) {
            removeExpired(box);
            var roll = rows.roll(box);
            rows.sweep(roll, now());
            var there = rows.all(roll);
            var twin = twin(roll, there, terms);
            if (twin.isPresent()) {
                return new Created(same(twin.get().subscription(), terms, lease), false);
            }
            checkRoom(there.size());
            var fresh = new Subscription(freshId(), box, terms, lease, progress(box, 1, start));
            if (!rows.put(fresh, now())) {
                continue;
            }
            var lines = roll.with(
                    Roll.Line.of(fresh.id(), terms),
                    there.stream().map(Kept::id).collect(Collectors.toSet()));
            if (rows.replace(roll, lines)) {
                counts.put(box, lines.size());
                touch(fresh);
                return new Created(fresh, true);
            }
            // Somebody else made or removed one: it may be the twin, or the last that there is room for.
            rows.drop(box, fresh.id());
        }
        throw new StoreFailure.Unavailable("too many make subscriptions of box " + box);
    }

    public Optional<Subscription> find(BoxId box, SubscriptionId id) {
        return read(box, id).filter(kept -> !kept.isOver(clock.instant())).map(Kept::subscription);
    }

    /// All subscriptions of a box, devices included, in order of their ids.
    public List<Subscription> list(BoxId box) {
        var now = clock.instant();
        return rows.all(rows.roll(box)).stream()
                .filter(kept -> !kept.isOver(now))
                .map(Kept::subscription)
                .toList();
    }

    /// How many there are in all, as this node saw it last: what others did may be missing for some minutes.
    public int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Extends the lease, or moves the position, or both.
    ///
    /// After a move the next list has the index that the answer carries; an index that may be on its way
    /// to the subscriber is not used again.
    ///
    /// @param wished null = leave the lease
    /// @param restart null = leave the position
    /// @throws StoreFailure.NotFound when there is no such subscription
    public Subscription update(BoxId box, SubscriptionId id, @Nullable Duration wished, @Nullable Start restart) {
        var moved = restart == null ? live(box, id) : move(box, id, restart);
        if (wished == null) {
            return moved.subscription();
        }
        for (int race = 0; race < RACES_MAX; race++) {
            var seen = live(box, id);
            var next = seen.subscription().withLease(lease(wished));
            if (rows.replaceTerms(seen, next)) {
                return next.withProgress(moved.subscription().progress());
            }
        }
        throw new StoreFailure.Unavailable("too many change subscription " + id);
    }

    /// @return false when it was not there
    public boolean remove(BoxId box, SubscriptionId id) {
        var now = clock.instant();
        for (var kept = read(box, id); kept.isPresent(); kept = read(box, id)) {
            if (remove(kept.get())) {
                return !kept.get().isOver(now);
            }
        }
        unname(box, id);
        return false;
    }

    /// Removes all subscriptions of a box that is erased.
    public void removeAll(BoxId box) {
        rows.roll(box).lines().forEach(line -> remove(box, line.id()));
        deadLetters.remove(box);
    }

    /// Where the clients of notification channels wait.
    public Seats seats() {
        return seats;
    }

    Nodes nodes() {
        return nodes;
    }

    Roster roster() {
        return roster;
    }

    Touched touched() {
        return touched;
    }

    /// The subscription, even when its lease is over.
    Optional<Kept> read(BoxId box, SubscriptionId id) {
        return rows.read(box, id);
    }

    /// Looks at all boxes that have subscriptions.
    void walk(Consumer<Roll> visitor) {
        var seen = new ConcurrentHashMap<BoxId, Integer>();
        rows.walk(roll -> {
            seen.put(roll.box(), roll.lines().size());
            visitor.accept(roll);
        });
        counts.putAll(seen);
        counts.keySet().retainAll(seen.keySet());
    }

    /// Removes a subscription as its follower last saw it.
    ///
    /// @return false when it was extended meanwhile, or is gone already
    boolean remove(Kept seen) {
        if (!rows.removeTerms(seen)) {
            return false;
        }
        unname(seen.box(), seen.id());
        rows.dropProgress(seen.box(), seen.id());
        touch(seen.subscription());
        return true;
    }

    /// Writes how far a follower is, unless somebody else moved the position, removed the subscription, or
    /// follows it in this one's place.
    ///
    /// @param seen as the follower knows it
    /// @return the subscription as it stands now; empty when nothing was written
    Optional<Kept> advance(Kept seen, Progress next) {
        if (!nodes.membership().isCurrent()) {
            return Optional.empty();
        }
        return rows.replaceProgress(seen, next, seen.mark().heldBy(nodes.self().text()));
    }

    /// Leaves a list under way to whoever follows next.
    void release(Kept seen) {
        if (nodes.membership().isCurrent()
                && seen.mark().holder().equals(nodes.self().text())) {
            rows.replaceProgress(
                    seen, seen.subscription().progress(), seen.mark().heldBy(""));
        }
    }

    private Kept move(BoxId box, SubscriptionId id, Start restart) {
        for (int race = 0; race < RACES_MAX; race++) {
            var seen = live(box, id);
            var old = seen.subscription().progress();
            long index = old.pending() == null ? old.index() : old.index() + 1;
            var moved = rows.replaceProgress(
                    seen, progress(box, index, restart), seen.mark().moved());
            if (moved.isPresent()) {
                // A follower reads the lease anew when it is over; a moved position must reach it at once.
                touch(seen.subscription());
                return moved.get();
            }
        }
        throw new StoreFailure.Unavailable("too many move subscription " + id);
    }

    private Kept live(BoxId box, SubscriptionId id) {
        return read(box, id)
                .filter(kept -> !kept.isOver(clock.instant()))
                .orElseThrow(() -> new StoreFailure.NotFound("subscription " + id));
    }

    private void unname(BoxId box, SubscriptionId id) {
        for (int race = 0; race < RACES_MAX; race++) {
            var roll = rows.roll(box);
            if (!roll.names(id)) {
                return;
            }
            var lines = roll.without(id);
            if (rows.replace(roll, lines)) {
                counts.computeIfPresent(box, (key, old) -> lines.isEmpty() ? null : lines.size());
                return;
            }
        }
        throw new StoreFailure.Unavailable("too many make or remove subscriptions of box " + box);
    }

    /// Shows a subscription to the node that follows it, and to this one, which may have done so.
    private void touch(Subscription subscription) {
        var touch = new Touched.Touch(subscription.box(), subscription.id());
        touched.add(touch);
        if (nodes.view().live().size() > 1) {
            roster.nodeOf(subscription)
                    .filter(node -> !node.equals(nodes.self()))
                    .ifPresent(node -> leave(node, touch));
        }
    }

    private void touchAll(BoxId box, String channel) {
        for (var subscription : list(box)) {
            if (subscription.terms().target() instanceof Target.Channel(var id, var _, var _) && id.equals(channel)) {
                touched.add(new Touched.Touch(box, subscription.id()));
            }
        }
    }

    private void leave(NodeName node, Touched.Touch what) {
        try {
            nodes.notes().leave(node, TOUCHED, what.text());
        } catch (StoreFailure failure) {
            LOG.warn("node {} learns later of {}: {}", node, what.id(), failure.getMessage());
        }
    }

    private Optional<Kept> twin(Roll roll, List<Kept> there, Terms terms) {
        return roll.twin(terms)
                .flatMap(id ->
                        there.stream().filter(kept -> kept.id().equals(id)).findFirst());
    }

    private static Subscription same(Subscription twin, Terms terms, @Nullable Lease lease) {
        var granted = lease == null ? null : lease.granted();
        var before = twin.lease() == null ? null : twin.lease().granted();
        if (!twin.terms().equals(terms) || !Objects.equals(granted, before)) {
            throw new StoreFailure.Conflict("another subscription has this correlator: " + twin.id());
        }
        return twin;
    }

    private void checkRoom(int there) {
        if (there >= limits.subscriptionsPerBoxMax()) {
            throw new StoreFailure.OverQuota("box has " + limits.subscriptionsPerBoxMax() + " subscriptions");
        }
        if (count() >= limits.subscriptionsMax()) {
            throw new StoreFailure.OverQuota("installation has " + limits.subscriptionsMax() + " subscriptions");
        }
    }

    private SubscriptionId freshId() {
        return new SubscriptionId("s-%016x".formatted(random.nextLong()));
    }

    private @Nullable Lease lease(@Nullable Duration wished) {
        if (wished == null) {
            return null;
        }
        if (wished.isNegative() || wished.isZero()) {
            throw new IllegalArgumentException("duration is not positive: " + wished);
        }
        var granted = wished.compareTo(limits.durationMax()) > 0 ? limits.durationMax() : wished;
        return new Lease(granted, now().plus(granted));
    }

    private Progress progress(BoxId box, long index, Start start) {
        var head = store.open(box).changes().head();
        return switch (start) {
            case Start.Now() -> new Progress(index, head, null);
            case Start.After(var position) when !position.isAfter(head) -> new Progress(index, position, null);
            // A position that was never reached comes from a log that is no more.
            case Start.After(var _), Start.Reset() -> new Progress(index, head, reset(head));
        };
    }

    private Progress.Pending reset(ModSeq head) {
        return new Progress.Pending(head, true, now(), 0, now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void removeExpired(BoxId box) {
        var now = clock.instant();
        rows.all(rows.roll(box)).stream().filter(kept -> kept.isOver(now)).forEach(this::remove);
    }

    /// What a request for a subscription came to.
    ///
    /// @param fresh false when the same request had been sent before
    public record Created(Subscription subscription, boolean fresh) {}
}
