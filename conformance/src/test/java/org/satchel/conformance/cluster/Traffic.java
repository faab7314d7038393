// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.satchel.conformance.load.Books;
import org.satchel.conformance.load.SipLedger;
import org.satchel.conformance.load.Writer;

/// Writers of all three protocols at each server, for the same boxes.
///
/// A writer whose server dies goes to the other one, and back when its own is up again. One that does not learn the
/// end of an operation leaves its journal alone until the next rest and goes on with another one. One thread lets them
/// work and rest.
final class Traffic {
    private static final Duration END_MAX = Duration.ofMinutes(5);
    private static final Duration WORKS_MAX = Duration.ofMinutes(2);
    /// Between two operations of one writer, on average: seven processes on a few processors are to have some left for
    /// those that start again.
    private static final Duration PACE = Duration.ofMillis(60);
    /// A client that was told to try again later waits a moment.
    private static final Duration LATER = Duration.ofMillis(200);

    private final Fleet fleet;
    private final Books books;
    private final Random random;
    private final Shelf shelf;
    private final List<Post> posts = new ArrayList<>();
    private final List<SipLedger> ledgers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> refusals = new ConcurrentSkipListMap<>();
    private final AtomicInteger lost = new AtomicInteger();
    private final Pulse pulse = new Pulse();
    private volatile boolean resting;

    Traffic(Fleet fleet, Books books, Random random) {
        this.fleet = fleet;
        this.books = books;
        this.random = random;
        shelf = new Shelf(books);
        for (int server = 0; server < fleet.size(); server++) {
            for (var box : Books.BOXES) {
                posts.add(Post.imap(books, shelf, box, server));
                posts.add(Post.nms(shelf, box, server));
                var to = box.equals(Books.ANN) ? Books.BEN : Books.ANN;
                var ledger = books.ledger(box, to, Post.SIP + "-" + Books.BOXES.indexOf(box) + "-" + server);
                ledgers.add(ledger);
                posts.add(Post.sip(ledger, server));
            }
        }
    }

    /// Lets all write.
    void resume() {
        shelf.takeUp();
        ledgers.forEach(SipLedger::newRound);
        resting = false;
        for (var post : posts) {
            var choices = new Random(random.nextLong());
            threads.add(Thread.ofVirtual().name(post.toString()).start(() -> work(post, choices)));
        }
    }

    /// Lets each finish what it is at. Then each server does one more operation on each box: whatever was under
    /// way when somebody died has been carried out before that, or never will be.
    void rest() throws InterruptedException, IOException {
        stop();
        for (int server = 0; server < fleet.size(); server++) {
            for (var box : Books.BOXES) {
                conclude(Post.imap(books, shelf, box, server));
            }
        }
    }

    /// Lets each finish what it is at.
    void stop() throws InterruptedException {
        resting = true;
        for (var thread : threads) {
            if (!thread.join(END_MAX)) {
                failures.add(thread.getName() + " does not end");
                thread.interrupt();
            }
        }
        threads.clear();
        pulse.rest();
    }

    /// What went wrong so far; that a server refused for now, or was killed, is not wrong.
    List<String> failures() {
        return List.copyOf(failures);
    }

    /// A server is about to be silent.
    void excuse(int server) {
        Books.BOXES.forEach(box -> pulse.excuse(pulse(server, box)));
    }

    /// The longest time in which nothing was acknowledged by a server that was up, for one box.
    Duration longestSilence() {
        return pulse.longest();
    }

    /// How often a server said that it cannot do it now.
    int refused() {
        return refusals.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// In words.
    String report() {
        return "%d operations acknowledged, refused for now %s, %d connections lost with their server, longest silence %s"
                .formatted(books.acknowledged(), refusals, lost.get(), pulse);
    }

    private void work(Post post, Random choices) {
        try {
            while (!resting) {
                visit(post, fleet.route(post.server()), choices);
            }
        } catch (RuntimeException | AssertionError failure) {
            failures.add(post + ": " + failure);
        }
    }

    private void visit(Post post, int number, Random choices) {
        var server = fleet.server(number);
        try (var writer = post.entrance().enter(server, choices)) {
            while (!resting && fleet.route(post.server()) == number) {
                writer.step();
                pulse.beat(pulse(number, post.box()));
                Chaos.pass(Duration.ofNanos(choices.nextLong(2 * PACE.toNanos())));
            }
        } catch (Writer.Refused refused) {
            if (!refused.isTemporary()) {
                throw refused;
            }
            refusals.merge(post.protocol(), 1, Integer::sum);
            LockSupport.parkNanos(LATER.toNanos());
        } catch (IOException broken) {
            if (!server.isDoomed()) {
                throw new IllegalStateException(
                        "server " + number + " lives, and the connection failed: " + broken, broken);
            }
            lost.incrementAndGet();
        }
    }

    private void conclude(Post post) throws IOException {
        long end = System.nanoTime() + WORKS_MAX.toNanos();
        while (true) {
            try (var writer = post.entrance().enter(fleet.server(post.server()), new Random(random.nextLong()))) {
                writer.step();
                return;
            } catch (Writer.Refused refused) {
                if (!refused.isTemporary() || System.nanoTime() - end > 0) {
                    throw new AssertionError(post + " does not work at rest", refused);
                }
                LockSupport.parkNanos(LATER.toNanos());
            }
        }
    }

    private static String pulse(int server, String box) {
        return box + " at server " + server;
    }
}
