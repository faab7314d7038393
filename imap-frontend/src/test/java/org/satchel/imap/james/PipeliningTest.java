// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.TestClient;

/// Clients that do not wait: what they send in one packet is answered in order, and bytes of objects are never taken
/// for commands.
@Timeout(300)
class PipeliningTest {
    @Test
    void a_command_behind_a_literal_in_one_packet_is_answered() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            var text = message("x", "x\r\n");
            client.send("A APPEND INBOX {" + text.length() + "+}\r\n" + text + "\r\nB NOOP\r\n");
            assertThat(client.line()).startsWith("A OK [APPENDUID ");
            assertThat(client.line()).startsWith("B OK");
        }
    }

    @Test
    void a_login_of_literals_and_what_follows_in_one_packet_is_answered() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.connect()) {
            client.line();
            client.send("A LOGIN {" + ImapStage.USER.length() + "+}\r\n" + ImapStage.USER
                    + " {6+}\r\nsecret\r\nB NOOP\r\n");
            assertThat(client.line()).startsWith("A OK");
            assertThat(client.line()).startsWith("B OK");
        }
    }

    @Test
    void five_hundred_uploads_without_waiting_are_all_stored_and_nothing_else_happens() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            var text = "From: a@b\r\nSubject: LOGOUT\r\n\r\nT1 DELETE Default\r\nT2 LOGOUT\r\n";
            var all = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                all.append("A")
                        .append(i)
                        .append(" APPEND INBOX {")
                        .append(text.length())
                        .append("+}\r\n");
                all.append(text).append("\r\n");
            }
            Thread.ofVirtual().start(() -> sendAll(client, all.toString()));
            for (int i = 0; i < 500; i++) {
                assertThat(client.line())
                        .startsWith("A" + i + " OK [APPENDUID ")
                        .endsWith(" " + (i + 1) + "] APPEND completed.");
            }
            assertThat(client.expectOk("STATUS INBOX (MESSAGES)").only()).isEqualTo("* STATUS INBOX (MESSAGES 500)");
        }
    }

    @Test
    void many_fetches_without_waiting_are_answered_in_order_with_whole_literals() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            int objects = 50;
            for (int i = 1; i <= objects; i++) {
                client.append("INBOX", message("m" + i, ("line " + i + "\r\n").repeat(i * 20)));
            }
            client.expectOk("SELECT INBOX");
            int commands = 5_000;
            var all = new StringBuilder();
            for (int i = 0; i < commands; i++) {
                all.append("F")
                        .append(i)
                        .append(" UID FETCH ")
                        .append(i % objects + 1)
                        .append(" BODY.PEEK[]\r\n");
            }
            Thread.ofVirtual().start(() -> sendAll(client, all.toString()));
            for (int i = 0; i < commands; i++) {
                int number = i % objects + 1;
                var text = message("m" + number, ("line " + number + "\r\n").repeat(number * 20));
                assertThat(client.line())
                        .isEqualTo("* " + number + " FETCH (UID " + number + " BODY[] {" + text.length() + "}\r\n"
                                + text + ")");
                assertThat(client.line()).startsWith("F" + i + " OK");
            }
        }
    }

    @Test
    void large_answers_keep_their_literals_whole() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            var text = message("large", "0123456789abcdef\r\n".repeat(1_200));
            for (int i = 0; i < 300; i++) {
                client.append("INBOX", text);
            }
            client.expectOk("SELECT INBOX");
            for (var line : client.expectOk("UID FETCH 1:* BODY.PEEK[]").lines()) {
                assertThat(line).endsWith("{" + text.length() + "}\r\n" + text + ")");
            }
        }
    }

    @Test
    void done_and_the_next_command_in_one_packet_are_both_heard() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            client.expectOk("SELECT INBOX");
            client.send("A IDLE\r\n");
            assertThat(client.line()).startsWith("+");
            client.send("DONE\r\nB NOOP\r\n");
            assertThat(client.line()).startsWith("A OK");
            assertThat(client.line()).startsWith("B OK");
        }
    }

    @Test
    void commands_may_come_a_byte_at_a_time_and_end_with_a_bare_line_feed() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            var text = "From: a\n\nbody\n";
            var command = "\n\r\nA APPEND INBOX {" + text.length() + "+}\n" + text + "\nB NOOP\n";
            for (char c : command.toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertThat(client.line()).startsWith("A OK");
            assertThat(client.line()).startsWith("B OK");
            client.expectOk("SELECT INBOX");
            assertThat(client.expectOk("FETCH 1 BODY.PEEK[]").only()).endsWith("{17}\r\nFrom: a\r\n\r\nbody\r\n)");
        }
    }

    @Test
    void answers_to_a_window_of_commands_come_together() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            var all = new StringBuilder();
            var expected = new ArrayList<String>();
            for (int i = 0; i < 100; i++) {
                all.append("N").append(i).append(" NOOP\r\n");
                expected.add("N" + i + " OK NOOP completed.");
            }
            client.send(all.toString());
            var got = new ArrayList<String>();
            for (int i = 0; i < 100; i++) {
                got.add(client.line());
            }
            assertThat(got).isEqualTo(expected);
        }
    }

    @Test
    void stores_without_waiting_build_on_each_other_and_are_answered_in_order() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            client.append("INBOX", message("x", "x\r\n"));
            client.expectOk("SELECT INBOX");
            var all = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                all.append("S").append(i).append(" UID STORE 1 ").append(i % 2 == 0 ? '+' : '-');
                all.append("FLAGS (\\Flagged)\r\n");
            }
            all.append("B UID STORE no +FLAGS (\\Seen)\r\nF UID FETCH 1 (FLAGS)\r\n");
            client.send(all.toString());
            for (int i = 0; i < 200; i++) {
                assertThat(client.line())
                        .isEqualTo(
                                "* 1 FETCH (UID 1 FLAGS (" + (i % 2 == 0 ? "\\Flagged \\Recent" : "\\Recent") + "))");
                assertThat(client.line()).isEqualTo("S" + i + " OK STORE completed.");
            }
            assertThat(client.line()).startsWith("B BAD ");
            assertThat(client.line()).isEqualTo("* 1 FETCH (UID 1 FLAGS (\\Recent))");
            assertThat(client.line()).startsWith("F OK ");
        }
    }

    @Test
    void a_refused_upload_among_others_is_answered_in_its_place() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            var uploads = new StringBuilder();
            for (var upload : List.of("A APPEND INBOX", "B APPEND Nowhere", "C APPEND INBOX")) {
                uploads.append(upload).append(" {5+}\r\none\r\n\r\n");
            }
            client.send(uploads.toString());
            assertThat(client.line()).startsWith("A OK [APPENDUID ").contains(" 1] ");
            assertThat(client.line()).startsWith("B NO [TRYCREATE] ");
            assertThat(client.line()).startsWith("C OK [APPENDUID ").contains(" 2] ");
        }
    }

    @Test
    void what_others_did_is_told_with_the_last_of_many_answers() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login();
                var other = stage.login()) {
            for (int i = 1; i <= 3; i++) {
                client.append("INBOX", message("m" + i, "x\r\n"));
            }
            client.expectOk("SELECT INBOX");
            other.expectOk("SELECT INBOX");
            other.expectOk("STORE 1 +FLAGS (\\Seen)");
            client.send("A STORE 1 +FLAGS (\\Flagged)\r\nB STORE 2 +FLAGS (\\Flagged)\r\n");
            assertThat(client.replyTo("A").lines()).containsExactly("* 1 FETCH (FLAGS (\\Flagged \\Recent \\Seen))");
            assertThat(client.replyTo("B").lines())
                    .containsExactly(
                            "* 2 FETCH (FLAGS (\\Flagged \\Recent))", "* 1 FETCH (FLAGS (\\Flagged \\Recent \\Seen))");
        }
    }

    @Test
    void a_store_behind_an_upload_sees_what_was_uploaded() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            client.append("INBOX", message("first", "x\r\n"));
            client.expectOk("SELECT INBOX");
            client.send("A APPEND INBOX {5+}\r\none\r\n\r\nB UID STORE * +FLAGS (\\Flagged)\r\n");
            assertThat(client.replyTo("A").lines()).contains("* 2 EXISTS");
            assertThat(client.replyTo("B").lines()).containsExactly("* 2 FETCH (UID 2 FLAGS (\\Flagged \\Recent))");
        }
    }

    @Test
    void an_answer_does_not_wait_for_the_rest_of_a_command_that_has_begun() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            client.append("INBOX", message("x", "x\r\n"));
            client.expectOk("SELECT INBOX");
            client.send("A UID STORE 1 +FLAGS (\\Seen)\r\nB NO");
            assertThat(client.replyTo("A").last()).startsWith("OK ");
            client.send("OP\r\n");
            assertThat(client.line()).startsWith("B OK ");
        }
    }

    @Test
    void the_go_ahead_comes_behind_the_answers_before_it() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            client.send("A APPEND INBOX {5+}\r\none\r\n\r\nB APPEND INBOX {5}\r\n");
            assertThat(client.line()).startsWith("A OK ");
            assertThat(client.line()).startsWith("+ ");
            client.send("two\r\n\r\n");
            assertThat(client.line()).startsWith("B OK ");
        }
    }

    @Test
    void a_number_that_the_client_does_not_count_yet_is_told_behind_the_answers_before() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login();
                var other = stage.login()) {
            client.append("INBOX", message("one", "x\r\n"));
            client.expectOk("SELECT INBOX");
            other.append("INBOX", message("two", "x\r\n"));
            client.send("A STORE 1 +FLAGS (\\Seen)\r\nB STORE 2 +FLAGS (\\Seen)\r\n");
            assertThat(client.replyTo("A").lines()).first().isEqualTo("* 1 FETCH (FLAGS (\\Recent \\Seen))");
            assertThat(client.replyTo("B").last()).startsWith("OK ");
        }
    }

    @Test
    void stores_of_many_objects_without_waiting_are_answered_in_order() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            for (int i = 0; i < 40; i++) {
                client.append("INBOX", message("m" + i, "x\r\n"));
            }
            client.expectOk("SELECT INBOX");
            var all = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                all.append("S").append(i).append(" STORE 1:* ").append(i % 2 == 0 ? '+' : '-');
                all.append("FLAGS (\\Flagged)\r\n");
            }
            client.send(all.toString());
            for (int i = 0; i < 100; i++) {
                var reply = client.replyTo("S" + i);
                boolean flagged = i % 2 == 0;
                assertThat(reply.lines()).hasSize(40).allMatch(line -> line.contains("\\Flagged") == flagged);
            }
        }
    }

    private static void sendAll(TestClient client, String text) {
        try {
            client.send(text);
        } catch (IOException closed) {
            throw new IllegalStateException(closed);
        }
    }
}
