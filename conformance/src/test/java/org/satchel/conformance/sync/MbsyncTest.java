// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.model.Address;
import org.satchel.server.accounts.Accounts;
import org.satchel.server.demo.ChildServer;

/// A synchroniser that many people trust with their mail keeps a box and a tree of Maildir folders the same, whatever
/// changes on either side.
class MbsyncTest {
    private static final String USER = "tel:+15550100001";
    private static final String PASSWORD = "sync-secret";
    private static final List<String> FOLDERS =
            List.of("INBOX", "Default", "Default/tel:+15550100042", "Default/tel:+15550100043");
    private static final List<String> FLAGS = List.of("", "\\Seen", "\\Seen \\Flagged", "\\Answered \\Seen", "\\Draft");

    @TempDir
    Path folder;

    @Test
    @Timeout(600)
    void a_thousand_objects_stay_the_same_on_both_sides() throws Exception {
        converge(1_000, Duration.ofSeconds(60));
    }

    @Test
    @Tag("long")
    @Timeout(1200)
    void ten_thousand_objects_stay_the_same_on_both_sides() throws Exception {
        converge(10_000, Duration.ofMinutes(5));
    }

    private void converge(int objects, Duration runMax) throws Exception {
        assumeTrue(Mbsync.isInstalled(), "mbsync is not installed; Debian: apt-get install isync");
        var data = folder.resolve("data");
        new Accounts(data, InstantSource.system()).put(List.of(new Address(USER)), PASSWORD);
        try (var server = new ChildServer(data, List.of(), folder.resolve("server.log"))) {
            var far = new Far(server.face("imap"), USER, PASSWORD);
            var near = new Near(folder.resolve("mail"));
            fill(far, objects);
            var mbsync = new Mbsync(folder, near, server.face("imap"), USER, PASSWORD);

            var first = mbsync.run(runMax);
            assertThat(first).isEqualTo(new Mbsync.Traffic(objects, 0, 0));
            var before = far.read(FOLDERS);
            assertThat(before.values().stream().mapToInt(List::size).sum()).isEqualTo(objects);
            assertThat(near.read(FOLDERS)).isEqualTo(before);
            assertThat(mbsync.run(runMax)).isEqualTo(Mbsync.Traffic.NOTHING);

            changeFar(far, objects);
            changeNear(near);
            var both = mbsync.run(runMax);
            assertThat(both.pulled()).isEqualTo(20);
            assertThat(both.pushed()).isEqualTo(10);
            assertThat(both.stored()).isPositive();
            var after = far.read(FOLDERS);
            assertThat(after).isNotEqualTo(before);
            assertThat(near.read(FOLDERS)).isEqualTo(after);
            assertThat(after.get("INBOX")).hasSize(before.get("INBOX").size() - 10);
            assertThat(after.get(FOLDERS.get(2)))
                    .hasSize(before.get(FOLDERS.get(2)).size() + 20);
            assertThat(after.get(FOLDERS.get(3)))
                    .hasSize(before.get(FOLDERS.get(3)).size() + 10 - 5);
            assertThat(mbsync.run(runMax)).isEqualTo(Mbsync.Traffic.NOTHING);
            assertThat(far.read(FOLDERS)).isEqualTo(after);
            assertThat(server.stop()).isZero();
        }
    }

    private static void fill(Far far, int objects) throws IOException, InterruptedException {
        try (var phone = far.phone()) {
            phone.command("CREATE " + FOLDERS.get(2));
            phone.command("CREATE " + FOLDERS.get(3));
        }
        var commands = new ArrayList<String>();
        for (int i = 0; i < objects; i++) {
            commands.add(append(FOLDERS.get(i % FOLDERS.size()), FLAGS.get(i % FLAGS.size()), object(i)));
        }
        far.append(commands);
    }

    /// Flags, new ones, and deleted ones that are expunged at once.
    private static void changeFar(Far far, int objects) throws IOException, InterruptedException {
        try (var phone = far.phone()) {
            phone.command("SELECT INBOX");
            phone.command("STORE 1:50 +FLAGS.SILENT (\\Flagged)");
            phone.command("STORE 51:60 +FLAGS.SILENT (\\Deleted)");
            phone.command("EXPUNGE");
            phone.command("STORE 61:80 FLAGS.SILENT (\\Seen)");
        }
        var commands = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            commands.add(append(FOLDERS.get(2), "\\Seen", object(objects + i)));
        }
        far.append(commands);
    }

    /// Flags, new ones, and deleted ones that mbsync is to expunge.
    private static void changeNear(Near near) throws IOException {
        var files = near.files(FOLDERS.get(3));
        for (int i = 0; i < 40; i++) {
            near.flag(files.get(i), "FRS");
        }
        for (int i = 40; i < 45; i++) {
            near.flag(files.get(i), "ST");
        }
        for (int i = 0; i < 10; i++) {
            near.add(FOLDERS.get(3), "17000000%02d.1.reader:2,S".formatted(i), object(900_000 + i));
        }
    }

    private static String append(String folder, String flags, String object) {
        var bytes = object.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8).length;
        return "APPEND %s (%s) {%d+}\r\n%s".formatted(folder, flags, bytes, object.replace("\n", "\r\n"));
    }

    /// Every hundredth is larger than what is kept beside its metadata.
    private static String object(int number) {
        var text = number % 100 == 99 ? "Grüße aus der Straße\n".repeat(2_500) : "Wir sehen uns um 6 🙂 am Gleis 4\n";
        return """
                From: tel:+15550100042
                To: tel:+15550100001
                Date: Tue, 03 Mar 2026 09:%02d:%02d +0100
                Message-ID: <%d@conformance.invalid>
                Message-Direction: received
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                %d: %s""".formatted(number / 60 % 60, number % 60, number, number, text);
    }
}
