// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.model.BoxId;
import org.satchel.model.BoxView;
import org.satchel.model.Commit;
import org.satchel.model.Delta;
import org.satchel.model.FolderId;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.ModSeq;
import org.satchel.model.Uid;
import org.satchel.model.contract.BoxPicture;
import org.satchel.model.contract.NoContents;
import org.satchel.model.state.BoxState;

/// A process that writes is killed at any moment: what it acknowledged is there, and nothing is half done.
class CrashTest {
    private static final Duration START_MAX = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private long acknowledged;

    @Test
    @Timeout(600)
    void nothing_acknowledged_is_lost_by_a_kill() throws IOException, InterruptedException {
        kill(5, new Random().nextLong());
    }

    @Test
    @Tag("long")
    @Timeout(1800)
    void nothing_acknowledged_is_lost_by_a_hundred_kills() throws IOException, InterruptedException {
        kill(100, new Random().nextLong());
    }

    private void kill(int rounds, long seed) throws IOException, InterruptedException {
        var random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            var journal = folder.resolve("journal-" + round);
            writeUntilKilled(journal, 1 + round * 1_000_000, random.nextInt(1000));
            try (var store = Stores.open(folder.resolve("store"))) {
                check(store, journal, "round " + round + " of seed " + seed);
            }
        }
        assertThat(acknowledged).as("acknowledged commits").isGreaterThan(10L * rounds);
    }

    private void writeUntilKilled(Path journal, int firstNumber, int millis) throws IOException, InterruptedException {
        var writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashWriter.class.getName(),
                        folder.resolve("store").toString(),
                        journal.toString(),
                        Integer.toString(firstNumber))
                .redirectErrorStream(true)
                .redirectOutput(new File(journal + ".out"))
                .start();
        try {
            long deadline = System.nanoTime() + START_MAX.toNanos();
            while (!Files.exists(journal) || Files.size(journal) == 0) {
                assertThat(writer.isAlive())
                        .as(() -> "the writer runs: " + output(journal))
                        .isTrue();
                assertThat(System.nanoTime()).as("writing begins in time").isLessThan(deadline);
                boolean ended = writer.waitFor(5, TimeUnit.MILLISECONDS);
                assertThat(ended)
                        .as(() -> "the writer ended: " + output(journal))
                        .isFalse();
            }
            boolean ended = writer.waitFor(millis, TimeUnit.MILLISECONDS);
            assertThat(ended).as(() -> "the writer ended: " + output(journal)).isFalse();
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private static String output(Path journal) {
        try {
            return Files.readString(Path.of(journal + ".out"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private void check(MessageStore store, Path journal, String which) throws IOException {
        var found = new HashMap<String, String>();
        for (int i = 0; i < CrashWriter.BOXES; i++) {
            var id = CrashWriter.box(i);
            var box = store.find(id);
            if (box.isPresent()) {
                checkWhole(box.get(), which);
                addLines(box.get(), found);
            }
        }
        for (var line : Files.readString(journal).split("(?<=\n)")) {
            if (line.endsWith("\n")) { // the last one may be torn
                acknowledged++;
                assertThat(found.get(key(line))).as("%s: acknowledged", which).isEqualTo(line);
            }
        }
    }

    private static void addLines(MessageBox box, Map<String, String> found) {
        for (var commit : commits(box)) {
            var line = CrashWriter.line(box.id(), commit);
            found.put(key(line), line);
        }
    }

    /// Box and mod-sequence.
    private static String key(String line) {
        return line.substring(0, line.lastIndexOf(' '));
    }

    private static List<Commit> commits(MessageBox box) {
        return ((Delta.Commits) box.changes().since(ModSeq.ZERO, Integer.MAX_VALUE)).commits();
    }

    /// The log tells how the box came to be what it is, and every object has its summary and its bytes.
    private static void checkWhole(MessageBox box, String which) {
        var view = box.view();
        var state = BoxState.empty(box.id());
        for (var commit : commits(box)) {
            state = state.apply(commit, NoContents.NONE);
        }
        assertThat(BoxPicture.of(view))
                .as("%s: %s is what its log says", which, box.id())
                .isEqualTo(BoxPicture.of(state.view(NoContents.NONE)));
        for (var folder : view.folders()) {
            checkObjects(view, box.id(), folder.id(), which);
        }
    }

    private static void checkObjects(BoxView view, BoxId box, FolderId folder, String which) {
        var count = new int[1];
        view.objects(folder, Uid.FIRST, Uid.LAST, object -> {
            count[0]++;
            var subject = object.summary().envelope().subject();
            assertThat(subject).as("%s: %s %s", which, box, object.placement()).startsWith("message ");
            int number = Integer.parseInt(String.valueOf(subject).substring("message ".length()));
            assertThat(Stores.bytes(view, folder, object.entry()))
                    .as("%s: %s %s", which, box, subject)
                    .isEqualTo(CrashWriter.message(number));
        });
        assertThat(count[0]).isEqualTo(view.listing(folder).count());
    }
}
