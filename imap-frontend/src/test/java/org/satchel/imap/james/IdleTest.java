// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.ImapLimits;
import org.satchel.imap.TestClient;
import org.satchel.model.Actor;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.Uid;

/// A client in IDLE is told at once of what others do, whoever they are.
@Timeout(300)
class IdleTest {
    @Test
    void what_others_do_is_told_in_order() throws IOException {
        try (var stage = new ImapStage();
                var idler = stage.login();
                var other = stage.login()) {
            other.append("INBOX", message("one", "1\r\n"));
            idler.expectOk("SELECT INBOX");
            idler.send("a IDLE\r\n");
            assertThat(idler.line()).isEqualTo("+ Idling");
            other.append("INBOX", message("two", "2\r\n"));
            assertThat(idler.line()).isEqualTo("* 2 EXISTS");
            assertThat(idler.line()).isEqualTo("* 2 RECENT");
            other.expectOk("SELECT INBOX");
            other.expectOk("STORE 1 +FLAGS (\\Seen \\Deleted)");
            assertThat(idler.line()).isEqualTo("* 1 FETCH (FLAGS (\\Deleted \\Recent \\Seen))");
            other.expectOk("EXPUNGE");
            assertThat(idler.line()).isEqualTo("* 1 EXPUNGE");
            idler.send("DONE\r\n");
            assertThat(idler.line()).startsWith("a OK");
            assertThat(idler.expectOk("FETCH 1 (UID)").only()).isEqualTo("* 1 FETCH (UID 2)");
        }
    }

    @Test
    void a_write_of_another_protocol_is_told() throws IOException {
        try (var stage = new ImapStage();
                var idler = stage.login()) {
            idler.append("INBOX", message("one", "1\r\n"));
            idler.expectOk("SELECT INBOX (CONDSTORE)");
            idler.send("a IDLE\r\n");
            idler.line();
            stage.box.write(Actor.owner(stage.box.id()), tx -> {
                var inbox = tx.folder(FolderPath.INBOX).orElseThrow();
                tx.flag(inbox.id(), List.of(Uid.FIRST), FlagEdit.add(Flags.of("$Mine")), null);
            });
            assertThat(idler.line())
                    .isEqualTo("* FLAGS (\\Answered \\Deleted \\Draft \\Flagged \\Seen"
                            + " $Archived $Forwarded $MDNSent $Mine $ReadReportSent)");
            assertThat(idler.line()).startsWith("* OK [PERMANENTFLAGS ");
            assertThat(idler.line())
                    .matches("\\* 1 FETCH \\(UID 1 FLAGS \\(\\\\Recent \\$Mine\\) MODSEQ \\(\\d+\\)\\)");
        }
    }

    @Test
    void other_folders_do_not_disturb() throws IOException {
        try (var stage = new ImapStage();
                var idler = stage.login();
                var other = stage.login()) {
            idler.expectOk("SELECT INBOX");
            idler.send("a IDLE\r\n");
            idler.line();
            other.append("Default", message("x", "x\r\n"));
            other.append("INBOX", message("y", "y\r\n"));
            assertThat(idler.line()).isEqualTo("* 1 EXISTS");
        }
    }

    @Test
    void a_line_that_is_up_says_so() throws IOException {
        var limits = ImapLimits.DEFAULT.withTimes(
                Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofMinutes(1));
        try (var stage = new ImapStage(limits);
                var idler = stage.login()) {
            idler.send("a IDLE\r\n");
            idler.line();
            assertThat(idler.line()).isEqualTo("* OK Still here");
            assertThat(idler.line()).isEqualTo("* OK Still here");
            idler.send("done\r\n");
            var line = idler.line();
            assertThat(line.startsWith("a OK") || line.equals("* OK Still here"))
                    .isTrue();
        }
    }

    @Test
    void what_is_not_done_is_refused_and_the_talk_goes_on() throws IOException {
        try (var stage = new ImapStage();
                var idler = stage.login()) {
            idler.send("a IDLE\r\n");
            idler.line();
            idler.send("b NOOP\r\n");
            assertThat(idler.line()).startsWith("a BAD");
            idler.expectOk("NOOP");
        }
    }

    @Test
    void sequence_numbers_do_not_change_while_a_command_speaks_of_them() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login();
                var other = stage.login()) {
            for (int i = 1; i <= 4; i++) {
                client.append("INBOX", message("m" + i, i + "\r\n"));
            }
            client.expectOk("SELECT INBOX");
            other.expectOk("SELECT INBOX");
            other.expectOk("UID STORE 2 +FLAGS (\\Deleted)");
            other.expectOk("EXPUNGE");
            other.append("INBOX", message("m5", "5\r\n"));
            // neither EXPUNGE nor EXISTS may come now, and numbers still mean what they meant
            assertThat(client.expectOk("FETCH 3 (UID)").lines()).containsExactly("* 3 FETCH (UID 3)");
            assertThat(client.expectOk("FETCH 1:4 (UID)").lines())
                    .containsExactly("* 1 FETCH (UID 1)", "* 3 FETCH (UID 3)", "* 4 FETCH (UID 4)");
            assertThat(client.expectOk("SEARCH ALL").lines()).containsExactly("* SEARCH 1 3 4");
            assertThat(client.expectOk("STORE 4 +FLAGS.SILENT (\\Seen)").lines())
                    .isEmpty();
            assertThat(client.expectOk("NOOP").lines()).containsExactly("* 5 EXISTS", "* 2 EXPUNGE", "* 4 RECENT");
            assertThat(client.expectOk("FETCH 1:* (UID)").lines())
                    .containsExactly(
                            "* 1 FETCH (UID 1)", "* 2 FETCH (UID 3)", "* 3 FETCH (UID 4)", "* 4 FETCH (UID 5)");
        }
    }

    @Test
    void what_is_done_on_another_server_is_told_though_both_count_their_clients_alike() throws IOException {
        try (var stage = new ImapStage();
                var another = stage.another();
                var here = stage.login();
                var there = new TestClient(another.address()).login(ImapStage.USER, ImapStage.PASSWORD)) {
            here.append("INBOX", message("one", "1\r\n"));
            here.expectOk("SELECT INBOX");
            there.expectOk("SELECT INBOX");
            there.expectOk("STORE 1 +FLAGS.SILENT (\\Flagged)");
            assertThat(here.expectOk("NOOP").lines()).containsExactly("* 1 FETCH (FLAGS (\\Flagged \\Recent))");
        }
    }
}
