// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.PASSWORD;
import static org.satchel.imap.james.ImapStage.USER;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.Manners;

/// What the clients in the field do wrong: understood where a listener is for them, refused where it is strict.
// CPM-MSG §13 rules 4 and 15
@Timeout(300)
class MistakesTest {
    private static final Manners STRICT = new Manners(Manners.Clients.STRICT, Manners.ReadReport.KEYWORD);

    @Test
    void metadata_that_is_not_closed_is_set_for_rcs() throws IOException {
        try (var stage = new ImapStage();
                var sony = stage.login()) {
            sony.expectOk("SETMETADATA \"INBOX\" (/private/comment \"from a phone\"");
            assertThat(sony.expectOk("GETMETADATA INBOX /private/comment").only())
                    .isEqualTo("* METADATA \"INBOX\" (/private/comment \"from a phone\")");
            assertThat(sony.ask("SETMETADATA \"INBOX\" (/private/comment").last())
                    .startsWith("BAD");
            assertThat(sony.ask("SETMETADATA \"INBOX\" (").last()).startsWith("BAD");
        }
    }

    @Test
    void metadata_that_is_not_closed_is_refused_where_it_is_strict() throws IOException {
        try (var stage = new ImapStage(STRICT);
                var sony = stage.login()) {
            assertThat(sony.ask("SETMETADATA \"INBOX\" (/private/comment \"from a phone\"")
                            .last())
                    .startsWith("BAD");
            assertThat(sony.expectOk("GETMETADATA INBOX /private/comment").only())
                    .contains("NIL");
            sony.expectOk("SETMETADATA \"INBOX\" (/private/comment \"from a phone\")");
        }
    }

    @Test
    void lines_that_end_with_lf_alone_are_read_for_rcs() throws IOException {
        try (var stage = new ImapStage();
                var phone = stage.login()) {
            phone.send("\n\r\na CREATE one\n\nb NOOP\n");
            assertThat(phone.line()).startsWith("a OK");
            assertThat(phone.line()).startsWith("b OK");
        }
    }

    @Test
    void lines_that_end_with_lf_alone_are_refused_where_it_is_strict() throws IOException {
        try (var stage = new ImapStage(STRICT);
                var phone = stage.connect()) {
            phone.line();
            phone.send("a LOGIN \"" + USER + "\" \"" + PASSWORD + "\"\n");
            assertThat(phone.line()).startsWith("a BAD");
            phone.expectOk("LOGIN \"" + USER + "\" \"" + PASSWORD + "\"");
            phone.send("b CREATE one\nc NOOP\r\n");
            assertThat(phone.line()).startsWith("b BAD");
            assertThat(phone.line()).startsWith("c OK");
            assertThat(phone.expectOk("LIST \"\" one").lines()).isEmpty();
            phone.send("\r\nd NOOP\r\n");
            assertThat(phone.line()).startsWith("* BAD");
            assertThat(phone.line()).startsWith("d OK");
        }
    }

    @Test
    void what_is_right_is_read_alike() throws IOException {
        try (var stage = new ImapStage(STRICT);
                var client = stage.login()) {
            client.append("INBOX", message("lines\nof a literal", "1\r\n"));
            client.expectOk("SELECT INBOX");
            client.expectOk("SEARCH SUBJECT {5+}\r\nlines");
            client.expectOk("SETMETADATA INBOX (/private/comment {3+}\r\na\nb)");
            client.expectOk("LOGOUT");
        }
    }
}
