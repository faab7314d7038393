// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.ImapLimits;
import org.satchel.imap.TestClient;
import org.satchel.model.Actor;
import org.satchel.model.Quota;

/// Uploads of several objects, of composed ones, and in the place of another: within their limits, and all or nothing.
// RFC 3502, RFC 4469, RFC 8508
@Timeout(300)
class UploadTest {
    private static final int OBJECT_BYTES_MAX = 4096;
    private static final String ONE = message("one", "1\r\n");

    private ImapStage stage;
    private TestClient client;

    @BeforeEach
    void connect() throws IOException {
        stage = new ImapStage(ImapLimits.DEFAULT.withObjectBytes(OBJECT_BYTES_MAX, 1 << 20));
        client = stage.login();
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        stage.close();
    }

    private static String literal(String text) {
        return "{" + text.length() + "+}\r\n" + text;
    }

    private long count() throws IOException {
        var status = client.expectOk("STATUS INBOX (MESSAGES)").only();
        return Long.parseLong(status.replaceAll(".*MESSAGES (\\d+).*", "$1"));
    }

    @Test
    void objects_of_one_command_together_are_no_larger_than_one_may_be() throws IOException {
        var half = message("half", "x".repeat(OBJECT_BYTES_MAX / 2) + "\r\n");
        assertThat(client.ask("APPEND INBOX " + literal(half)).last()).startsWith("OK");
        assertThat(client.ask("APPEND INBOX " + literal(half) + " " + literal(half))
                        .last())
                .startsWith("NO [TOOBIG]");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void there_are_no_more_of_them_than_literals_in_a_command() throws IOException {
        int most = ImapLimits.DEFAULT.literalsPerCommandMax();
        var small = "\r\n";
        assertThat(client.ask("APPEND INBOX" + (" " + literal(small)).repeat(most))
                        .last())
                .matches("OK \\[APPENDUID \\d+ 1:" + most + "] .*");
        assertThat(client.ask("APPEND INBOX" + (" " + literal(small)).repeat(most + 1))
                        .last())
                .startsWith("BAD");
        assertThat(count()).isEqualTo(most);
    }

    /// The new object has the identity of the one that goes: it is no repetition of it.
    @Test
    void a_message_of_a_conversation_is_replaced_by_one_with_its_id() throws IOException {
        client.expectOk("CREATE Default/tel:+15550100042");
        var chat = "IMDN-Message-ID: m1\r\nContent-Type: message/cpim\r\n"
                + message("one", "imdn.Message-ID: m1\r\n\r\nHi\r\n");
        client.expectOk("APPEND Default/tel:+15550100042 " + literal(chat));
        client.expectOk("SELECT Default/tel:+15550100042");
        assertThat(client.expectOk("UID REPLACE 1 Default/tel:+15550100042 " + literal(chat.replace("Hi", "ho")))
                        .lines())
                .anyMatch(line -> line.matches("\\* OK \\[APPENDUID \\d+ 2].*"));
        assertThat(client.expectOk("UID FETCH 1:* BODY.PEEK[TEXT]").only()).contains("ho");
    }

    @Test
    void a_message_is_one_in_its_folder_also_when_an_earlier_one_was_kept_elsewhere() throws IOException {
        var chat = "IMDN-Message-ID: m1\r\nContent-Type: message/cpim\r\n"
                + message("one", "imdn.Message-ID: m1\r\n\r\nHi\r\n");
        for (int round = 1; round <= 3; round++) {
            client.expectOk("CREATE Default/tel:+15550100042");
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThat(client.expectOk("APPEND Default/tel:+15550100042 " + literal(chat))
                                .last())
                        .matches("OK \\[APPENDUID \\d+ 1] .*");
            }
            assertThat(client.expectOk("STATUS Default/tel:+15550100042 (MESSAGES)")
                            .only())
                    .contains("MESSAGES 1");
            client.expectOk("RENAME Default/tel:+15550100042 RCSMessageStore/kept" + round);
        }
    }

    @Test
    void a_box_that_is_full_before_the_last_takes_none() throws IOException {
        stage.box.write(Actor.owner(stage.box.id()), tx -> tx.setQuota(new Quota(ONE.length() * 2L, 100)));
        var reply = client.ask("APPEND INBOX " + literal(ONE) + " " + literal(ONE) + " " + literal(ONE));
        assertThat(reply.last()).startsWith("NO [OVERQUOTA]");
        assertThat(count()).isZero();
        client.expectOk("APPEND INBOX " + literal(ONE) + " " + literal(ONE));
        // what takes the place of another needs no more room
        client.expectOk("SELECT INBOX");
        client.expectOk("REPLACE 1 INBOX " + literal(ONE));
        assertThat(client.ask("REPLACE 1 INBOX " + literal(message("larger", "1\r\n")))
                        .last())
                .startsWith("NO [OVERQUOTA]");
        assertThat(client.expectOk("UID SEARCH ALL").only()).isEqualTo("* SEARCH 2 3");
    }

