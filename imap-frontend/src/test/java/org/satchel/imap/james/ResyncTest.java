// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.TestClient;
import org.satchel.model.Actor;

/// CONDSTORE and QRESYNC: a client that was away learns exactly what it missed, and a condition is decided where the
/// write is made.
// RFC 7162, CPM-MSG §11.4
@Timeout(300)
class ResyncTest {
    private ImapStage stage;
    private TestClient client;
    private TestClient other;

    @BeforeEach
    void connect() throws IOException {
        stage = new ImapStage();
        client = stage.login();
        other = stage.login();
        for (int i = 1; i <= 10; i++) {
            client.append("INBOX", message("m" + i, "text " + i + "\r\n"));
        }
        other.expectOk("SELECT INBOX");
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        other.close();
        stage.close();
    }

    private String status(String item) throws IOException {
        return client.expectOk("STATUS INBOX (" + item + ")").lines().getLast().replaceAll(".* (\\d+)\\)", "$1");
    }

    private static List<String> changes(TestClient.Reply reply) {
        return reply.lines().stream()
                .filter(line -> line.contains("VANISHED") || line.contains("FETCH"))
                .map(line -> line.replaceAll("MODSEQ \\(\\d+\\)", "MODSEQ (n)"))
                .toList();
    }

    @Test
    void enable_says_what_it_enabled() throws IOException {
        assertThat(client.expectOk("ENABLE QRESYNC XYZZY").only()).isEqualTo("* ENABLED QRESYNC CONDSTORE");
        assertThat(client.expectOk("ENABLE CONDSTORE").only()).isEqualTo("* ENABLED");
    }

    @Test
    void a_client_that_was_away_is_told_what_vanished_and_what_changed() throws IOException {
        var validity = status("UIDVALIDITY");
        var highest = status("HIGHESTMODSEQ");
        other.expectOk("UID STORE 3,5:6 +FLAGS.SILENT (\\Deleted)");
        other.expectOk("EXPUNGE");
        other.expectOk("UID STORE 8 +FLAGS (\\Seen)");
        other.append("INBOX", message("m11", "new\r\n"));
        client.expectOk("ENABLE QRESYNC");
        var reply = client.expectOk("SELECT INBOX (QRESYNC (" + validity + " " + highest + " 1:10))");
        assertThat(changes(reply))
                .containsExactly("* VANISHED (EARLIER) 3,5:6", "* 5 FETCH (UID 8 FLAGS (\\Seen) MODSEQ (n))");
        client.expectOk("UNSELECT");
        var all = client.expectOk("SELECT INBOX (QRESYNC (" + validity + " " + highest + "))");
        assertThat(changes(all))
                .containsExactly(
                        "* VANISHED (EARLIER) 3,5:6",
                        "* 5 FETCH (UID 8 FLAGS (\\Seen) MODSEQ (n))",
                        "* 8 FETCH (UID 11 FLAGS () MODSEQ (n))");
    }

    @Test
    void when_the_log_does_not_reach_all_uids_that_are_gone_are_told() throws IOException {
        var validity = status("UIDVALIDITY");
        other.expectOk("UID STORE 2 +FLAGS.SILENT (\\Deleted)");
        other.expectOk("EXPUNGE");
        var highest = status("HIGHESTMODSEQ");
        other.expectOk("UID STORE 9 +FLAGS.SILENT (\\Deleted)");
        other.expectOk("EXPUNGE");
        other.expectOk("UID STORE 1 +FLAGS (\\Seen)");
        stage.box.write(
                Actor.owner(stage.box.id()),
                tx -> tx.purgeHistory(stage.box.view().modSeq()));
        client.expectOk("ENABLE QRESYNC");
        var reply = client.expectOk("SELECT INBOX (QRESYNC (" + validity + " " + highest + " 1:10))");
        assertThat(changes(reply))
                .containsExactly("* VANISHED (EARLIER) 2,9", "* 1 FETCH (UID 1 FLAGS (\\Seen) MODSEQ (n))");
        client.expectOk("UNSELECT");
        // the client shows that it knows numbers 1 and 5 as uids 1 and 6: what is gone below 6 it has been told
        var matched = client.expectOk("SELECT INBOX (QRESYNC (" + validity + " " + highest + " 1:10 (1,5 1,6)))");
        assertThat(changes(matched)).contains("* VANISHED (EARLIER) 9");
    }

