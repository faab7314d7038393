// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Address;

/// Makes guessing slow.
///
/// Failures are counted for each name as it comes from each network. After some, attempts of that pair get their turns
/// one after the other with growing gaps, also when they come at once over many connections; too many in wait are
/// turned away. A right login clears its pair. Names guessed from everywhere, and networks that guess many names, cost
/// everybody there a short fixed wait and no more, so nobody can lock an owner out.
///
/// Unknown names are counted like known ones. What nothing was heard of for a while is forgotten; the table has an end.
public final class Backoff {
    static final int FREE_FAILURES = 3;
    static final int FREE_PENDING = 32;
    static final int NAME_FAILURES = 100;
    static final int NETWORK_FAILURES = 100;
    static final Duration GAP_MIN = Duration.ofMillis(250);
    static final Duration GAP_MAX = Duration.ofSeconds(8);
    static final Duration WAIT_MAX = Duration.ofSeconds(16);
    static final Duration BUSY_WAIT = Duration.ofSeconds(2);
    static final Duration MEMORY = Duration.ofMinutes(15);
    static final int ENTRIES_MAX = 50_000;
    private static final int NAME_CHARACTERS_MAX = 128;
    private static final int NETWORK_BYTES_IPV6 = 8;

    private final InstantSource clock;
    private final Map<String, Count> counts = new Table();

    public Backoff(InstantSource clock) {
        this.clock = clock;
    }

    private static final class Count {
        private int failures;
        private int pending;
        private long heardMillis;
        private long freeMillis;
    }

    private static final class Table extends LinkedHashMap<String, Count> {
        private static final long serialVersionUID = 1L;

        Table() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > ENTRIES_MAX;
        }
    }

    /// @param name as the client wrote it; empty = nothing is guessed but a token or a key
    /// @return empty when too many wait already
    public synchronized Optional<Attempt> attempt(String name, InetAddress remote) {
        long now = clock.millis();
        var network = "@" + network(remote);
        var owner = name.isEmpty() ? null : canonical(name);
        long wait = failures(network, now) >= NETWORK_FAILURES ? BUSY_WAIT.toMillis() : 0;
        if (owner == null) {
            return Optional.of(new Attempt(null, null, network, Duration.ofMillis(wait)));
        }
        if (failures(owner, now) >= NAME_FAILURES) {
            wait = BUSY_WAIT.toMillis();
        }
        var pair = count(owner + network, now);
        if (pair.freeMillis - now > WAIT_MAX.plus(GAP_MAX).toMillis()) {
            pair.freeMillis = now; // the clock was set back: nobody waits for it
        }
        if (pair.failures >= FREE_FAILURES || pair.pending >= FREE_PENDING) {
            long turn = Math.max(now, pair.freeMillis);
            if (turn - now > WAIT_MAX.toMillis()) {
                return Optional.empty();
            }
            pair.freeMillis = turn + gap(pair.failures);
            wait = Math.max(wait, turn - now);
        }
        pair.pending++;
        return Optional.of(new Attempt(owner + network, owner, network, Duration.ofMillis(wait)));
    }

    /// One login on its way.
    public final class Attempt implements AutoCloseable {
        private final @Nullable String pair;
        private final @Nullable String owner;
        private final String network;
        private final Duration wait;

        private Attempt(@Nullable String pair, @Nullable String owner, String network, Duration wait) {
            this.pair = pair;
            this.owner = owner;
            this.network = network;
            this.wait = wait;
        }

        /// How long to wait before it is decided.
        public Duration delay() {
            return wait;
        }

        public void failed() {
            synchronized (Backoff.this) {
                long now = clock.millis();
                count(network, now).failures++;
                if (pair != null && owner != null) {
                    count(owner, now).failures++;
                    count(pair, now).failures++;
                }
            }
        }

        public void succeeded() {
            synchronized (Backoff.this) {
                var count = pair == null ? null : counts.get(pair);
                if (count != null) {
                    count.failures = 0;
                    count.freeMillis = 0;
                }
            }
        }

        /// However it ended.
        @Override
        public void close() {
            synchronized (Backoff.this) {
                var count = pair == null ? null : counts.get(pair);
                if (count != null) {
                    count.pending = Math.max(0, count.pending - 1);
                    if (count.pending == 0 && count.failures == 0) {
                        counts.remove(pair);
                    }
                }
            }
        }
    }

    synchronized int size() {
        return counts.size();
    }

    private int failures(String key, long now) {
        var count = counts.get(key);
        return count == null || isForgotten(count, now) ? 0 : count.failures;
    }

    private Count count(String key, long now) {
        var count = counts.computeIfAbsent(key, _ -> new Count());
        if (isForgotten(count, now)) {
            count.failures = 0;
        }
        count.heardMillis = now;
        return count;
    }

    private static boolean isForgotten(Count count, long now) {
        return now - count.heardMillis > MEMORY.toMillis();
    }

    private static long gap(int failures) {
        int doublings = Math.clamp(failures - FREE_FAILURES, 0, 10);
        return Math.min(GAP_MAX.toMillis(), GAP_MIN.toMillis() << doublings);
    }

    private static String canonical(String name) {
        var canonical =
                Address.parse(name).map(Address::uri).orElse(name.strip().toLowerCase(Locale.ROOT));
        return canonical.substring(0, Math.min(canonical.length(), NAME_CHARACTERS_MAX));
    }

    /// One host with IPv4; with IPv6 all that one customer usually has.
    private static String network(InetAddress remote) {
        var bytes = remote.getAddress();
        return HexFormat.of()
                .formatHex(remote instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES_IPV6) : bytes);
    }
}
