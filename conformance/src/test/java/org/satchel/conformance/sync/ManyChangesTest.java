// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.ServerProcess;

/// Devices that were away while very much happened. `-Dsatchel.long=true` takes a folder of 500,000 objects and
/// 200,000 changes, `-Dsatchel.seed=N` repeats a run's choices.
final class ManyChangesTest {
    private static final boolean LONG = Boolean.getBoolean("satchel.long");
    private static final int APPENDED = LONG ? 10_000 : 2_000;
    private static final int OBJECTS = LONG ? 500_000 : 20_000;
    private static final int CHANGES = LONG ? 200_000 : 8_000;
    private static final int MARKS = 10;
    private static final int SELECTS = 200;
    private static final String USER = "tel:+15550100001";
    private static final Pattern HIGHEST = Pattern.compile("HIGHESTMODSEQ (\\d+)");
    private static final Pattern VALIDITY = Pattern.compile("UIDVALIDITY (\\d+)");
    private static final Pattern UID = Pattern.compile("[( ]UID (\\d+)");
    private static final String EARLIER = "* VANISHED (EARLIER) ";

    private final long seed = Long.getLong("satchel.seed", System.nanoTime());

    /// What a device has when it leaves.
    private record Mark(String modSeq, BitSet present) {}

    @Test
    @Timeout(1800)
    void whoever_was_away_is_told_exactly_what_vanished_and_what_changed(@TempDir Path folder) throws IOException {
        var data = folder.resolve("data");
        ServerProcess.account(data, USER);
        var log = folder.resolve("log");
        try (var server = ServerProcess.start(data, log)) {
            var marks = new ArrayList<Mark>();
            var oracle = new ChangedFolder(OBJECTS, new Random(seed));
            try (var writer = ImapWire.login(server.face("imap"), USER)) {
                fill(writer);
                writer.expectOk("SELECT INBOX");
                for (int i = 0; i < MARKS; i++) {
                    oracle.mark();
                    marks.add(new Mark(modSeq(writer), oracle.present()));
                    oracle.change(writer, CHANGES / MARKS);
                }
            }
            for (int i = 0; i < MARKS; i++) {
                check(server, marks.get(i), i, oracle);
            }
            var warm = warm(server);
            assertThat(server.stop()).as("seed %d", seed).isZero();
            try (var again = ServerProcess.start(data, log)) {
                var cold = cold(again);
                check(again, marks.getFirst(), 0, oracle);
                System.out.printf(
                        "%,d objects, %,d changes, seed %d: %d resynchronisations exact; SELECT cold %d ms, warm %s%n",
                        OBJECTS, CHANGES, seed, MARKS + 1, cold.toMillis(), warm);
            }
        }
    }

    private static void fill(ImapWire wire) throws IOException {
        var all = new ArrayList<byte[]>();
        for (int i = 0; i < APPENDED; i++) {
            var text = "Subject: n" + i + "\r\nContent-Type: text/plain\r\n\r\ntext " + i + "\r\n";
            all.add(ImapWire.appending("INBOX", "", text.getBytes(UTF_8)));
        }
        var answers = wire.together(all);
        for (var ignored : all) {
            assertThat(answers.next().isOk()).isTrue();
        }
        wire.expectOk("SELECT INBOX");
        for (int held = APPENDED; held < OBJECTS; held += APPENDED) {
            wire.expectOk("COPY 1:" + APPENDED + " INBOX");
        }
        wire.expectOk("CREATE RCSMessageStore/kept");
    }

    private static String modSeq(ImapWire wire) throws IOException {
        return wire.expectOk("STATUS INBOX (HIGHESTMODSEQ)").first(HIGHEST);
    }

    /// Comes back to where the device stood at a mark, once knowing nothing of uids and once naming those it has.
    private void check(ServerProcess server, Mark mark, int number, ChangedFolder oracle) throws IOException {
        try (var device = ImapWire.login(server.face("imap"), USER)) {
            device.expectOk("ENABLE QRESYNC");
            var validity = device.expectOk("STATUS INBOX (UIDVALIDITY)").first(VALIDITY);
            var known = mark.present();
            var back = device.expectOk(
                    "SELECT INBOX (QRESYNC (%s %s 1:%d))".formatted(validity, mark.modSeq(), known.length() - 1));
            var gone = (BitSet) known.clone();
            gone.andNot(oracle.present());
            var changed = oracle.changedSince(number);
            changed.and(known);
            same(number, "vanished of those known", vanished(back), gone);
            same(number, "changed of those known", fetched(back), changed);
            device.expectOk("UNSELECT");
            back = device.expectOk("SELECT INBOX (QRESYNC (%s %s))".formatted(validity, mark.modSeq()));
            same(number, "vanished", vanished(back), oracle.goneSince(number));
            same(number, "changed", fetched(back), oracle.changedSince(number));
        }
    }

    /// Says how many differ and which are the first: the sets have tens of thousands of uids.
    private void same(int mark, String what, BitSet told, BitSet expected) {
        var missing = (BitSet) expected.clone();
        missing.andNot(told);
        var surplus = (BitSet) told.clone();
        surplus.andNot(expected);
        assertThat("%d missing %s, %d too many %s"
                        .formatted(missing.cardinality(), first(missing), surplus.cardinality(), first(surplus)))
                .as("seed %d, mark %d: %s", seed, mark, what)
                .isEqualTo("0 missing [], 0 too many []");
    }

    private static String first(BitSet uids) {
        return uids.stream().limit(5).boxed().toList().toString();
    }

    private static BitSet vanished(ImapWire.Answer answer) {
        var uids = new BitSet();
        answer.texts().filter(text -> text.startsWith(EARLIER)).forEach(text -> {
            for (var range : text.substring(EARLIER.length()).split(",")) {
                var ends = range.split(":");
                uids.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
            }
        });
        return uids;
    }

    private static BitSet fetched(ImapWire.Answer answer) {
        var uids = new BitSet();
        answer.texts().filter(text -> text.contains(" FETCH ")).forEach(text -> {
            var uid = UID.matcher(text);
            assertThat(uid.find()).as(text).isTrue();
            uids.set(Integer.parseInt(uid.group(1)));
        });
        return uids;
    }

    private static Duration cold(ServerProcess server) throws IOException {
        try (var wire = ImapWire.login(server.face("imap"), USER)) {
            long begun = System.nanoTime();
            wire.expectOk("SELECT INBOX");
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    /// Processor time of the server for one SELECT of many.
    private static String warm(ServerProcess server) throws IOException {
        try (var wire = ImapWire.login(server.face("imap"), USER)) {
            wire.expectOk("SELECT INBOX");
            var before = server.cpu();
            for (int i = 0; i < SELECTS; i++) {
                wire.expectOk("SELECT INBOX");
            }
            return "%.2f ms of processor time"
                    .formatted(server.cpu().minus(before).toNanos() / 1e6 / SELECTS);
        }
    }
}
