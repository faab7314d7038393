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

/// Forms that the standards have and James's grammar lacks, and answers that they ask for.
@Timeout(300)
class GrammarTest {
    private ImapStage stage;
    private TestClient client;

    @BeforeEach
    void connect() throws IOException {
        stage = new ImapStage();
        client = stage.login();
        for (int i = 1; i <= 4; i++) {
            client.append("INBOX", message("m" + i, i + "\r\n"));
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        stage.close();
    }

    private long highest() throws IOException {
        return Long.parseLong(client.expectOk("STATUS INBOX (HIGHESTMODSEQ)")
                .lines()
                .getLast()
                .replaceAll(".*SEQ (\\d+).*", "$1"));
    }

    @Test
    void what_is_not_offered_is_refused() throws IOException {
        client.expectOk("CREATE kept");
        client.expectOk("SELECT kept");
        for (var command : List.of("STATUS kept ()")) {
            var reply = client.ask(command);
            assertThat(reply.lines()).as(command).isEmpty();
            assertThat(reply.last()).as(command).startsWith("BAD");
        }
    }

    // RFC 5258 §6
    @Test
    void list_takes_several_patterns_and_names_each_folder_once() throws IOException {
        client.expectOk("CREATE kept/one");
        assertThat(client.expectOk("LIST \"\" (\"inbox\" kept* \"%\")").lines())
                .containsExactly(
                        "* LIST (\\HasNoChildren) \"/\" \"Default\"",
                        "* LIST (\\HasNoChildren) \"/\" \"INBOX\"",
                        "* LIST (\\HasNoChildren) \"/\" \"RCSMessageStore\"",
                        "* LIST (\\HasChildren) \"/\" \"kept\"",
                        "* LIST (\\HasNoChildren) \"/\" \"kept/one\"");
        assertThat(client.expectOk("LIST (SUBSCRIBED) \"\" (INBOX {4+}\r\nkept) RETURN (CHILDREN)")
                        .lines())
                .isEmpty();
        assertThat(client.ask("LIST \"\" ()").last()).startsWith("BAD");
        assertThat(client.ask("LIST \"\" (INBOX").last()).startsWith("BAD");
        assertThat(client.ask("LIST \"\" (" + "a ".repeat(101) + ")").last()).startsWith("BAD");
        client.expectOk("NOOP");
    }

    // RFC 5258 §3.1
    @Test
    void recursivematch_is_no_selection_by_itself() throws IOException {
        assertThat(client.ask("LIST (RECURSIVEMATCH) \"\" *").last()).startsWith("BAD");
        client.expectOk("CREATE kept/one");
        client.expectOk("SUBSCRIBE kept/one");
        assertThat(client.expectOk("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" %").only())
                .contains("\"kept\" (\"CHILDINFO\" (\"SUBSCRIBED\"))");
    }

    // RFC 3501 §5.1.3
    @Test
    void a_name_that_is_no_modified_utf7_is_refused_and_the_talk_goes_on() throws IOException {
        client.expectOk("CREATE \"B&AOQ-r/one\"");
        for (var name : List.of("\"&bad\"", "&bad", "{6+}\r\n&AOQA-", "\"&AOQ\"", "\"&&&\"")) {
            for (var command : List.of(
                    "CREATE %s",
                    "DELETE %s",
                    "SELECT %s",
                    "STATUS %s (MESSAGES)",
                    "SUBSCRIBE %s",
                    "RENAME INBOX %s",
                    "APPEND %s {3+}\r\nabc",
                    "LIST \"\" %s",
                    "LIST %s *",
                    "LIST \"\" (INBOX %s)",
                    "LSUB \"\" %s",
                    "LSUB %s *")) {
                var asked = command.formatted(name);
                var reply = client.ask(asked);
                assertThat(reply.last()).as(asked).matches("(BAD|NO) .*");
                assertThat(reply.last()).as(asked).doesNotContain("SERVERBUG");
            }
        }
        assertThat(client.expectOk("LIST \"B&AOQ-r/\" %").only())
                .isEqualTo("* LIST (\\HasNoChildren) \"/\" \"B&AOQ-r/one\"");
        client.expectOk("SUBSCRIBE \"B&AOQ-r/one\"");
        assertThat(client.expectOk("LSUB \"\" \"B&AOQ-r/*\"").only()).isEqualTo("* LSUB () \"/\" \"B&AOQ-r/one\"");
        assertThat(client.expectOk("LSUB \"B&AOQ-r/\" %").only()).isEqualTo("* LSUB () \"/\" \"B&AOQ-r/one\"");
    }

    // RFC 3501 §6.3.9
    @Test
    void lsub_tells_what_is_subscribed_and_what_stands_above_it() throws IOException {
        for (var name : List.of("x/y/z", "x/y", "p/q", "INBOX")) {
            client.expectOk("SUBSCRIBE " + name);
        }
        assertThat(client.expectOk("LSUB \"\" *").lines())
                .containsExactly(
                        "* LSUB () \"/\" \"INBOX\"",
                        "* LSUB () \"/\" \"p/q\"",
                        "* LSUB () \"/\" \"x/y\"",
                        "* LSUB () \"/\" \"x/y/z\"");
        assertThat(client.expectOk("LSUB \"\" %").lines())
                .containsExactly(
                        "* LSUB () \"/\" \"INBOX\"",
                        "* LSUB (\\Noselect) \"/\" \"p\"",
                        "* LSUB (\\Noselect) \"/\" \"x\"");
        assertThat(client.expectOk("LSUB x/ %").only()).isEqualTo("* LSUB () \"/\" \"x/y\"");
        assertThat(client.expectOk("LSUB \"\" inbox").only()).isEqualTo("* LSUB () \"/\" \"INBOX\"");
        assertThat(client.expectOk("LSUB \"\" " + "*".repeat(200) + "nothing").lines())
                .isEmpty();
    }

    // RFC 3501 §9 (date, header-fld-name)
    @Test
    void dates_and_names_of_fields_may_come_in_quotes() throws IOException {
        client.expectOk("SELECT INBOX");
        assertThat(client.expectOk("SEARCH SENTON \"3-Mar-2026\" SENTSINCE 03-Mar-2026")
                        .only())
                .isEqualTo("* SEARCH 1 2 3 4");
        assertThat(client.expectOk("SEARCH SENTBEFORE \"3-Mar-2026\"").only()).isEqualTo("* SEARCH");
        assertThat(client.ask("SEARCH SENTON \"3-Mar-2026").last()).startsWith("BAD");
        assertThat(client.expectOk("FETCH 1 BODY.PEEK[HEADER.FIELDS (\"Subject\")]")
                        .only())
                .endsWith("\r\nSubject: m1\r\n\r\n)");
        assertThat(client.expectOk("FETCH 1 BODY.PEEK[HEADER.FIELDS.NOT (\"Subject\" From)]")
                        .only())
                .doesNotContain("Subject: ", "From: ")
                .contains("Date: ");
    }

    // RFC 3501 §9 (fetch), RFC 7162 §7
    @Test
    void fetch_takes_modifiers_in_any_case_behind_a_single_item_too() throws IOException {
        client.expectOk("SELECT INBOX (CONDSTORE)");
        long before = highest();
        client.expectOk("STORE 3 +FLAGS.SILENT (\\Flagged)");
        var changed = "* 3 FETCH (UID 3 FLAGS (\\Flagged \\Recent) MODSEQ (" + highest() + "))";
        assertThat(client.expectOk("UID FETCH 1:* FLAGS (CHANGEDSINCE " + before + ")")
                        .only())
                .isEqualTo(changed);
        assertThat(client.expectOk("UID FETCH 1:* (FLAGS) (changedsince " + before + ")")
                        .only())
                .isEqualTo(changed);
        assertThat(client.expectOk("uid fetch 1:* (uid flags modseq) (ChangedSince " + before + ")")
                        .only())
                .isEqualTo(changed);
        client.expectOk("ENABLE QRESYNC");
        client.expectOk("UID STORE 1 +FLAGS.SILENT (\\Deleted)");
        client.expectOk("UID EXPUNGE 1");
        assertThat(client.expectOk("UID FETCH 1:* UID (vanished changedsince " + before + ")")
                        .lines())
                .contains("* VANISHED (EARLIER) 1");
        for (var wrong : List.of(
                "FETCH 1 FLAGS UID",
                "FETCH 1 FLAGS (NONSENSE)",
                "FETCH 1 FLAGS ()",
                "FETCH 1 FLAGS (CHANGEDSINCE)",
                "FETCH 1 FLAGS (CHANGEDSINCE 1",
                "FETCH 1 FLAGS (CHANGEDSINCE 1) x",
                "FETCH 1 FLAGS (CHANGEDSINCE 1 VANISHED)",
                "FETCH 1 ()",
                "FETCH 1 (FLAGS",
                "FETCH 1 (FLAGS BODY[",
                "FETCH 1 FLAGS[]",
                "FETCH 1 BODY.PEEK",
                "FETCH 1 BODY[MIME]",
                "FETCH 1 BODY[0]")) {
            assertThat(client.ask(wrong).last()).as(wrong).startsWith("BAD");
            assertThat(client.expectOk("NOOP").lines()).as(wrong).isEmpty();
        }
    }

    // RFC 7162 §3.2.11
    @Test
    void a_folder_that_is_left_for_another_is_said_to_be_closed() throws IOException {
        assertThat(client.expectOk("SELECT INBOX").lines()).noneMatch(line -> line.contains("CLOSED"));
        assertThat(client.expectOk("EXAMINE Default").lines().getFirst())
                .isEqualTo("* OK [CLOSED] The folder selected before is closed");
        client.expectOk("CLOSE");
        assertThat(client.expectOk("SELECT INBOX").lines()).noneMatch(line -> line.contains("CLOSED"));
    }

    // RFC 7162 §3.1
    @Test
    void who_enables_condstore_in_a_folder_is_told_where_it_stands() throws IOException {
        for (var command : List.of("STATUS Default (HIGHESTMODSEQ)", "ENABLE CONDSTORE", "ENABLE QRESYNC")) {
            try (var fresh = stage.login()) {
                fresh.expectOk("SELECT INBOX");
                var told = "* OK [HIGHESTMODSEQ " + highest() + "] Highest";
                assertThat(fresh.expectOk(command).lines()).as(command).contains(told);
                assertThat(fresh.expectOk(command).lines()).as(command).doesNotContain(told);
            }
            try (var fresh = stage.login()) {
                assertThat(fresh.expectOk(command).lines()).as(command).noneMatch(line -> line.startsWith("* OK"));
            }
        }
    }

    // RFC 7162 §3.1
    @Test
    void a_fetch_that_marks_as_seen_tells_the_new_modseq_to_who_enabled_condstore() throws IOException {
        client.expectOk("SELECT INBOX (CONDSTORE)");
        var text = message("m1", "1\r\n");
        assertThat(client.expectOk("FETCH 1 BODY[]").only())
                .isEqualTo("* 1 FETCH (UID 1 FLAGS (\\Recent \\Seen) MODSEQ (" + highest() + ") BODY[] {"
                        + text.length() + "}\r\n" + text + ")");
        assertThat(client.expectOk("FETCH 1 BODY[]").only()).startsWith("* 1 FETCH (BODY[] {");
    }

    // RFC 4731 §3.2
    @Test
    void the_modseq_of_an_extended_search_is_that_of_what_is_answered() throws IOException {
        client.expectOk("SELECT INBOX (CONDSTORE)");
        client.expectOk("STORE 4 +FLAGS.SILENT (\\Flagged)");
        long last = highest();
        client.expectOk("STORE 1 +FLAGS.SILENT (\\Flagged)");
        long first = highest();
        client.expectOk("STORE 2 +FLAGS.SILENT (\\Flagged)");
        long most = highest();
        assertThat(search("MIN")).endsWith(" MIN 1 MODSEQ " + first);
        assertThat(search("MAX")).endsWith(" MAX 4 MODSEQ " + last);
        assertThat(search("MIN MAX")).endsWith(" MIN 1 MAX 4 MODSEQ " + first);
        assertThat(search("MIN COUNT")).endsWith(" MIN 1 COUNT 4 MODSEQ " + most);
        assertThat(search("")).endsWith(" ALL 1:4 MODSEQ " + most);
        assertThat(client.expectOk("SEARCH RETURN (MIN) MODSEQ " + (most + 1)).only())
                .doesNotContain("MODSEQ");
    }

    private String search(String options) throws IOException {
        return client.expectOk("SEARCH RETURN (" + options + ") MODSEQ 1").only();
    }
}
