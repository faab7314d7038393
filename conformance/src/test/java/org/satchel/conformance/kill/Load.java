// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.kill;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.ServerProcess;
import org.satchel.conformance.wire.SipWire;

/// All writers on two boxes, what they know, and the comparison with what the server shows.
final class Load {
    static final String ANN = "tel:+15550100001";
    static final String BEN = "tel:+15550100042";
    private static final List<String> BOXES = List.of(ANN, BEN);
    private static final List<String> FOLDERS = List.of("INBOX", "RCSMessageStore/Kept");
    private static final int IMAP_WRITERS_PER_BOX = 2;
    private static final Duration END_MAX = Duration.ofSeconds(30);

    private final List<Journal> imap = new ArrayList<>();
    private final List<Journal> nms = new ArrayList<>();
    private final List<SipLedger> sip;
    private final Uids uids = new Uids();
    private final Map<String, Map<String, Survey.Folder>> before = new HashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private Semaphore progress = new Semaphore(0);
    private volatile boolean ending;

    Load() {
        for (int box = 0; box < BOXES.size(); box++) {
            for (int i = 0; i < IMAP_WRITERS_PER_BOX; i++) {
                imap.add(new Journal(BOXES.get(box), "imap-" + box + "-" + i));
            }
            nms.add(new Journal(BOXES.get(box), "nms-" + box));
        }
        sip = List.of(new SipLedger(ANN, BEN, "sip-0"), new SipLedger(BEN, ANN, "sip-1"));
    }

    /// Makes the folders that writers use.
    static void prepare(ServerProcess server) throws IOException {
        for (var box : BOXES) {
            try (var wire = ImapWire.login(server.face("imap"), box)) {
                wire.expectOk("CREATE " + FOLDERS.getLast());
            }
        }
    }

    /// Begins to write.
    void start(ServerProcess server, Random random) throws IOException {
        ending = false;
        progress = new Semaphore(0);
        for (var journal : imap) {
            var wire = ImapWire.login(server.face("imap"), journal.box());
            run(journal.writer(), new ImapWriter(wire, journal, uids, FOLDERS, fork(random)));
        }
        for (var journal : nms) {
            var wire = new NmsWire(server.face("http"), journal.box());
            run(journal.writer(), new NmsWriter(wire, journal, FOLDERS, fork(random)));
        }
        for (var ledger : sip) {
            ledger.newRound();
            var from = ledger.to().equals(ANN) ? BEN : ANN;
            run(ledger.writer(), new SipWriter(new SipWire(server.face("sip"), from), ledger, fork(random)));
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
        return imap.stream().mapToInt(Journal::acknowledged).sum()
                + nms.stream().mapToInt(Journal::acknowledged).sum()
                + sip.stream().mapToInt(SipLedger::acknowledgements).sum();
    }

    /// Journals with an operation of which the writer does not know the end.
    long open() {
        return imap.stream().filter(Journal::isOpen).count()
                + nms.stream().filter(Journal::isOpen).count();
    }

    /// Reads everything and compares.
    ///
    /// @return what is wrong
    List<String> check(ServerProcess server, Random random) throws IOException {
        var wrong = new ArrayList<String>();
        int known = 0;
        int shown = 0;
        for (var box : BOXES) {
            var survey = Survey.of(server, box, before.getOrDefault(box, Map.of()), random);
            wrong.addAll(survey.complaints());
            for (var journal : imap) {
                if (journal.box().equals(box)) {
                    compare(journal, survey, wrong);
                    known += journal.copies().size();
                }
            }
            for (var journal : nms) {
                if (journal.box().equals(box)) {
                    compare(journal, survey, wrong);
                    known += journal.copies().size();
                }
            }
            for (var ledger : sip) {
                var recorded = survey.of(ledger.writer());
                wrong.addAll(ledger.complaints(box, recorded));
                known += recorded.size();
            }
            shown += survey.objects().size();
            places(survey, wrong);
            before.put(box, survey.folders());
        }
        if (shown != known) {
            wrong.add(shown + " objects are shown, " + known + " are known");
        }
        wrong.addAll(uids.complaints());
        uids.raiseFloors();
        return wrong;
    }

    private static void compare(Journal journal, Survey survey, List<String> wrong) {
        var shown = survey.of(journal.writer());
        journal.settle(shown).ifPresent(wrong::add);
        for (var seen : shown) {
            if (!Arrays.equals(seen.content().bytes(), seen.sample().message())) {
                wrong.add(survey.box() + ": other bytes: " + seen);
            }
        }
    }

    private void places(Survey survey, List<String> wrong) {
        var last = before.getOrDefault(survey.box(), Map.of());
        last.keySet().stream()
                .filter(name -> !survey.folders().containsKey(name))
                .forEach(name -> wrong.add(survey.box() + ": the folder is gone: " + name));
        survey.objects().forEach(seen -> uids.see(survey.box(), seen.folder(), seen.uid(), seen.sample()));
        survey.folders().forEach((name, folder) -> {
            var old = last.get(name);
            if (old != null && old.uidValidity() != folder.uidValidity()) {
                wrong.add(survey.box() + " " + name + ": UIDVALIDITY " + old.uidValidity() + " is now "
                        + folder.uidValidity());
            }
            if (old != null && old.highestModSeq() > folder.highestModSeq()) {
                wrong.add(survey.box() + " " + name + ": HIGHESTMODSEQ went back from " + old.highestModSeq() + " to "
                        + folder.highestModSeq());
            }
            if (old != null && old.uidNext() > folder.uidNext()) {
                wrong.add(survey.box() + " " + name + ": UIDNEXT went back from " + old.uidNext() + " to "
                        + folder.uidNext());
            }
        });
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
