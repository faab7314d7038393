// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.james.imap.message.request.IdleRequest;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// IDLE: while the connection's thread waits for DONE, another waits for the log and tells the client what it brings.
// RFC 2177
final class IdleCommand extends Command<IdleRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(IdleCommand.class);
    private static final String DONE = "DONE";

    IdleCommand() {
        super(IdleRequest.class);
    }

    @Override
    void run(IdleRequest request, Session session, Answers answers) throws IOException {
        answers.announce();
        answers.out().ascii("+ Idling").crlf();
        session.then(() -> idle(request, session, answers));
    }

    private static void idle(IdleRequest request, Session session, Answers answers) throws IOException {
        answers.out().flush();
        session.connection().input().flushesOutput(false);
        var lock = new ReentrantLock();
        var follower = Thread.ofVirtual()
                .name(session.connection().name() + "-idle")
                .start(() -> follow(session, answers, lock));
        String line;
        try {
            line = line(session);
        } finally {
            stop(follower, lock);
            session.connection().input().flushesOutput(true);
        }
        if (line.isEmpty() && session.connection().ending().isPresent()) {
            return;
        }
        if (line.equalsIgnoreCase(DONE)) {
            answers.ok(request);
        } else {
            answers.bad(request, "failed. Continuation for IMAP IDLE was not understood. Expected 'DONE'.");
        }
    }

    /// Tells what the log brings, and now and then that the line is up, until interrupted.
    private static void follow(Session session, Answers answers, ReentrantLock lock) {
        var log = session.box().changes();
        var beat = session.connection().limits().heartbeat();
        var selected = session.folder();
        var position = selected == null ? log.head() : selected.position();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                log.await(position, 1, beat);
                lock.lockInterruptibly();
                try {
                    var head = log.head();
                    if (head.isAfter(position)) {
                        position = head;
                        answers.announce();
                    } else {
                        answers.line("OK Still here");
                    }
                    answers.out().flush();
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        } catch (IOException | StoreFailure gone) {
            // the connection's thread finds out by itself
            LOG.debug("{} is no longer told in IDLE: {}", session.connection().name(), gone.toString());
        }
    }

    private static String line(Session session) throws IOException {
        var input = session.connection().input();
        var text = new StringBuilder(DONE.length());
        while (true) {
            int next = input.read();
            if (next < 0) {
                return "";
            }
            if (next == '\n') {
                return text.toString().strip().toUpperCase(Locale.ROOT);
            }
            if (text.length() < 80) {
                text.append((char) next);
            }
        }
    }

    /// Interrupts with the lock, so not in the middle of a write: that would close the line.
    private static void stop(Thread follower, ReentrantLock lock) {
        lock.lock();
        try {
            follower.interrupt();
        } finally {
            lock.unlock();
        }
        join(follower);
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
