// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.satchel.nms.settings.NmsLimits;

/// How often each may come: a bucket that holds a burst of tokens and fills at the rate, for each principal, and for
/// each network from which somebody is not let in, and each channel that others post to. Who comes with an empty one
/// waits; what is refused costs no token.
///
/// Kept is only when a bucket will be full again. Counts here, at one node, since its start.
public final class Rates {
    private static final int NETWORK_BYTES_IPV6 = 8;

    private final NmsLimits.Rates limits;
    private final LongSupplier nanos;
    private final long gapNanos;
    private final Map<String, Long> fullAt;
    private final AtomicLong refused = new AtomicLong();

    private static final class Buckets extends LinkedHashMap<String, Long> {
        private static final long serialVersionUID = 1L;

        private final int most;

        Buckets(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > most;
        }
    }

    /// @param nanos as of [System#nanoTime()]
    public Rates(NmsLimits.Rates limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        this.fullAt = new Buckets(limits.knownMax());
        this.gapNanos = limits.perSecond() == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / limits.perSecond();
    }

    /// @return how long to wait; empty = not at all
    Optional<Duration> principal(String name) {
        return take(name);
    }

    /// @return how long to wait; empty = not at all
    Optional<Duration> stranger(InetAddress remote) {
        return take("@" + network(remote));
    }

    /// What is posted to one channel, by whomever.
    ///
    /// @return how long to wait; empty = not at all
    public Optional<Duration> channel(String id) {
        return take("#" + id);
    }

    /// How many requests were refused so far.
    public long refused() {
        return refused.get();
    }

    private Optional<Duration> take(String who) {
        if (gapNanos == 0) {
            return Optional.empty();
        }
        long wait = takeAt(who, nanos.getAsLong());
        if (wait <= 0) {
            return Optional.empty();
        }
        refused.incrementAndGet();
        return Optional.of(Duration.ofNanos(wait));
    }

    private synchronized long takeAt(String who, long now) {
        var before = fullAt.get(who);
        long full = before == null || before - now < 0 ? now : before;
        long wait = full - now + gapNanos - limits.burst() * gapNanos;
        if (wait <= 0) {
            fullAt.put(who, full + gapNanos);
        }
        return wait;
    }

    /// One host with IPv4; with IPv6 all that one customer usually has.
    private static String network(InetAddress remote) {
        var bytes = remote.getAddress();
        return HexFormat.of()
                .formatHex(remote instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES_IPV6) : bytes);
    }
}
