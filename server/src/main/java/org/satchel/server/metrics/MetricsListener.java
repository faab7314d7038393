// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.metrics;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.net.InetSocketAddress;

/// Where the figures are read, until it is closed. Without login and in clear text: for an address that only the
/// operator's own network reaches.
public final class MetricsListener implements AutoCloseable {
    private final HTTPServer server;
    private final InetSocketAddress address;

    MetricsListener(HTTPServer server, InetSocketAddress address) {
        this.server = server;
        this.address = address;
    }

    /// With the real port.
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        server.close();
    }
}