    @Test
    void another_uidvalidity_is_said_and_nothing_else() throws IOException {
        client.expectOk("ENABLE QRESYNC");
        var reply = client.expectOk("SELECT INBOX (QRESYNC (12345 1 1:10))");
        assertThat(changes(reply)).isEmpty();
        assertThat(reply.last()).contains("UIDVALIDITY mismatch");
    }

    @Test
    void qresync_must_be_enabled_first() throws IOException {
        assertThat(client.ask("SELECT INBOX (QRESYNC (1 1))").last()).startsWith("BAD");
        client.expectOk("SELECT INBOX");
        assertThat(client.ask("UID FETCH 1:* (FLAGS) (CHANGEDSINCE 1 VANISHED)").last())
                .startsWith("BAD");
    }

    @Test
    void with_qresync_removals_are_told_as_vanished() throws IOException {
        client.expectOk("ENABLE QRESYNC");
        client.expectOk("SELECT INBOX");
        other.expectOk("UID STORE 4,7 +FLAGS.SILENT (\\Deleted)");
        other.expectOk("EXPUNGE");
        assertThat(client.expectOk("NOOP").lines()).containsExactly("* VANISHED 4,7");
        assertThat(client.expectOk("UID FETCH 5 (FLAGS)").only()).startsWith("* 4 FETCH (UID 5 ");
    }

    @Test
    void changedsince_with_vanished_tells_both() throws IOException {
        client.expectOk("ENABLE QRESYNC");
        client.expectOk("SELECT INBOX");
        var highest = status("HIGHESTMODSEQ");
        other.expectOk("UID STORE 4 +FLAGS.SILENT (\\Deleted)");
        other.expectOk("EXPUNGE");
        other.expectOk("UID STORE 6 +FLAGS.SILENT (\\Flagged)");
        client.expectOk("NOOP");
        var reply = client.expectOk("UID FETCH 1:* (FLAGS) (CHANGEDSINCE " + highest + " VANISHED)");
        assertThat(changes(reply))
                .containsExactly("* VANISHED (EARLIER) 4", "* 5 FETCH (UID 6 FLAGS (\\Flagged) MODSEQ (n))");
    }

    @Test
    void a_condition_that_fails_names_the_objects_and_nothing_else() throws IOException {
        client.expectOk("SELECT INBOX");
        var highest = status("HIGHESTMODSEQ");
        other.expectOk("UID STORE 3 +FLAGS (\\Answered)");
        var reply = client.ask("UID STORE 2:4 (UNCHANGEDSINCE " + highest + ") +FLAGS (\\Flagged)");
        assertThat(reply.last()).startsWith("OK [MODIFIED 3] ");
        assertThat(client.expectOk("UID SEARCH FLAGGED").only()).isEqualTo("* SEARCH 2 4");
        assertThat(client.ask("UID STORE 1:2 (UNCHANGEDSINCE 0) +FLAGS (\\Seen)")
                        .last())
                .startsWith("OK [MODIFIED 1:2] ");
    }

