// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.satchel.imap.TestClient;

/// The exchanges of CPM-MSG §11, as the clients that are known have them.
class TranscriptTest {
    private static final String CHAT = "Default/tel:+15550100042";

    private ImapStage stage;
    private TestClient client;

    @BeforeEach
    void connect() throws IOException {
        stage = new ImapStage();
        client = stage.login();
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        stage.close();
    }

    private String uidValidity(String folder) throws IOException {
        return client.expectOk("STATUS " + folder + " (UIDVALIDITY)").only().replaceAll(".*UIDVALIDITY (\\d+).*", "$1");
    }

    private static String plain() {
        var text = "\0" + ImapStage.USER + "\0" + ImapStage.PASSWORD;
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void fill(int count) throws IOException {
        client.ask("CREATE " + CHAT);
        for (int i = 1; i <= count; i++) {
            client.append('"' + CHAT + '"', message("m" + i, "text " + i + "\r\n"));
        }
    }

    // CPM-MSG §11.1, §13 rule 1
    @Test
    void login_answers_with_one_line() throws IOException {
        try (var fresh = stage.connect()) {
            assertThat(fresh.line()).matches("\\* OK \\[CAPABILITY IMAP4rev1 .*\\] .*");
            var reply = fresh.ask("LOGIN " + ImapStage.USER + " " + ImapStage.PASSWORD);
            assertThat(reply.lines()).isEmpty();
            assertThat(reply.last()).startsWith("OK [CAPABILITY IMAP4rev1 ");
        }
    }

    @Test
    void authenticate_takes_the_answer_on_its_own_line_and_skips_the_empty_line_after_it() throws IOException {
        try (var fresh = stage.connect()) {
            fresh.line();
            fresh.send("a0 AUTHENTICATE PLAIN\n");
            assertThat(fresh.line()).isEqualTo("+ ");
            var secret = plain();
            fresh.send(secret + "\n\n");
            assertThat(fresh.line()).startsWith("a0 OK");
            fresh.send("a1 NAMESPACE\n");
            assertThat(fresh.line()).isEqualTo("* NAMESPACE ((\"\" \"/\")) ((\"Other Users/\" \"/\")) NIL");
            assertThat(fresh.line()).startsWith("a1 OK");
        }
    }

    @Test
    void authenticate_takes_the_answer_on_the_first_line() throws IOException {
        try (var fresh = stage.connect()) {
            fresh.line();
            var secret = plain();
            assertThat(fresh.ask("AUTHENTICATE PLAIN " + secret).last()).startsWith("OK");
        }
    }

    // CPM-MSG §13 rule 7
    @Test
    void exactly_what_works_is_announced() throws IOException {
        assertThat(client.expectOk("CAPABILITY").only().split(" "))
                .containsExactlyInAnyOrder(
                        "*",
                        "CAPABILITY",
                        "IMAP4rev1",
                        "AUTH=SCRAM-SHA-256",
                        "AUTH=PLAIN",
                        "UIDPLUS",
                        "CONDSTORE",
                        "QRESYNC",
                        "ENABLE",
                        "IDLE",
                        "NOTIFY",
                        "MOVE",
                        "NAMESPACE",
                        "UNSELECT",
                        "ID",
                        "LITERAL+",
                        "SASL-IR",
                        "LIST-EXTENDED",
                        "LIST-STATUS",
                        "STATUS=SIZE",
                        "SPECIAL-USE",
                        "ESEARCH",
                        "MULTISEARCH",
                        "PARTIAL",
                        "CONTEXT=SEARCH",
                        "ACL",
                        "RIGHTS=texk",
                        "LIST-MYRIGHTS",
                        "METADATA",
                        "METADATA-SERVER",
                        "QUOTA",
                        "QUOTA=RES-STORAGE",
                        "QUOTA=RES-MESSAGE",
                        "COMPRESS=DEFLATE",
                        "UNAUTHENTICATE",
                        "SEARCHRES",
                        "SORT",
                        "SORT=DISPLAY",
                        "ESORT",
                        "THREAD=REFERENCES",
                        "WITHIN",
                        "CONVERT",
                        "URLAUTH",
                        "URLAUTH=BINARY",
                        "CHILDREN",
                        "OBJECTID",
                        "SAVEDATE",
                        "PREVIEW",
                        "APPENDLIMIT=104857600",
                        "UTF8=ACCEPT",
                        "BINARY",
                        "MULTIAPPEND",
                        "CATENATE",
                        "REPLACE");
    }

    @Test
    void what_is_not_announced_is_not_understood() throws IOException {
        for (var command : List.of("XLIST \"\" *", "XAPPLEPUSHSERVICE")) {
            assertThat(client.ask(command).last()).startsWith("BAD");
        }
    }

    // CPM-MSG §11.2, §13 rule 2
    @Test
    void the_folder_overview_quotes_in_list_and_not_in_status() throws IOException {
        fill(2);
        client.expectOk("CREATE Default/7b1c0f6ad1/7b1c0f6ad1");
        var reply =
                client.expectOk("LIST \"\" \"Default/*\" RETURN (STATUS (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ))");
        assertThat(reply.lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("* LIST (\\HasChildren) \"/\" \"Default/7b1c0f6ad1\""),
                        line -> assertThat(line)
                                .matches("\\* STATUS Default/7b1c0f6ad1 "
                                        + "\\(MESSAGES 0 UIDNEXT 1 UIDVALIDITY \\d+ HIGHESTMODSEQ \\d+\\)"),
                        line -> assertThat(line)
                                .isEqualTo("* LIST (\\HasNoChildren) \"/\" \"Default/7b1c0f6ad1/7b1c0f6ad1\""),
                        line -> assertThat(line).startsWith("* STATUS Default/7b1c0f6ad1/7b1c0f6ad1 (MESSAGES 0 "),
                        line -> assertThat(line).isEqualTo("* LIST (\\HasNoChildren) \"/\" \"" + CHAT + "\""),
                        line -> assertThat(line)
                                .matches("\\* STATUS " + CHAT.replace("+", "\\+")
                                        + " \\(MESSAGES 2 UIDNEXT 3 UIDVALIDITY \\d+ HIGHESTMODSEQ \\d+\\)"));
    }

    @Test
    void a_node_that_cannot_be_selected_has_no_status() throws IOException {
        client.expectOk("CREATE Default/a/b");
        client.expectOk("DELETE Default/a");
        var reply = client.expectOk("LIST \"\" Default/a RETURN (STATUS (MESSAGES))");
        assertThat(reply.only()).isEqualTo("* LIST (\\Noselect \\HasChildren) \"/\" \"Default/a\"");
    }

    // CPM-MSG §11.3, §13 rule 3
    @Test
    void the_condstore_cycle_gets_its_items_in_order() throws IOException {
        fill(3);
        var selected = client.expectOk("SELECT " + CHAT + " (CONDSTORE)");
        assertThat(selected.last()).startsWith("OK [READ-WRITE]");
        assertThat(selected.lines())
                .contains(
                        "* 3 EXISTS",
                        "* 3 RECENT",
                        "* FLAGS (\\Answered \\Deleted \\Draft \\Flagged \\Seen"
                                + " $Archived $Forwarded $MDNSent $ReadReportSent)");
        var highest =
                client.expectOk("STATUS " + CHAT + " (HIGHESTMODSEQ)").only().replaceAll(".*SEQ (\\d+).*", "$1");
        assertThat(client.expectOk("UID STORE 2 +FLAGS (\\Seen)").only())
                .matches("\\* 2 FETCH \\(UID 2 FLAGS \\(\\\\Recent \\\\Seen\\) MODSEQ \\(\\d+\\)\\)");
        assertThat(client.expectOk("UID FETCH 1:3 (UID FLAGS) (CHANGEDSINCE " + highest + ")")
                        .only())
                .matches("\\* 2 FETCH \\(UID 2 FLAGS \\(\\\\Recent \\\\Seen\\) MODSEQ \\(\\d+\\)\\)");
        var header = client.expectOk("UID FETCH 3:9 (FLAGS MODSEQ BODY.PEEK[HEADER])")
                .only();
        assertThat(header)
                .matches("(?s)\\* 3 FETCH \\(UID 3 FLAGS \\(\\\\Recent\\) MODSEQ \\(\\d+\\) BODY\\[HEADER\\] "
                        + "\\{\\d+\\}\r\nFrom: .*\r\n\r\n\\)");
        var whole = client.expectOk("UID FETCH 3 (RFC822.SIZE FLAGS MODSEQ BODY.PEEK[])")
                .only();
        var text = message("m3", "text 3\r\n");
        assertThat(whole)
                .matches("(?s)\\* 3 FETCH \\(UID 3 RFC822.SIZE " + text.length()
                        + " FLAGS \\(\\\\Recent\\) MODSEQ \\(\\d+\\) BODY\\[\\] \\{" + text.length() + "\\}\r\n.*");
        assertThat(whole).endsWith(text + ")");
    }

    // CPM-MSG §11.6
    @Test
    void an_upload_learns_its_uid() throws IOException {
        client.expectOk("CREATE " + CHAT);
        client.expectOk("SELECT " + CHAT + " (CONDSTORE)");
        var validity = uidValidity(CHAT);
        var reply = client.append('"' + CHAT + "\" (\\Seen)", message("sms", "hello\r\n"));
        assertThat(reply.lines()).containsExactly("* 1 EXISTS", "* 1 RECENT");
        assertThat(reply.last()).isEqualTo("OK [APPENDUID " + validity + " 1] APPEND completed.");
    }

    @Test
    void an_upload_keeps_flags_and_date() throws IOException {
        client.expectOk("SELECT INBOX");
        client.append("INBOX (\\Seen $Mine) \"03-Mar-2026 09:14:07 +0100\"", message("sms", "hello\r\n"));
        assertThat(client.expectOk("FETCH 1 (FLAGS INTERNALDATE)").only())
                .isEqualTo("* 1 FETCH (FLAGS (\\Recent \\Seen $Mine) INTERNALDATE \"03-Mar-2026 08:14:07 +0000\")");
    }

    // CPM-MSG §11.7, §13 rule 10
    @Test
    void a_header_is_found_and_nothing_follows_the_word_when_it_is_not() throws IOException {
        fill(2);
        client.expectOk("SELECT " + CHAT);
        assertThat(client.expectOk("UID SEARCH HEADER Subject m2").only()).isEqualTo("* SEARCH 2");
        assertThat(client.expectOk("UID SEARCH HEADER IMDN-Message-ID Mx7Qe4LrT2")
                        .only())
                .isEqualTo("* SEARCH");
    }

    // CPM-MSG §11.8
    @Test
    void an_object_is_marked_and_expunged() throws IOException {
        fill(3);
        client.expectOk("SELECT " + CHAT);
        client.expectOk("UID STORE 1:2 +FLAGS.SILENT (\\Deleted)");
        assertThat(client.expectOk("UID EXPUNGE 2").lines()).containsExactly("* 2 EXPUNGE", "* 2 RECENT");
        assertThat(client.expectOk("EXPUNGE").lines()).containsExactly("* 1 EXPUNGE", "* 1 RECENT");
        assertThat(client.expectOk("UID SEARCH ALL").only()).isEqualTo("* SEARCH 3");
    }

    // CPM-MSG §11.14
    @Test
    void a_conversation_is_kept_and_an_object_copied() throws IOException {
        fill(2);
        client.expectOk("CREATE \"RCSMessageStore/Holiday 2026\"");
        client.expectOk("RENAME \"" + CHAT + "\" \"RCSMessageStore/kept\"");
        client.expectOk("SELECT RCSMessageStore/kept");
        assertThat(client.expectOk("UID COPY 2 \"RCSMessageStore/Holiday 2026\"")
                        .last())
                .matches("OK \\[COPYUID \\d+ 2 1\\] COPY completed\\.");
        assertThat(client.expectOk("UID MOVE 1 \"RCSMessageStore/Holiday 2026\"")
                        .lines())
                .contains("* 1 EXPUNGE");
        assertThat(client.expectOk("STATUS \"RCSMessageStore/Holiday 2026\" (MESSAGES)")
                        .only())
                .isEqualTo("* STATUS \"RCSMessageStore/Holiday 2026\" (MESSAGES 2)");
    }

    // CPM-MSG §13 rule 13
    @Test
    void a_refusal_is_the_first_line() throws IOException {
        fill(1);
        client.expectOk("SELECT " + CHAT);
        try (var other = stage.login()) {
            other.append('"' + CHAT + '"', message("news", "news\r\n"));
        }
        for (var command : List.of("SELECT nowhere", "STORE 9 +FLAGS (\\Seen)", "COPY 1 nowhere", "CREATE INBOX")) {
            var reply = client.ask(command);
            assertThat(reply.lines()).as(command).isEmpty();
            assertThat(reply.last()).as(command).matches("(NO|BAD).*");
            client.ask("SELECT " + CHAT);
        }
    }

    // CPM-MSG §14
    @Test
    void refusals_carry_their_code() throws IOException {
        assertThat(client.ask("CREATE INBOX").last()).startsWith("NO [ALREADYEXISTS] CREATE");
        assertThat(client.ask("SELECT nowhere").last()).startsWith("NO [NONEXISTENT] SELECT");
        assertThat(client.ask("DELETE nowhere").last()).startsWith("NO [NONEXISTENT] DELETE");
        assertThat(client.ask("DELETE Default").last()).startsWith("NO [CANNOT] DELETE");
        assertThat(client.append("nowhere", message("x", "x\r\n")).last()).startsWith("NO [TRYCREATE] APPEND");
    }
}
