// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.TestClient;

/// Edges of UTF-8 on the line that the transcript does not reach.
// RFC 6855
@Timeout(300)
class Utf8Test {
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

    @Test
    void what_is_not_utf8_is_bad_enabled_or_not() throws IOException {
        for (int round = 0; round < 2; round++) {
            for (var command : List.of("CREATE \"caf\u00e9\"", "SETMETADATA INBOX (/private/comment \"\u00c3\")")) {
                var out = client.socket().getOutputStream();
                out.write(("x" + round + " " + command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                assertThat(client.line()).startsWith("x" + round + " BAD");
            }
            client.expectOk("ENABLE UTF8=ACCEPT");
        }
        assertThat(client.expectOk("LIST \"\" caf*").lines()).isEmpty();
    }

    @Test
    void new_names_are_net_unicode() throws IOException {
        client.expectOk("ENABLE utf8=accept");
        for (var name : List.of("cafe\u0301", "a\u0085b", "a\u2028b", "a\u2029b")) {
            assertThat(client.ask("CREATE \"" + name + "\"").last()).startsWith("NO [CANNOT]");
            assertThat(client.ask("RENAME INBOX \"" + name + "\"").last()).startsWith("NO [CANNOT]");
        }
        client.expectOk("CREATE \"caf\u00e9/\ud83d\ude00\"");
        assertThat(client.expectOk("LIST \"caf\u00e9/\" \"*\"").only()).endsWith("\"caf\u00e9/\ud83d\ude00\"");
        client.expectOk("SELECT {10+}\r\ncaf\u00e9/\ud83d\ude00");
    }

    @Test
    void it_ends_with_the_login() throws IOException {
        client.expectOk("ENABLE UTF8=ACCEPT");
        client.expectOk("CREATE \"R&D\"");
        client.expectOk("UNAUTHENTICATE");
        client.expectOk("LOGIN \"" + ImapStage.USER + "\" \"" + ImapStage.PASSWORD + "\"");
        assertThat(client.expectOk("LIST \"\" R*D").only()).endsWith("\"R&-D\"");
    }

    @Test
    void a_refused_header_leaves_nothing_and_the_talk_goes_on() throws IOException {
        var text = message("Gr\u00fc\u00dfe", "text\r\n");
        assertThat(client.append("INBOX", text).last()).startsWith("NO [CANNOT]");
        client.append("INBOX", message("plain", "Gr\u00fc\u00dfe\r\n"));
        assertThat(client.expectOk("STATUS INBOX (MESSAGES)").only()).endsWith("(MESSAGES 1)");
        client.expectOk("ENABLE UTF8=ACCEPT");
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        client.send("a APPEND INBOX UTF8 (~{" + bytes.length + "+}\r\n" + text + "\r\n");
        assertThat(client.line()).startsWith("a BAD");
        assertThat(client.expectOk("STATUS INBOX (MESSAGES)").only()).endsWith("(MESSAGES 1)");
        client.expectOk("APPEND INBOX UTF8 (~{" + bytes.length + "+}\r\n" + text + ")");
        client.expectOk("SELECT INBOX");
        assertThat(client.expectOk("FETCH 2 (ENVELOPE)").only()).contains("Gr\u00fc\u00dfe");
    }

    @Test
    void names_are_told_of_in_it_by_notify() throws IOException {
        client.expectOk("ENABLE UTF8=ACCEPT");
        client.expectOk("NOTIFY SET (personal (MailboxName))");
        try (var other = stage.login()) {
            other.expectOk("CREATE Gr&APw-n");
            assertThat(client.line()).isEqualTo("* LIST (\\HasNoChildren) \"/\" \"Gr\u00fcn\"");
            other.expectOk("RENAME Gr&APw-n \"Bl\u00e4ue\"");
            assertThat(client.line()).endsWith("\"Bl\u00e4ue\" (\"OLDNAME\" (\"Gr\u00fcn\"))");
        }
    }
}
