// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.MessageStore;
import org.satchel.model.ModSeq;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All live subscriptions of an installation: durable in the registry, mirrored in memory.
/// Safe for any number of threads.
///
/// Every answer is durable when it is given. A subscription whose lease is over is never answered, even before
/// it is removed.
public final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final String TERMS = "push/subscription/";
    private static final String PROGRESS = "push/progress/";
    private static final int PAGE = 500;

    private final MessageStore store;
    private final Registry registry;
    private final PushLimits limits;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<SubscriptionId, Slot> slots = new ConcurrentHashMap<>();
    private final Map<BoxId, Map<SubscriptionId, Slot>> boxes = new ConcurrentHashMap<>();
    private final Object creating = new Object();
    private final Touched touched = new Touched();

    /// Reads what the registry holds.
    ///
    /// @param random makes ids; must not repeat itself after a restart
    public Subscriptions(MessageStore store, PushLimits limits, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.registry = store.registry();
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        load();
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
        synchronized (creating) {
            removeExpired(box);
            var lease = lease(wished);
            var twin = twin(box, terms);
            if (twin.isPresent()) {
                return new Created(same(twin.get(), terms, lease), false);
            }
            checkRoom(box);
            var fresh = new Subscription(freshId(), box, terms, lease, progress(box, 1, start));
            // Progress first: without its terms it is an orphan that the next start sweeps away.
            registry.put(PROGRESS + fresh.id(), SubscriptionText.encode(fresh.progress()));
            registry.put(TERMS + fresh.id(), SubscriptionText.encode(fresh));
            insert(fresh);
            touched.add(fresh.id());
            return new Created(fresh, true);
        }
    }

    public Optional<Subscription> find(BoxId box, SubscriptionId id) {
        return find(id).filter(subscription -> subscription.box().equals(box));
    }

    /// All subscriptions of a box, devices included, in order of their ids.
    public List<Subscription> list(BoxId box) {
        var now = clock.instant();
        return boxes.getOrDefault(box, Map.of()).values().stream()
                .map(slot -> slot.now)
                .filter(subscription -> isLive(subscription, now))
                .toList();
    }

    /// How many there are in all.
    public int count() {
        return slots.size();
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
        var slot = slots.get(id);
        if (slot == null || !slot.now.box().equals(box)) {
            throw new StoreFailure.NotFound("subscription " + id);
        }
        synchronized (slot) {
            if (slot.removed || !isLive(slot.now, clock.instant())) {
                throw new StoreFailure.NotFound("subscription " + id);
            }
            var next = wished == null ? slot.now : slot.now.withLease(lease(wished));
            if (restart != null) {
                var old = slot.now.progress();
                long index = old.pending() == null ? old.index() : old.index() + 1;
                next = next.withProgress(progress(box, index, restart));
                registry.put(PROGRESS + id, SubscriptionText.encode(next.progress()));
                slot.now = slot.now.withProgress(next.progress());
            }
            if (wished != null) {
                registry.put(TERMS + id, SubscriptionText.encode(next));
            }
            slot.now = next;
            // A follower reads the lease anew in every round; only a moved position must reach it at once.
            if (restart != null) {
                touched.add(id);
            }
            return next;
        }
    }

    /// @return false when it was not there
    public boolean remove(BoxId box, SubscriptionId id) {
        boolean there = find(box, id).isPresent();
        return remove(id, box) && there;
    }

    /// Removes all subscriptions of a box that is erased.
    public void removeAll(BoxId box) {
        for (var id : List.copyOf(boxes.getOrDefault(box, Map.of()).keySet())) {
            remove(id, box);
        }
    }

    /// Removes those whose lease is over.
    ///
    /// @return how many
    public int removeExpired() {
        return boxes.keySet().stream().mapToInt(this::removeExpired).sum();
    }

    /// The subscription, unless it is removed or its lease is over.
    Optional<Subscription> find(SubscriptionId id) {
        return Optional.ofNullable(slots.get(id))
                .map(slot -> slot.now)
                .filter(subscription -> isLive(subscription, clock.instant()));
    }

    /// All that are there now.
    List<Subscription> all() {
        return slots.values().stream().map(slot -> slot.now).toList();
    }

    /// Writes how far a follower is, unless somebody else moved the position or removed the subscription.
    ///
    /// @param seen as the follower knows it
    /// @return the subscription as it stands now; empty when nothing was written
    Optional<Subscription> advance(Subscription seen, Progress next) {
        var slot = slots.get(seen.id());
        if (slot == null) {
            return Optional.empty();
        }
        synchronized (slot) {
            if (slot.removed || !slot.now.progress().equals(seen.progress())) {
                return Optional.empty();
            }
            registry.put(PROGRESS + seen.id(), SubscriptionText.encode(next));
            slot.now = slot.now.withProgress(next);
            return Optional.of(slot.now);
        }
    }

    /// Waits until subscriptions were made, moved or removed by somebody other than their followers.
    ///
    /// @return their ids, in order; empty when the time is up
    Set<SubscriptionId> touched(Duration timeout) throws InterruptedException {
        return touched.take(timeout);
    }

    private void load() {
        for (var entry : scan(PROGRESS)) {
            if (registry.get(TERMS + entry.getKey().substring(PROGRESS.length()))
                    .isEmpty()) {
                registry.remove(entry.getKey());
            }
        }
        for (var entry : scan(TERMS)) {
            var id = new SubscriptionId(entry.getKey().substring(TERMS.length()));
            var progress = registry.get(PROGRESS + id)
                    .orElseThrow(() -> new IllegalStateException("subscription " + id + " has no progress"));
            insert(SubscriptionText.decode(id, entry.getValue(), SubscriptionText.decodeProgress(progress)));
        }
        LOG.info("{} subscriptions", slots.size());
    }

    private List<Map.Entry<String, byte[]>> scan(String prefix) {
        var all = new ArrayList<Map.Entry<String, byte[]>>();
        var page = registry.scan(prefix, "", PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = registry.scan(prefix, page.getLast().getKey(), PAGE);
        }
        return all;
    }

    private void insert(Subscription subscription) {
        var slot = new Slot(subscription);
        slots.put(subscription.id(), slot);
        boxes.computeIfAbsent(subscription.box(), box -> new ConcurrentSkipListMap<>())
                .put(subscription.id(), slot);
    }

    private Optional<Subscription> twin(BoxId box, Terms terms) {
        if (terms.correlator().isEmpty()) {
            return Optional.empty();
        }
        return list(box).stream()
                .filter(other -> other.terms().correlator().equals(terms.correlator())
                        && other.terms().principal().equals(terms.principal())
                        && isDevice(other.terms()) == isDevice(terms))
                .findFirst();
    }

    /// Devices are registered by the operator: no correlator that a client thinks up may stand in their way.
    private static boolean isDevice(Terms terms) {
        return terms.target() instanceof Target.PushDevice;
    }

    private static Subscription same(Subscription twin, Terms terms, @Nullable Lease lease) {
        var granted = lease == null ? null : lease.granted();
        var before = twin.lease() == null ? null : twin.lease().granted();
        if (!twin.terms().equals(terms) || !Objects.equals(granted, before)) {
            throw new StoreFailure.Conflict("another subscription has this correlator: " + twin.id());
        }
        return twin;
    }

    private void checkRoom(BoxId box) {
        if (boxes.getOrDefault(box, Map.of()).size() >= limits.subscriptionsPerBoxMax()) {
            throw new StoreFailure.OverQuota("box has " + limits.subscriptionsPerBoxMax() + " subscriptions");
        }
        if (slots.size() >= limits.subscriptionsMax()) {
            throw new StoreFailure.OverQuota("installation has " + limits.subscriptionsMax() + " subscriptions");
        }
    }

    private SubscriptionId freshId() {
        SubscriptionId id;
        do {
            id = new SubscriptionId("s-%016x".formatted(random.nextLong()));
        } while (slots.containsKey(id));
        return id;
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

    private int removeExpired(BoxId box) {
        var now = clock.instant();
        int removed = 0;
        for (var slot : List.copyOf(boxes.getOrDefault(box, Map.of()).values())) {
            if (!isLive(slot.now, now) && remove(slot.now.id(), box)) {
                removed++;
            }
        }
        return removed;
    }

    private boolean remove(SubscriptionId id, BoxId box) {
        synchronized (creating) {
            var slot = slots.get(id);
            if (slot == null || !slot.now.box().equals(box)) {
                return false;
            }
            synchronized (slot) {
                registry.remove(TERMS + id);
                registry.remove(PROGRESS + id);
                slot.removed = true;
            }
            slots.remove(id);
            var siblings = boxes.get(box);
            if (siblings != null) {
                siblings.remove(id);
                if (siblings.isEmpty()) {
                    boxes.remove(box);
                }
            }
            touched.add(id);
            return true;
        }
    }

    private static boolean isLive(Subscription subscription, Instant now) {
        return subscription.lease() == null || !subscription.lease().isOver(now);
    }

    /// What a request for a subscription came to.
    ///
    /// @param fresh false when the same request had been sent before
    public record Created(Subscription subscription, boolean fresh) {}

    /// One subscription with its lock.
    private static final class Slot {
        volatile Subscription now;
        boolean removed;

        Slot(Subscription now) {
            this.now = now;
        }
    }

    /// Ids that await attention; gathers only once somebody asks, so that it cannot grow unread.
    private static final class Touched {
        private final Set<SubscriptionId> ids = new LinkedHashSet<>();
        private boolean read;

        synchronized void add(SubscriptionId id) {
            if (read) {
                ids.add(id);
                notifyAll();
            }
        }

        synchronized Set<SubscriptionId> take(Duration timeout) throws InterruptedException {
            read = true;
            long deadline = System.nanoTime() + timeout.toNanos();
            for (long left = timeout.toNanos(); ids.isEmpty() && left > 0; left = deadline - System.nanoTime()) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
            var taken = Set.copyOf(ids);
            ids.clear();
            return taken;
        }
    }
}
