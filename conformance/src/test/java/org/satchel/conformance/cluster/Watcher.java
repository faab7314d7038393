// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A client that follows a box at one server, at the other one while that is down, and goes on where it was.
abstract class Watcher {
    private static final Duration END_MAX = Duration.ofMinutes(5);
    private static final Duration LATER = Duration.ofMillis(200);
    private static final int COMPLAINTS_MAX = 20;

    private final Fleet fleet;
    private final String box;
    private final int server;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private @Nullable Thread thread;
    private volatile boolean over;

    /// @param server where it is as long as that is up
    Watcher(Fleet fleet, String box, int server) {
        this.fleet = fleet;
        this.box = box;
        this.server = server;
    }

    /// A server said that it cannot answer now.
    static final class Later extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Follows the box at a server, as long as [#isWatching] says so.
    ///
    /// @throws IOException when the connection fails
    /// @throws Later when the server says that it cannot do it now
    abstract void watch(int number) throws IOException;

    final void start() {
        thread = Thread.ofVirtual().name(toString()).start(this::run);
    }

    /// What was not as it must be.
    final List<String> complaints() {
        return complaints.stream().map(it -> this + ": " + it).toList();
    }

    final Fleet fleet() {
        return fleet;
    }

    final String box() {
        return box;
    }

    final int server() {
        return server;
    }

    final boolean isWatching(int number) {
        return !over && fleet.route(server) == number;
    }

    final void complain(String what) {
        if (complaints.size() < COMPLAINTS_MAX) {
            complaints.add(what);
        }
    }

    /// Stops following.
    final void end() throws InterruptedException {
        over = true;
        if (thread != null && !thread.join(END_MAX)) {
            complain("does not end");
            thread.interrupt();
        }
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + " of " + box + " at server " + server;
    }

    private void run() {
        while (!over) {
            int number = fleet.route(server);
            var process = fleet.server(number);
            try {
                watch(number);
            } catch (Later later) {
                LockSupport.parkNanos(LATER.toNanos());
            } catch (IOException broken) {
                if (!process.isDoomed()) {
                    complain("server " + number + " lives, and the connection failed: " + broken);
                }
            } catch (RuntimeException | AssertionError failure) {
                complain(failure.toString());
                over = true;
            }
        }
    }
}