    @Test
    void of_two_conditional_writers_one_wins() throws Exception {
        for (int round = 0; round < 50; round++) {
            var highest = status("HIGHESTMODSEQ");
            var command = "UID STORE 1 (UNCHANGEDSINCE " + highest + ") FLAGS (k" + round + ")";
            client.expectOk("SELECT INBOX");
            var replies = new String[2];
            var first = Thread.ofVirtual().start(() -> replies[0] = last(client, command));
            var second = Thread.ofVirtual().start(() -> replies[1] = last(other, command.replace("(k", "(j")));
            first.join();
            second.join();
            assertThat(replies)
                    .satisfiesExactlyInAnyOrder(
                            won -> assertThat(won).startsWith("OK STORE"),
                            lost -> assertThat(lost).startsWith("OK [MODIFIED 1]"));
        }
    }

    @Test
    void a_silent_store_tells_the_modseq_to_who_enabled_condstore() throws IOException {
        client.expectOk("SELECT INBOX (CONDSTORE)");
        assertThat(client.expectOk("UID STORE 1:2 +FLAGS.SILENT (\\Seen)").lines())
                .allMatch(line -> line.matches("\\* (\\d) FETCH \\(UID \\1 MODSEQ \\(\\d+\\)\\)"))
                .hasSize(2);
        assertThat(client.expectOk("UID STORE 1:2 +FLAGS.SILENT (\\Seen)").lines())
                .isEmpty();
        client.expectOk("SELECT INBOX");
    }

    @Test
    void a_search_by_modseq_tells_the_highest() throws IOException {
        client.expectOk("SELECT INBOX (CONDSTORE)");
        var highest = Long.parseLong(status("HIGHESTMODSEQ"));
        other.expectOk("UID STORE 3 +FLAGS (\\Seen)");
        var line = client.expectOk("UID SEARCH MODSEQ " + (highest + 1)).lines().getFirst();
        assertThat(line).isEqualTo("* SEARCH 3 (MODSEQ " + (highest + 1) + ")");
    }

    private static String last(TestClient client, String command) {
        try {
            return client.ask(command).last();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    // RFC 7162 §3.2
    @Test
    void a_mod_sequence_is_taken_back_while_a_removal_before_it_is_not_told() throws IOException {
        client.expectOk("ENABLE QRESYNC");
        var opened = client.expectOk("SELECT INBOX");
        other.expectOk("STORE 3 +FLAGS.SILENT (\\Deleted)");
        other.expectOk("EXPUNGE");
        var stored = client.expectOk("STORE 1 +FLAGS.SILENT (\\Flagged)");
        long known = highest(stored);
        assertThat(known).isGreaterThanOrEqualTo(highest(opened));
        var removed = client.expectOk("FETCH 2 (MODSEQ)");
        assertThat(highest(removed)).isEqualTo(known);
        assertThat(client.expectOk("NOOP").lines()).containsExactly("* VANISHED 3");
        assertThat(client.expectOk("FETCH 2 (MODSEQ)").lines()).hasSize(1);
        client.expectOk("UNSELECT");
        var validity = status("UIDVALIDITY");
        assertThat(client.expectOk("SELECT INBOX (QRESYNC (" + validity + " " + known + "))")
                        .lines())
                .contains("* VANISHED (EARLIER) 3");
    }

    private static long highest(TestClient.Reply reply) {
        return reply.lines().stream()
                .filter(line -> line.contains("[HIGHESTMODSEQ "))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*\\[HIGHESTMODSEQ (\\d+)\\].*", "$1")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no HIGHESTMODSEQ in " + reply));
    }

    // RFC 7162 §3.2.10.2, RFC 9051 §7.5.1
    @Test
    void a_search_by_numbers_does_not_change_them_though_it_answers_with_uids() throws IOException {
        client.expectOk("SELECT INBOX");
        other.expectOk("STORE 3 +FLAGS.SILENT (\\Deleted)");
        other.expectOk("EXPUNGE");
        assertThat(client.expectOk("UID SEARCH NOT (4:10 DELETED) 1:5").lines()).containsExactly("* SEARCH 1 2 4 5");
        assertThat(client.expectOk("UID SEARCH UID 1:5").lines()).contains("* SEARCH 1 2 4 5", "* 3 EXPUNGE");
    }
}
