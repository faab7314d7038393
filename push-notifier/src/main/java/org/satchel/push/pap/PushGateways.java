// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.satchel.push.DeviceSessions;
import org.satchel.push.PushPolicy;
import org.satchel.push.Sink;
import org.satchel.push.SinkFactory;
import org.satchel.push.Subscription;
import org.satchel.push.Target;

/// All configured gateways by name: makes the sinks of devices. Closed after the followers.
public final class PushGateways implements SinkFactory, AutoCloseable {
    private final Map<String, PushGateway> lines = new TreeMap<>();
    private final PushPolicy policy;
    private final DeviceSessions sessions;
    private final InstantSource clock;

    public PushGateways(Collection<Gateway> gateways, PushPolicy policy, DeviceSessions sessions, InstantSource clock) {
        this.policy = policy;
        this.sessions = sessions;
        this.clock = clock;
        for (var gateway : gateways) {
            if (lines.putIfAbsent(gateway.name(), new PushGateway(gateway, clock)) != null) {
                throw new IllegalArgumentException("two gateways are named '" + gateway.name() + "'");
            }
        }
    }

    /// True when a device may be registered with this gateway.
    public boolean knows(String gateway) {
        return lines.containsKey(gateway);
    }

    /// @throws IllegalArgumentException when the target is no device, or its gateway is not configured
    @Override
    public Sink open(Subscription subscription) {
        if (!(subscription.terms().target() instanceof Target.PushDevice device)) {
            throw new IllegalArgumentException("subscription " + subscription.id() + " is not that of a device");
        }
        var line = lines.get(device.gateway());
        if (line == null) {
            throw new IllegalArgumentException("no gateway is named '" + device.gateway() + "'");
        }
        return new PapSink(subscription.box(), device, line, policy, sessions, clock);
    }

    /// Readings of all gateways, by name.
    public Map<String, PapTally.Counts> counts() {
        var counts = new TreeMap<String, PapTally.Counts>();
        lines.forEach((name, line) -> counts.put(name, line.tally().counts()));
        return counts;
    }

    @Override
    public void close() {
        lines.values().forEach(PushGateway::close);
    }
}
