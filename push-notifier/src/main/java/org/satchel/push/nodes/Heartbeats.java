// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.nodes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Nodes that tell each other through the registry that they live: one row each, whose number ascends.
///
/// A node is dead when an observer, looking all the while, has seen the same number for as long as [Rhythm] says,
/// by the observer's own clock. A node that cannot renew its row, or whose process stood still, knows by its own
/// clock that it may be taken for dead before anybody does. Who closes is gone at the next look of the others.
public final class Heartbeats implements Membership, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final String PREFIX = "nodes/live/";
    private static final int NODES_MAX = 500;

    private final Registry registry;
    private final Rhythm rhythm;
    private final LongSupplier nanos;
    private final NodeName self;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final Map<NodeName, Sign> signs = new HashMap<>();
    private byte @Nullable [] written;
    private long number;
    private long looked;
    private boolean closed;
    private @Nullable Thread thread;
    private volatile long renewed;
    private volatile boolean member;
    private volatile View view = new View(0, Set.of());

    /// @param nanos ascends with time while the process is stopped, too, such as [System#nanoTime]
    public Heartbeats(Registry registry, Rhythm rhythm, LongSupplier nanos, NodeName self) {
        this.registry = registry;
        this.rhythm = rhythm;
        this.nanos = nanos;
        this.self = self;
    }

    /// Joins the others, and keeps itself and the view up to date from now on.
    ///
    /// @throws StoreFailure.Unavailable when the registry does not serve; it is tried again all the same
    public void start() {
        thread = Thread.ofVirtual().name("heartbeat").start(this::run);
        beat();
    }

    @Override
    public NodeName self() {
        return self;
    }

    @Override
    public View view() {
        return view;
    }

    @Override
    public boolean isCurrent() {
        return member && !isOlder(renewed, nanos.getAsLong(), rhythm.lapseAfter());
    }

    @Override
    public void watch(Runnable changed) {
        watchers.add(changed);
    }

    /// Says once that this node lives, and looks once who else does.
    ///
    /// @throws StoreFailure.Unavailable when the registry does not serve; this node is current for as long as
    ///   before
    public void beat() {
        long before = view.number();
        try {
            beatOnce();
        } finally {
            if (view.number() != before) {
                LOG.info("nodes that live: {}", view.live());
                watchers.forEach(Runnable::run);
            }
        }
    }

    /// Leaves: what this node did is anybody's from the next look of the others on.
    @Override
    public void close() {
        var beating = thread;
        if (beating != null) {
            beating.interrupt();
        }
        synchronized (this) {
            closed = true;
            member = false;
            try {
                registry.remove(key(self));
            } catch (StoreFailure failure) {
                LOG.warn("others will wait until they take this node for dead: {}", failure.getMessage());
            }
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(rhythm.renewEvery());
                try {
                    beat();
                } catch (RuntimeException failure) {
                    LOG.warn("this node cannot say that it lives: {}", failure.getMessage());
                }
            }
        } catch (InterruptedException close) {
            LOG.debug("no more heartbeats");
        }
    }

    private synchronized void beatOnce() {
        if (closed) {
            return;
        }
        boolean lapsed = member && !isCurrent();
        try {
            renew();
            look();
        } finally {
            see(lapsed);
        }
    }

    private void renew() {
        // The time before the write: whoever sees the write sees it later.
        long began = nanos.getAsLong();
        var next = Long.toString(++number).getBytes(UTF_8);
        if (!registry.replace(key(self), written, next)) {
            // A write of unknown outcome has happened after all, or this node was forgotten.
            var there = registry.get(key(self)).orElse(null);
            if (!registry.replace(key(self), there, next)) {
                throw new StoreFailure.Unavailable("the row of node " + self + " changes under its hands");
            }
        }
        written = next;
        renewed = began;
        member = true;
    }

    private void look() {
        long now = nanos.getAsLong();
        if (isOlder(looked, now, rhythm.silentMax().dividedBy(2))) {
            // It did not look all the while: nobody can be called silent yet.
            signs.replaceAll((node, sign) -> new Sign(sign.value, now));
        }
        var there = new HashSet<NodeName>();
        for (var row : registry.scan(PREFIX, "", NODES_MAX)) {
            var node = new NodeName(row.getKey().substring(PREFIX.length()));
            there.add(node);
            var known = signs.get(node);
            if (known == null || !Arrays.equals(known.value, row.getValue())) {
                signs.put(node, new Sign(row.getValue(), now));
            } else if (isOlder(known.since, now, rhythm.forgetAfter())) {
                forget(node, known.value);
            }
        }
        signs.keySet().retainAll(there);
        looked = now;
    }

    private void forget(NodeName node, byte[] value) {
        if (registry.replace(key(node), value, null)) {
            Notes.clear(registry, node);
        }
    }

    private void see(boolean lapsed) {
        var live = new HashSet<NodeName>();
        signs.forEach((node, sign) -> {
            if (!isOlder(sign.since, looked, rhythm.silentMax())) {
                live.add(node);
            }
        });
        live.remove(self);
        if (isCurrent()) {
            live.add(self);
        }
        if (lapsed || !live.equals(view.live())) {
            view = new View(view.number() + 1, live);
        }
    }

    private static boolean isOlder(long since, long now, Duration than) {
        return now - since >= than.toNanos();
    }

    private static String key(NodeName node) {
        return PREFIX + node;
    }

    /// What a node showed last, and since when it has shown it.
    private static final class Sign {
        final byte[] value;
        final long since;

        Sign(byte[] value, long since) {
            this.value = value;
            this.since = since;
        }
    }
}
