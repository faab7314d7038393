// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.requirements;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.satchel.conformance.wire.ImapWire;

/// What the interface to the store can: parts, folders, synchronisation, and who is let in.
final class AccessTest extends Asked {
    @Test
    void m_03_a_part_of_a_part_is_fetched() throws IOException {
        var multipart = "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\none\r\n--x\r\n\r\n"
                + "0123456789".repeat(10_000) + "\r\n--x--\r\n";
        assertThat(imap.append("INBOX", "", multipart.getBytes(UTF_8)).isOk()).isTrue();
        imap.expectOk("SELECT INBOX");
        var part = imap.expectOk("FETCH 1 BODY[2]<0.65536>").lines().getFirst();
        assertThat(new String(part.literals().getFirst(), UTF_8))
                .isEqualTo("0123456789".repeat(10_000).substring(0, 65_536));
    }

    @Test
    void m_07_a_folder_with_many_objects_is_renamed_in_one_step() throws IOException {
        imap.expectOk("CREATE RCSMessageStore/trip");
        fill("RCSMessageStore/trip", 10_000);
        try (var other = login()) {
            other.expectOk("SELECT RCSMessageStore/trip");
            long begun = System.nanoTime();
            imap.expectOk("RENAME RCSMessageStore/trip RCSMessageStore/2026/trip");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
            // who has it open keeps it
            assertThat(other.expectOk("UID FETCH 10000 (UID)").first(UID)).isEqualTo("10000");
        }
        assertThat(imap.expectOk("STATUS RCSMessageStore/2026/trip (MESSAGES)").texts())
                .containsExactly("* STATUS RCSMessageStore/2026/trip (MESSAGES 10000)");
    }

    @Test
    void m_10_who_was_away_gets_exactly_what_vanished_and_what_changed() throws IOException {
        fill("INBOX", 5_000);
        imap.expectOk("ENABLE QRESYNC");
        var left = imap.expectOk("SELECT INBOX");
        imap.expectOk("UNSELECT");
        var gone = new TreeSet<Integer>();
        var changed = new TreeSet<Integer>();
        try (var other = login()) {
            other.expectOk("SELECT INBOX");
            var commands = new ArrayList<byte[]>();
            for (int i = 0; i < 5_000; i++) {
                int uid = 1 + random.nextInt(5_000);
                boolean removes = random.nextInt(10) == 0;
                if (gone.contains(uid)) {
                    continue;
                }
                (removes ? gone : changed).add(uid);
                var mark = removes ? "+FLAGS.SILENT (\\Deleted)" : "+FLAGS.SILENT ($k" + random.nextInt(5) + ")";
                commands.add(("UID STORE " + uid + " " + mark).getBytes(UTF_8));
            }
            var answers = other.together(commands);
            for (var ignored : commands) {
                assertThat(answers.next().isOk()).isTrue();
            }
            other.expectOk("EXPUNGE");
        }
        changed.removeAll(gone);
        var back = imap.expectOk("SELECT INBOX (QRESYNC (%s %s))".formatted(left.first(VALIDITY), left.first(HIGHEST)));
        var vanished = back.texts()
                .filter(it -> it.startsWith("* VANISHED (EARLIER) "))
                .toList();
        assertThat(numbers(vanished.getFirst().substring("* VANISHED (EARLIER) ".length())))
                .isEqualTo(gone);
        var told = new TreeSet<Integer>();
        back.texts().filter(it -> it.contains(" FETCH ")).forEach(it -> {
            var uid = UID.matcher(it);
            assertThat(uid.find()).isTrue();
            told.add(Integer.parseInt(uid.group(1)));
        });
        assertThat(told).isEqualTo(changed);
    }

    static Set<Integer> numbers(String set) {
        var all = new TreeSet<Integer>();
        for (var range : set.split(",")) {
            var ends = range.split(":");
            for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
                all.add(i);
            }
        }
        return all;
    }

    @Test
    void x_02_before_login_nothing_is_answered_but_how_to_log_in() throws IOException {
        try (var stranger = new ImapWire(server.face("imap"))) {
            for (var command : List.of(
                    "SELECT INBOX",
                    "LIST \"\" *",
                    "STATUS INBOX (MESSAGES)",
                    "CREATE x",
                    "FETCH 1 FLAGS",
                    "NAMESPACE",
                    "SEARCH ALL",
                    "IDLE")) {
                var answer = stranger.command(command);
                assertThat(answer.isOk()).as(command).isFalse();
                assertThat(answer.lines()).as(command).isEmpty();
            }
            assertThat(stranger.command("LOGIN " + account(1) + " wrong").status())
                    .contains("[AUTHENTICATIONFAILED]");
            assertThat(stranger.command("LOGIN tel:+19999999999 wrong").status())
                    .contains("[AUTHENTICATIONFAILED]");
        }
    }
}
