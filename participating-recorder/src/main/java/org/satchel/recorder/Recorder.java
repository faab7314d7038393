// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.satchel.model.Address;
import org.satchel.model.BoxId;
import org.satchel.model.MessageStore;

/// The recorder of an installation: a Participating Function on a SIP port, over a store.
public final class Recorder implements AutoCloseable {
    private final SipPort port;
    private final RecorderSettings settings;
    private final ParticipatingFunction function;
    private final Watchdog watchdog;
    private final Tally tally = new Tally();

    /// @param users whose box an address belongs to; asked for every message, so it must be quick
    /// @param port not yet open; closed with the recorder
    public Recorder(
            MessageStore store,
            Function<Address, Optional<BoxId>> users,
            SipPort port,
            RecorderSettings settings,
            InstantSource clock) {
        this.port = port;
        this.settings = settings;
        var renderer = new ObjectRenderer(settings.domain(), clock);
        var recording = new Recording(store, renderer, settings.limits());
        this.function = new ParticipatingFunction(recording, new StoreGate(store), users, port, settings, tally);
        this.watchdog =
                new Watchdog(this::answers, this::reopen, settings.limits().watchInterval());
    }

    /// Begins to take messages.
    ///
    /// @throws IllegalStateException when the port cannot be had
    public void start() {
        port.open(function);
        watchdog.start();
    }

    /// True when the port answers a question from outside within a few seconds: for health checks.
    public boolean answers() {
        return Probe.answers(port.address(), settings.limits().connectTimeout());
    }

    public InetSocketAddress address() {
        return port.address();
    }

    public RecorderCounters counters() {
        return tally.counters();
    }

    /// Takes no more messages and waits, within the limit, for those in hand.
    @Override
    public void close() {
        watchdog.close();
        port.close();
    }

    private void reopen() {
        port.close();
        port.open(function);
    }
}
