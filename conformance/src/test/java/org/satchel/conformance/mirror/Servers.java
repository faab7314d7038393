// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.mirror;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.satchel.conformance.wire.ServerProcess;

/// One server after the other over the same data, each killed, all at one address for those who come through the relay.
final class Servers implements AutoCloseable {
    private static final int AWAIT_SECONDS_MAX = 120;

    private final Path data;
    private final Path log;
    private final Relay relay;
    private volatile ServerProcess server;
    private volatile CountDownLatch up = new CountDownLatch(0);
    private final AtomicInteger generation = new AtomicInteger();

    Servers(Path data, Path log) throws IOException {
        this.data = data;
        this.log = log;
        // The relay has its address before there is a server.
        relay = new Relay(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
        server = start();
    }

    Relay relay() {
        return relay;
    }

    ServerProcess now() {
        return server;
    }

    /// Changes with each server.
    int generation() {
        return generation.get();
    }

    /// Kills the server; the next one runs when this returns.
    void replace() throws IOException {
        up = new CountDownLatch(1);
        generation.incrementAndGet();
        server.kill();
        relay.cut();
        server = start();
        up.countDown();
    }

    /// Waits while there is no server.
    ServerProcess await() throws IOException, InterruptedException {
        if (!up.await(AWAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new IOException("no server");
        }
        return server;
    }

    @Override
    public void close() throws IOException {
        relay.close();
        server.close();
    }

    private ServerProcess start() throws IOException {
        var started = ServerProcess.start(data, log, "http.public-url=" + relay.url());
        relay.lead(started.face("http"));
        return started;
    }
}
