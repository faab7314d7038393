// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Connections that wait for another request, for a while: those of last use first. Nothing blocks under its lock.
final class IdleConnections implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 256;
    private static final Duration IDLE_MAX = Duration.ofSeconds(15);

    private final Deque<Idle> waiting = new ArrayDeque<>();
    private @Nullable Thread sweeper;
    private boolean closed;

    synchronized @Nullable Connection take(String origin) {
        for (var iterator = waiting.iterator(); iterator.hasNext(); ) {
            var idle = iterator.next();
            if (idle.origin.equals(origin)) {
                iterator.remove();
                return idle.connection;
            }
        }
        return null;
    }

    void give(String origin, Connection connection) {
        Connection tooMany;
        synchronized (this) {
            waiting.addFirst(new Idle(origin, connection, System.nanoTime()));
            tooMany = closed || waiting.size() > CONNECTIONS_MAX ? waiting.removeLast().connection : null;
            if (sweeper == null && !closed) {
                sweeper = Thread.ofVirtual().name("idle-connections").start(this::sweep);
            }
        }
        if (tooMany != null) {
            tooMany.close();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (sweeper != null) {
                sweeper.interrupt();
            }
        }
        over(Duration.ZERO).forEach(Connection::close);
    }

    private void sweep() {
        try {
            while (isNeeded()) {
                Thread.sleep(IDLE_MAX);
                over(IDLE_MAX).forEach(Connection::close);
            }
        } catch (InterruptedException stop) {
            over(Duration.ZERO).forEach(Connection::close);
        }
    }

    /// @return false when nothing waits, and this thread is not the sweeper any more
    private synchronized boolean isNeeded() {
        if (waiting.isEmpty()) {
            sweeper = null;
        }
        return sweeper != null;
    }

    private synchronized List<Connection> over(Duration idle) {
        var over = new ArrayList<Connection>();
        long now = System.nanoTime();
        while (!waiting.isEmpty() && now - waiting.getLast().since >= idle.toNanos()) {
            over.add(waiting.removeLast().connection);
        }
        return over;
    }

    private record Idle(String origin, Connection connection, long since) {}
}
