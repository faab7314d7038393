// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra.nodes;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hints through a NATS server, without persistence: everybody hears everything. While the server is away hints are
/// lost, and the connection comes back by itself.
public final class NatsBus implements HintBus {
    private static final Logger LOG = LoggerFactory.getLogger(NatsBus.class);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration RECONNECT_WAIT = Duration.ofSeconds(1);
    private static final long UNSENT_BYTES_MAX = 64 * 1024;

    private final Connection connection;
    private final String subject;
    private final Outbox outbox;

    private NatsBus(Connection connection, String subject) {
        this.connection = connection;
        this.subject = subject;
        this.outbox = new Outbox("hints to NATS", this::publish);
    }

    /// @param keyspace whose processes speak to each other
    /// @param heard told of each hint, also of our own; must be quick
    /// @throws IOException when the server does not answer
    public static NatsBus connect(String url, String keyspace, Consumer<Hint> heard) throws IOException {
        var options = Options.builder()
                .server(url)
                .connectionTimeout(CONNECT_MAX)
                .reconnectWait(RECONNECT_WAIT)
                .maxReconnects(-1)
                .reconnectBufferSize(UNSENT_BYTES_MAX)
                .connectionName("satchel")
                .build();
        var subject = "satchel." + keyspace + ".hints";
        try {
            var connection = Nats.connect(options);
            var dispatcher = connection.createDispatcher(
                    message -> Hint.decode(message.getData()).forEach(heard));
            dispatcher.subscribe(subject);
            return new NatsBus(connection, subject);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while connecting to NATS", interrupted);
        }
    }

    @Override
    public void send(List<Hint> hints) {
        hints.forEach(outbox::add);
    }

    @Override
    public void close() {
        outbox.close();
        try {
            connection.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(List<Hint> hints) {
        try {
            connection.publish(subject, Hint.encode(hints));
        } catch (IllegalStateException away) {
            LOG.debug("hints are lost: {}", away.getMessage());
        }
    }
}
