// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Objects with bytes that are no characters.
// RFC 3516 §4.4, CPM-MSG §14
@Timeout(300)
class BinaryTest {
    private static final String WITH_NUL = message("nul", "a\0b\r\n");

    @Test
    void a_nul_is_taken_in_a_binary_literal_only() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            assertThat(client.append("INBOX", WITH_NUL).last()).startsWith("NO [CANNOT]");
            client.expectOk("SELECT INBOX");
            assertThat(client.expectOk("SEARCH ALL").only()).isEqualTo("* SEARCH");
            assertThat(client.append("INBOX ~", WITH_NUL).last()).startsWith("BAD");
            client.send("b1 APPEND INBOX ~{" + WITH_NUL.length() + "+}\r\n" + WITH_NUL + "\r\n");
            assertThat(client.replyTo("b1").last()).startsWith("OK [APPENDUID");
            for (var part : new String[] {"0", "1.0", "1.MIME", "TEXT", "1.", "99999999999"}) {
                assertThat(client.ask("FETCH 1 BINARY.PEEK[" + part + "]").last())
                        .startsWith("BAD");
            }
            assertThat(client.expectOk("FETCH 1 BINARY.PEEK[1]").only()).endsWith("{5}\r\na\0b\r\n)");
            assertThat(client.expectOk("FETCH 1 (BINARY.SIZE[] RFC822.SIZE)").only())
                    .isEqualTo("* 1 FETCH (RFC822.SIZE " + WITH_NUL.length() + " BINARY.SIZE[] " + WITH_NUL.length()
                            + ")");
        }
    }

    @Test
    void a_nul_in_the_middle_of_a_pipeline_costs_no_command() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            var plain = message("plain", "x\r\n");
            client.send("c1 APPEND INBOX {" + WITH_NUL.length() + "+}\r\n" + WITH_NUL + "\r\nc2 APPEND INBOX {"
                    + plain.length() + "+}\r\n" + plain + "\r\n");
            assertThat(client.line()).startsWith("c1 NO [CANNOT]");
            assertThat(client.line()).startsWith("c2 OK [APPENDUID");
        }
    }
}
