// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.satchel.conformance.load.ImapRow;
import org.satchel.conformance.load.ImapWriter;
import org.satchel.conformance.load.Survey;
import org.satchel.conformance.load.Writer;
import org.satchel.conformance.wire.ImapWire;

/// A client that keeps a copy of each folder: it selects one after the other, resynchronising from where it was, and
/// listens in each for a while.
// RFC 7162 §3.2.5
final class ImapWatcher extends Watcher {
    private static final int NOOPS = 3;
    private static final Duration PACE = Duration.ofMillis(100);
    private static final Pattern VALIDITY = Pattern.compile("\\[UIDVALIDITY (\\d+)]");
    private static final Pattern HIGHEST = Pattern.compile("\\[HIGHESTMODSEQ (\\d+)]");

    private final Map<String, Cache> caches = new TreeMap<>();
    private int resyncs;

    /// A folder as this client has it.
    private static final class Cache {
        private final Map<Long, ImapRow> rows = new TreeMap<>();
        private final Set<Long> gone = new HashSet<>();
        private long validity;
        private long highest;
    }

    ImapWatcher(Fleet fleet, String box, int server) {
        super(fleet, box, server);
    }

    /// All that is in the box, by folder and uid.
    synchronized Map<String, Map<Long, ImapRow>> picture() {
        var picture = new TreeMap<String, Map<Long, ImapRow>>();
        caches.forEach((name, cache) -> {
            if (!cache.rows.isEmpty()) {
                picture.put(name, new TreeMap<>(cache.rows));
            }
        });
        return picture;
    }

    synchronized int resyncs() {
        return resyncs;
    }

    @Override
    void watch(int number) throws IOException {
        try (var wire = Post.login(fleet().server(number), box())) {
            ask(wire, "ENABLE QRESYNC");
            while (isWatching(number)) {
                for (var name : Survey.names(ask(wire, "LIST \"\" \"*\""))) {
                    select(wire, name);
                    for (int i = 0; i < NOOPS && isWatching(number); i++) {
                        take(name, ask(wire, "NOOP"));
                        Chaos.pass(PACE);
                    }
                    ask(wire, "UNSELECT");
                }
            }
        } catch (Writer.Refused refused) {
            if (!refused.isTemporary()) {
                throw refused;
            }
            throw new Later();
        }
    }

    private void select(ImapWire wire, String name) throws IOException {
        var known = cache(name);
        var how = known.validity == 0 ? "(CONDSTORE)" : "(QRESYNC (" + known.validity + " " + known.highest + "))";
        var selected = ask(wire, "SELECT \"" + name + "\" " + how);
        long validity = Long.parseLong(selected.first(VALIDITY));
        long highest = Long.parseLong(selected.first(HIGHEST));
        take(name, selected);
        if (known.validity == 0) {
            take(name, ask(wire, "UID FETCH 1:* (UID FLAGS MODSEQ)"));
        }
        synchronized (this) {
            if (known.validity != 0 && validity != known.validity) {
                complain(name + ": UIDVALIDITY " + known.validity + " is now " + validity);
            }
            if (highest < known.highest) {
                complain(name + ": HIGHESTMODSEQ went back from " + known.highest + " to " + highest);
            }
            // Only now: a connection that ends before leaves what is to be asked for again.
            known.validity = validity;
            known.highest = Math.max(1, highest);
            resyncs++;
        }
    }

    private synchronized Cache cache(String name) {
        return caches.computeIfAbsent(name, unknown -> new Cache());
    }

    private synchronized void take(String name, ImapWire.Answer answer) {
        var cache = caches.get(name);
        answer.texts().forEach(line -> {
            ImapRow.vanished(line).ifPresent(uids -> {
                cache.rows.keySet().removeAll(uids);
                cache.gone.addAll(uids);
            });
            if (ImapRow.isIn(line)) {
                take(name, cache, ImapRow.of(line));
            }
        });
    }

    private void take(String name, Cache cache, ImapRow row) {
        var before = cache.rows.put(row.uid(), row);
        if (cache.gone.contains(row.uid())) {
            complain(name + ": vanished, and is told again: " + row);
        }
        if (before != null && before.modSeq() > row.modSeq()) {
            complain(name + ": was " + before + ", and now " + row);
        }
        if (before != null && before.modSeq() == row.modSeq() && !before.equals(row)) {
            complain(name + ": was " + before + ", and with the same mod-sequence " + row);
        }
    }

    private static ImapWire.Answer ask(ImapWire wire, String command) throws IOException {
        var answer = wire.command(command);
        ImapWriter.check(answer);
        return answer;
    }
}
