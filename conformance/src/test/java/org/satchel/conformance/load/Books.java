// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.ServerProcess;

/// What all writers on two boxes know, and the comparison with what servers show.
///
/// Journals are added by any thread; all else is for the time when no writer is at work.
public final class Books {
    public static final String ANN = "tel:+15550100001";
    public static final String BEN = "tel:+15550100042";
    public static final List<String> BOXES = List.of(ANN, BEN);
    /// Those that writers use.
    public static final List<String> FOLDERS = List.of("INBOX", "RCSMessageStore/Kept");

    private final List<Journal> journals = new CopyOnWriteArrayList<>();
    private final List<SipLedger> ledgers = new CopyOnWriteArrayList<>();
    private final Uids uids = new Uids();
    private final Map<String, Map<String, Survey.Folder>> before = new HashMap<>();
    private final Map<String, Survey> last = new HashMap<>();

    /// Makes the folders that writers use.
    public static void prepare(ServerProcess server) throws IOException {
        for (var box : BOXES) {
            try (var wire = ImapWire.login(server.face("imap"), box)) {
                wire.expectOk("CREATE " + FOLDERS.getLast());
            }
        }
    }

    /// @param writer a name that nobody else has
    public Journal journal(String box, String writer) {
        var journal = new Journal(box, writer);
        journals.add(journal);
        return journal;
    }

    /// @param writer a name that nobody else has
    public SipLedger ledger(String from, String to, String writer) {
        var ledger = new SipLedger(from, to, writer);
        ledgers.add(ledger);
        return ledger;
    }

    public Uids uids() {
        return uids;
    }

    public int acknowledged() {
        return journals.stream().mapToInt(Journal::acknowledged).sum()
                + ledgers.stream().mapToInt(SipLedger::acknowledgements).sum();
    }

    /// Journals with an operation of which the writer does not know the end.
    public long open() {
        return journals.stream().filter(Journal::isOpen).count();
    }

    /// Reads everything and compares.
    ///
    /// @param servers over one store; all have to show the same
    /// @return what is wrong
    public List<String> check(List<ServerProcess> servers, Random random) throws IOException {
        var wrong = new ArrayList<String>();
        int known = 0;
        int shown = 0;
        var surveys = surveys(servers, random);
        for (var box : BOXES) {
            var survey = surveys.get(box).getFirst();
            surveys.get(box).forEach(it -> wrong.addAll(it.complaints()));
            surveys.get(box).forEach(it -> wrong.addAll(survey.differences(it)));
            for (var journal : journals) {
                if (journal.box().equals(box)) {
                    compare(journal, survey, wrong);
                    known += journal.copies().size();
                }
            }
            for (var ledger : ledgers) {
                var recorded = survey.of(ledger.writer());
                wrong.addAll(ledger.complaints(box, recorded));
                known += recorded.size();
            }
            shown += survey.objects().size();
            places(survey, wrong);
            before.put(box, survey.folders());
            last.put(box, survey);
        }
        if (shown != known) {
            wrong.add(shown + " objects are shown, " + known + " are known");
        }
        wrong.addAll(uids.complaints());
        return wrong;
    }

    /// What the last [#check] saw of a box over IMAP, by folder and uid.
    public Map<String, Map<Long, ImapRow>> byUid(String box) {
        var rows = new TreeMap<String, Map<Long, ImapRow>>();
        for (var seen : survey(box).objects()) {
            rows.computeIfAbsent(seen.folder(), unknown -> new TreeMap<>())
                    .put(seen.uid(), new ImapRow(seen.uid(), seen.modSeq(), seen.flags()));
        }
        return rows;
    }

    /// What the last [#check] saw of a box over NMS, by URL.
    public Map<String, NmsRow> byUrl(String box) {
        var rows = new TreeMap<String, NmsRow>();
        survey(box).listing().forEach(row -> rows.put(row.url(), row));
        return rows;
    }

    /// All boxes at all servers, at the same time.
    private Map<String, List<Survey>> surveys(List<ServerProcess> servers, Random random) throws IOException {
        var surveys = new HashMap<String, List<Survey>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new HashMap<String, List<Future<Survey>>>();
            for (var box : BOXES) {
                var known = before.getOrDefault(box, Map.of());
                tasks.put(
                        box,
                        servers.stream()
                                .map(server -> threads.submit(() -> Survey.of(server, box, known, random)))
                                .toList());
            }
            for (var box : BOXES) {
                surveys.put(box, new ArrayList<>());
                for (var task : tasks.get(box)) {
                    surveys.get(box).add(task.get());
                }
            }
            return surveys;
        } catch (ExecutionException failure) {
            throw new IOException("the boxes cannot be read: " + failure.getCause(), failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", failure);
        }
    }

    private Survey survey(String box) {
        var survey = last.get(box);
        if (survey == null) {
            throw new IllegalStateException(box + " was never looked at");
        }
        return survey;
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
        var earlier = before.getOrDefault(survey.box(), Map.of());
        earlier.keySet().stream()
                .filter(name -> !survey.folders().containsKey(name))
                .forEach(name -> wrong.add(survey.box() + ": the folder is gone: " + name));
        survey.objects().forEach(seen -> uids.see(survey.box(), seen.folder(), seen.uid(), seen.sample()));
        survey.folders().forEach((name, folder) -> {
            var old = earlier.get(name);
            if (old != null) {
                folder.sinceThen(old).forEach(it -> wrong.add(survey.box() + " " + name + ": " + it));
            }
        });
    }
}
