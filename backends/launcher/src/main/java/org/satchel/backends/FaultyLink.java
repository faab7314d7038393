// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// A way through TCP to a server on this machine, on which what happens to networks can be made to happen.
///
/// It listens on a loopback port of its own and passes bytes on in both directions. A fault holds from the moment it is
/// set, for connections that are open as for new ones. One lock; nobody reads or writes while holding it.
public final class FaultyLink implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 512;
    private static final int BUFFER_BYTES = 16 * 1_024;
    private static final int CONNECT_MILLIS_MAX = 5_000;

    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Semaphore permits = new Semaphore(CONNECTIONS_MAX);
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Fault fault = Fault.NONE;
    private long bytesLeft = Long.MAX_VALUE;
    private boolean closed;

    /// What is wrong with the link.
    public sealed interface Fault {
        Fault NONE = new None();

        /// Nothing.
        record None() implements Fault {}

        /// Each request gets through only after a while: the first bytes a client sends, and those that follow an
        /// answer.
        record Delay(Duration each) implements Fault {}

        /// Nothing gets through, and nobody is told. What was sent gets through when the fault is over.
        record BlackHole() implements Fault {}

        /// New connections are closed at once, those that are open live on.
        record Refusal() implements Fault {}

        /// Clients get this many bytes more through, counted over all of them; then every connection is cut, and new
        /// ones are closed at once.
        record CutAfter(long bytes) implements Fault {}
    }

    private FaultyLink(InetSocketAddress target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
    }

    public static FaultyLink to(InetSocketAddress target) throws IOException {
        var link = new FaultyLink(target, new ServerSocket(0, CONNECTIONS_MAX, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name("link-accept").start(link::accept);
        return link;
    }

    /// Where to connect instead of the target.
    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    public void set(Fault fault) {
        lock.lock();
        try {
            this.fault = fault;
            bytesLeft = fault instanceof Fault.CutAfter(long bytes) ? bytes : Long.MAX_VALUE;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends all open connections, as a router does that starts anew.
    public void cut() {
        open.forEach(Connection::close);
    }

    public int connections() {
        return open.size();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        closeQuietly(listener);
        cut();
    }

    private void accept() {
        while (!listener.isClosed()) {
            Socket client;
            try {
                client = listener.accept();
            } catch (IOException over) {
                return;
            }
            if (isRefusing() || !permits.tryAcquire()) {
                closeQuietly(client);
            } else {
                var connection = new Connection(client, new Socket());
                open.add(connection);
                Thread.ofVirtual().name("link-request").start(connection::run);
            }
        }
    }

    private boolean isRefusing() {
        lock.lock();
        try {
            return closed || fault instanceof Fault.Refusal || bytesLeft == 0;
        } finally {
            lock.unlock();
        }
    }

    private static void closeQuietly(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception alreadyBroken) {
            return;
        }
    }

    private final class Connection {
        private final Socket client;
        private final Socket server;
        /// Whether the next bytes of the client begin a request. Guarded by the lock of the link.
        private boolean isNextFirst = true;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        /// Returns when the connection is over.
        void run() {
            try {
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                server.connect(target, CONNECT_MILLIS_MAX);
                var answers = Thread.ofVirtual().name("link-answers").start(this::passAnswers);
                passRequests();
                answers.join();
                // Not as a cut: the last bytes may still be under way to the client.
                closeQuietly(client);
                closeQuietly(server);
            } catch (IOException | InterruptedException over) {
                close();
            } finally {
                open.remove(this);
                permits.release();
            }
        }

        void close() {
            for (var socket : new Socket[] {client, server}) {
                try {
                    // Both sides learn at once, and what is under way is lost.
                    socket.setSoLinger(true, 0);
                } catch (IOException alreadyClosed) {
                    continue;
                }
                closeQuietly(socket);
            }
        }

        private void passRequests() throws IOException, InterruptedException {
            var buffer = new byte[BUFFER_BYTES];
            for (int read; (read = client.getInputStream().read(buffer)) >= 0; ) {
                int allowed = awaitRequest(read);
                server.getOutputStream().write(buffer, 0, allowed);
                if (allowed < read) {
                    cut();
                    return;
                }
            }
            server.shutdownOutput();
        }

        private void passAnswers() {
            var buffer = new byte[BUFFER_BYTES];
            try {
                for (int read; (read = server.getInputStream().read(buffer)) >= 0; ) {
                    awaitAnswer();
                    client.getOutputStream().write(buffer, 0, read);
                }
                client.shutdownOutput();
            } catch (IOException | InterruptedException over) {
                close();
            }
        }

        /// Waits as long as the fault wants.
        ///
        /// @return how many of these bytes get through
        private int awaitRequest(int bytes) throws InterruptedException {
            lock.lock();
            try {
                long since = System.nanoTime();
                while (!closed && holdsRequest(System.nanoTime() - since)) {
                    var left = fault instanceof Fault.Delay(var each) ? each.toNanos() : Long.MAX_VALUE;
                    changed.await(left - (System.nanoTime() - since), TimeUnit.NANOSECONDS);
                }
                isNextFirst = false;
                int allowed = (int) Math.min(bytes, bytesLeft);
                bytesLeft -= fault instanceof Fault.CutAfter ? allowed : 0;
                return allowed;
            } finally {
                lock.unlock();
            }
        }

        private boolean holdsRequest(long waitedNanos) {
            return switch (fault) {
                case Fault.None _, Fault.Refusal _, Fault.CutAfter _ -> false;
                case Fault.Delay(var each) -> isNextFirst && waitedNanos < each.toNanos();
                case Fault.BlackHole _ -> true;
            };
        }

        private void awaitAnswer() throws InterruptedException {
            lock.lock();
            try {
                while (!closed && fault instanceof Fault.BlackHole) {
                    changed.await();
                }
                isNextFirst = true;
            } finally {
                lock.unlock();
            }
        }
    }
}