    @Test
    void a_composed_object_is_bounded_by_what_comes_out() throws IOException {
        client.expectOk("APPEND INBOX " + literal(message("big", "x".repeat(3000) + "\r\n")));
        client.expectOk("SELECT INBOX");
        assertThat(client.ask("APPEND INBOX CATENATE (URL \"/INBOX/;UID=1\" URL \"/INBOX/;UID=1\")")
                        .last())
                .startsWith("NO [TOOBIG]");
        assertThat(client.ask("APPEND INBOX CATENATE (URL \"/INBOX/;UID=1\" TEXT " + literal("y".repeat(2000)) + ")")
                        .last())
                .startsWith("NO [TOOBIG]");
        assertThat(count()).isEqualTo(1);
        // relative to the selected folder, and with the account's own name
        client.expectOk("APPEND INBOX CATENATE (URL \";UID=1/;SECTION=HEADER\" URL \"/INBOX/;UID=1/;PARTIAL=0.9\")");
        client.expectOk("APPEND INBOX CATENATE (URL \"imap://tel%3A+15550100001@localhost/INBOX/;UID=1\")");
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void urls_of_others_are_bad_and_shown_without_what_would_break_the_line() throws IOException {
        try (var other = stage.connect().login(ImapStage.OTHER, ImapStage.PASSWORD)) {
            other.expectOk("APPEND INBOX " + literal(ONE));
        }
        assertThat(client.ask("APPEND INBOX CATENATE (URL \"imap://tel%3A+15550100002@localhost/INBOX/;UID=1\")")
                        .last())
                .startsWith("NO [BADURL \"imap://tel%3A+15550100002@localhost/INBOX/;UID=1\"] APPEND");
        assertThat(client.ask("APPEND INBOX CATENATE (URL " + literal("]\r\nx OK \"") + ")")
                        .last())
                .startsWith("NO [BADURL \"???x?OK??\"]");
        assertThat(client.ask("APPEND INBOX CATENATE (URL \";UID=1\")").last()).startsWith("NO [BADURL");
        assertThat(count()).isZero();
    }

    @Test
    void what_comes_after_a_refusal_in_the_middle_is_read_as_commands() throws IOException {
        client.send("a1 APPEND INBOX " + literal(ONE) + " CATENATE (URL \";UID=1\" TEXT " + literal("a9 NOOP\r\n")
                + " TEXT " + literal(ONE) + ") " + literal(ONE) + "\r\na2 NOOP\r\n");
        assertThat(client.line()).startsWith("a1 NO [BADURL");
        assertThat(client.line()).startsWith("a2 OK");
        assertThat(count()).isZero();
    }

    @Test
    void a_replacement_that_fails_leaves_what_it_was_to_replace() throws IOException {
        client.expectOk("APPEND INBOX " + literal(ONE));
        client.expectOk("SELECT INBOX");
        assertThat(client.ask("REPLACE 1 INBOX CATENATE (URL \";UID=7\")").last())
                .startsWith("NO [BADURL");
        assertThat(client.ask("REPLACE 1 INBOX " + literal("a\0b\r\n")).last()).startsWith("NO [CANNOT]");
        client.expectOk("EXAMINE INBOX");
        assertThat(client.ask("UID REPLACE 1 INBOX " + literal(ONE)).last()).startsWith("NO ");
        assertThat(client.expectOk("UID SEARCH ALL").only()).isEqualTo("* SEARCH 1");
    }

    @Test
    void a_date_is_kept_wherever_the_server_stands() throws IOException {
        var zone = TimeZone.getDefault();
        try {
            // there the clock goes back in this hour
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            client.expectOk("APPEND INBOX \"26-Oct-2025 02:30:00 +0100\" " + literal(ONE));
        } finally {
            TimeZone.setDefault(zone);
        }
        client.expectOk("APPEND INBOX \"26-Oct-2025 02:30:00 +0200\" " + literal(ONE));
        client.expectOk("APPEND INBOX \" 1-Jan-2026 00:10:00 +0530\" " + literal(ONE));
        client.expectOk("SELECT INBOX");
        assertThat(client.expectOk("FETCH 1:3 (INTERNALDATE)").lines())
                .containsExactly(
                        "* 1 FETCH (INTERNALDATE \"26-Oct-2025 01:30:00 +0000\")",
                        "* 2 FETCH (INTERNALDATE \"26-Oct-2025 00:30:00 +0000\")",
                        "* 3 FETCH (INTERNALDATE \"31-Dec-2025 18:40:00 +0000\")");
    }

    @Test
    void the_last_one_may_be_replaced_by_its_star() throws IOException {
        client.expectOk("APPEND INBOX " + literal(ONE) + " " + literal(ONE));
        client.expectOk("SELECT INBOX");
        assertThat(client.expectOk("REPLACE * INBOX " + literal(ONE)).lines()).contains("* 3 EXISTS", "* 2 EXPUNGE");
        assertThat(client.expectOk("UID REPLACE * INBOX " + literal(ONE)).lines())
                .contains("* 3 EXISTS", "* 2 EXPUNGE");
        assertThat(client.expectOk("UID SEARCH ALL").lines()).containsExactly("* SEARCH 1 4");
    }
}
