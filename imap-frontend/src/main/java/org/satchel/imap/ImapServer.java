// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for IMAP clients and gives each a thread, a line and an engine to talk to.
public final class ImapServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImapServer.class);
    private static final int BACKLOG = 1024;
    private static final int IN_BUFFER_BYTES = 16 * 1024;
    private static final int OUT_BUFFER_BYTES = 64 * 1024;
    private static final int BUFFERS_KEPT_MAX = 256;
    /// Lines that are compressed at once: each holds some 40 KiB outside the heap.
    private static final int COMPRESSED_MAX = 10_000;
    /// Compressors that are kept for the next answer: each holds some 260 KiB outside the heap.
    private static final int DEFLATERS_KEPT_MAX = 64;
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
    private static final byte[] TOO_MANY =
            "* BYE [UNAVAILABLE] too many connections\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ImapSettings settings;
    private final ImapEngine engine;
    private final Semaphore places;
    private final Connection.Buffers buffers = new Connection.Buffers(
            new BufferPool(IN_BUFFER_BYTES, BUFFERS_KEPT_MAX),
            new BufferPool(OUT_BUFFER_BYTES, BUFFERS_KEPT_MAX),
            new Connection.Compression(new DeflaterPool(DEFLATERS_KEPT_MAX), new Semaphore(COMPRESSED_MAX)));
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable ServerSocket listener;

    public ImapServer(ImapSettings settings, ImapEngine engine) {
        this.settings = settings;
        this.engine = engine;
        this.places = new Semaphore(settings.limits().connectionsMax());
    }

    /// Binds and begins to listen.
    ///
    /// @throws IOException when the address cannot be had
    public ImapServer start() throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(settings.bind(), BACKLOG);
        listener = socket;
        Thread.ofVirtual().name("imap-accept").start(() -> accept(socket));
        Thread.ofVirtual().name("imap-watch").start(this::watch);
        return this;
    }

    /// @return where the server listens, with the real port
    public InetSocketAddress address() {
        var socket = listener;
        if (socket == null) {
            throw new IllegalStateException("not started");
        }
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    public int connections() {
        return connections.size();
    }

    /// Takes no more clients, says goodbye to those there, and cuts who is not done within [ImapLimits#stopMax].
    @Override
    public void close() {
        stopped.countDown();
        var socket = listener;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException closed) {
                LOG.debug("listener was closed already", closed);
            }
        }
        connections.forEach(connection -> connection.end(Connection.Ending.STOPPING));
        long deadline = System.nanoTime() + settings.limits().stopMax().toNanos();
        try {
            while (!connections.isEmpty() && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(Connection::close);
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                admit(socket.accept());
            } catch (IOException trouble) {
                if (!socket.isClosed()) {
                    LOG.warn("cannot accept an IMAP connection: {}", trouble.toString());
                    pause();
                }
            }
        }
    }

    /// Out of file descriptors, most likely: a loop that does not breathe would burn a core.
    private void pause() {
        try {
            if (stopped.await(50, TimeUnit.MILLISECONDS)) {
                LOG.debug("stopping");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void admit(Socket socket) throws IOException {
        if (!places.tryAcquire()) {
            try (socket) {
                if (!(settings.security() instanceof ImapSettings.Security.Implicit)) {
                    socket.getOutputStream().write(TOO_MANY);
                }
            }
            return;
        }
        long number = numbers.incrementAndGet();
        Thread.ofVirtual().name("imap-" + number).start(() -> serve(number, socket));
    }

    private void serve(long number, Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var connection = new Connection(number, socket, settings, buffers);
            connections.add(connection);
            try {
                if (stopped.getCount() == 0) {
                    connection.end(Connection.Ending.STOPPING);
                }
                connection.begin();
                engine.converse(connection);
                connection.output().flush();
                connection.linger();
            } finally {
                connection.release();
                connections.remove(connection);
            }
        } catch (IOException | UncheckedIOException gone) {
            LOG.debug("imap-{} ended: {}", number, gone.toString());
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("imap-{} ended by a defect", number, bug);
        } finally {
            places.release();
        }
    }

    private void watch() {
        try {
            while (!stopped.await(WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                connections.forEach(connection -> connection.check(now));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
