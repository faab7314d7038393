// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.kill;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.satchel.conformance.load.Books;
import org.satchel.conformance.load.ImapWriter;
import org.satchel.conformance.load.Journal;
import org.satchel.conformance.load.NmsWriter;
import org.satchel.conformance.load.SipLedger;
import org.satchel.conformance.load.SipWriter;
import org.satchel.conformance.load.Writer;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.ServerProcess;
import org.satchel.conformance.wire.SipWire;

/// All writers on two boxes of one server, which ends under them.
final class Load {
    private static final int IMAP_WRITERS_PER_BOX = 2;
    private static final Duration END_MAX = Duration.ofMinutes(5);

    private final Books books = new Books();
    private final List<Journal> imap = new ArrayList<>();
    private final List<Journal> nms = new ArrayList<>();
    private final List<SipLedger> sip;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private Semaphore progress = new Semaphore(0);
    private volatile boolean ending;

    Load() {
        for (int box = 0; box < Books.BOXES.size(); box++) {
            for (int i = 0; i < IMAP_WRITERS_PER_BOX; i++) {
                imap.add(books.journal(Books.BOXES.get(box), "imap-" + box + "-" + i));
            }
            nms.add(books.journal(Books.BOXES.get(box), "nms-" + box));
        }
        sip = List.of(books.ledger(Books.ANN, Books.BEN, "sip-0"), books.ledger(Books.BEN, Books.ANN, "sip-1"));
    }

    /// Begins to write.
    void start(ServerProcess server, Random random) throws IOException {
        ending = false;
        progress = new Semaphore(0);
        for (var journal : imap) {
            var wire = ImapWire.login(server.face("imap"), journal.box());
            run(journal.writer(), new ImapWriter(wire, journal, books.uids(), Books.FOLDERS, fork(random)));
        }
        for (var journal : nms) {
            var wire = new NmsWire(server.face("http"), journal.box());
            run(journal.writer(), new NmsWriter(wire, journal, Books.FOLDERS, fork(random)));
        }
        for (var ledger : sip) {
            ledger.newRound();
            run(ledger.writer(), new SipWriter(new SipWire(server.face("sip"), ledger.from()), ledger, fork(random)));
        }
    }

    /// Waits until so many operations were acknowledged since [#start].
    void awaitAcknowledged(int operations) throws InterruptedException {
        if (!progress.tryAcquire(operations, END_MAX.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("fewer than " + operations + " operations in " + END_MAX + ", " + failures);
        }
    }

    /// From now on writers may fail; they go on until they do.
    void end() {
        ending = true;
    }

    /// Waits for the writers, which fail because their server is gone.
    ///
    /// @return what went wrong before [#end]
    List<String> await() throws InterruptedException {
        for (var thread : threads) {
            if (!thread.join(END_MAX)) {
                failures.add(thread.getName() + " does not end");
                thread.interrupt();
            }
        }
        threads.clear();
        return List.copyOf(failures);
    }

    int acknowledged() {
        return books.acknowledged();
    }

    long open() {
        return books.open();
    }

    List<String> check(ServerProcess server, Random random) throws IOException {
        return books.check(List.of(server), random);
    }

    private void run(String name, Writer writer) {
        threads.add(Thread.ofVirtual().name(name).start(() -> {
            try (writer) {
                while (!Thread.currentThread().isInterrupted()) {
                    writer.step();
                    progress.release();
                }
            } catch (IOException | RuntimeException | AssertionError failure) {
                if (!ending || failure instanceof AssertionError) {
                    failures.add(name + ": " + failure);
                }
            }
        }));
    }

    private static Random fork(Random random) {
        return new Random(random.nextLong());
    }
}
