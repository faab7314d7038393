// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.announce;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
import org.satchel.model.ModSeq;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// While the connection's thread waits for the client, another waits for the log and tells the client what it brings;
/// one more for the log of somebody else's box, when the selected folder is there.
///
/// All share one lock, so that the others are stopped between two lines and never within one.
public final class Follower {
    /// A right that ends by itself is looked at so long after its end: clocks and timers do not agree to the
    /// millisecond.
    private static final Duration ENDING_GRACE = Duration.ofMillis(20);

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final Session session;
    private final ReentrantLock lock = new ReentrantLock();
    private final Telling telling;

    private Follower(Session session, Telling telling) {
        this.session = session;
        this.telling = telling;
    }

    /// What is said when the log has moved, and when it did not for a while.
    public interface Telling {
        void news() throws IOException;

        void nothing() throws IOException;
    }

    /// Waiting for the client.
    @FunctionalInterface
    public interface Waiting<T> {
        T get() throws IOException;
    }

    /// Waits for the client, and tells it what happens as long as it says nothing. Answers that are owed leave first.
    public static <T> T during(Session session, Telling telling, Waiting<T> waiting) throws IOException {
        var connection = session.connection();
        connection.output().flush();
        connection.input().flushesOutput(false);
        var follower = new Follower(session, telling);
        var threads = follower.start();
        try {
            return waiting.get();
        } finally {
            follower.stop(threads);
            connection.input().flushesOutput(true);
        }
    }

    private List<Thread> start() {
        var name = session.connection().name() + "-told";
        var threads = new ArrayList<Thread>(2);
        var selected = session.folder();
        threads.add(Thread.ofVirtual().name(name).start(() -> quietly(this::follow)));
        if (selected != null && !selected.isOwn()) {
            threads.add(Thread.ofVirtual().name(name + "-there").start(() -> quietly(() -> follow(selected))));
        }
        return threads;
    }

    private interface Following {
        void run() throws IOException, InterruptedException;
    }

    private void quietly(Following following) {
        try {
            following.run();
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        } catch (IOException | StoreFailure gone) {
            // the connection's thread finds out by itself
            LOG.debug("{} is no longer told: {}", session.connection().name(), gone.toString());
        }
    }

    /// Follows the client's own box.
    private void follow() throws IOException, InterruptedException {
        var log = session.box().changes();
        var beat = session.connection().limits().heartbeat();
        var position = position(log.head());
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
    }

    /// Follows somebody else's box as long as the folder there is selected: until the client may not read it any more.
    private void follow(SelectedFolder selected) throws IOException, InterruptedException {
        var position = selected.position();
        while (!Thread.currentThread().isInterrupted()) {
            await(position, selected);
            lock.lockInterruptibly();
            try {
                boolean withdrawn = selected.isWithdrawn();
                var head = withdrawn ? position : selected.box().changes().head();
                if (withdrawn || head.isAfter(position)) {
                    position = head;
                    telling.news();
                    session.connection().output().flush();
                }
                if (!selected.equals(session.folder())) {
                    return;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void await(ModSeq position, SelectedFolder selected) throws InterruptedException {
        try {
            // such an end is in no log
            var ending = selected.untilEnding().map(ENDING_GRACE::plus);
            var beat = session.connection().limits().heartbeat();
            var patience = ending.filter(end -> end.compareTo(beat) < 0).orElse(beat);
            selected.box().changes().await(position, 1, patience);
        } catch (StoreFailure.NotFound erased) {
            LOG.debug("{} followed a box that is erased", session.connection().name());
        }
    }

    /// The lowest at which the client stands.
    private ModSeq position(ModSeq head) {
        var position = head;
        var selected = session.folder();
        if (selected != null && selected.isOwn() && position.isAfter(selected.position())) {
            position = selected.position();
        }
        var wishes = session.wishes();
        if (wishes != null && position.isAfter(wishes.watch().position())) {
            position = wishes.watch().position();
        }
        return position;
    }

    /// Interrupts with the lock, so not in the middle of a write: that would close the line.
    private void stop(List<Thread> threads) {
        lock.lock();
        try {
            threads.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
        threads.forEach(Follower::join);
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
