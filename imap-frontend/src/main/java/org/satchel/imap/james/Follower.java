// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// While the connection's thread waits for the client, another waits for the log and tells the client what it brings.
///
/// Both share one lock, so that the other is stopped between two lines and never within one.
final class Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final Session session;
    private final ReentrantLock lock = new ReentrantLock();
    private final Telling telling;

    private Follower(Session session, Telling telling) {
        this.session = session;
        this.telling = telling;
    }

    /// What is said when the log has moved, and when it did not for a while.
    interface Telling {
        void news() throws IOException;

        void nothing() throws IOException;
    }

    /// Waiting for the client.
    @FunctionalInterface
    interface Waiting<T> {
        T get() throws IOException;
    }

    /// Waits for the client, and tells it what happens as long as it says nothing. Answers that are owed leave first.
    static <T> T during(Session session, Telling telling, Waiting<T> waiting) throws IOException {
        var connection = session.connection();
        connection.output().flush();
        connection.input().flushesOutput(false);
        var follower = new Follower(session, telling);
        var thread = Thread.ofVirtual().name(connection.name() + "-told").start(follower::follow);
        try {
            return waiting.get();
        } finally {
            follower.stop(thread);
            connection.input().flushesOutput(true);
        }
    }

    private void follow() {
        var log = session.box().changes();
        var beat = session.connection().limits().heartbeat();
        var position = position(log.head());
        try {
            while (!Thread.currentThread().isInterrupted()) {
                log.await(position, 1, beat);
                lock.lockInterruptibly();
                try {
                    var head = log.head();
                    if (head.isAfter(position)) {
                        position = head;
                        telling.news();
                    } else {
                        telling.nothing();
                    }
                    session.connection().output().flush();
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        } catch (IOException | StoreFailure gone) {
            // the connection's thread finds out by itself
            LOG.debug("{} is no longer told: {}", session.connection().name(), gone.toString());
        }
    }

    /// The lowest at which the client stands.
    private ModSeq position(ModSeq head) {
        var position = head;
        var selected = session.folder();
        if (selected != null && position.isAfter(selected.position())) {
            position = selected.position();
        }
        var wishes = session.wishes();
        if (wishes != null && position.isAfter(wishes.watch().position())) {
            position = wishes.watch().position();
        }
        return position;
    }

    /// Interrupts with the lock, so not in the middle of a write: that would close the line.
    private void stop(Thread thread) {
        lock.lock();
        try {
            thread.interrupt();
        } finally {
            lock.unlock();
        }
        join(thread);
    }

    private static void join(Thread follower) {
        boolean interrupted = false;
        while (true) {
            try {
                follower.join();
                break;
            } catch (InterruptedException stop) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
