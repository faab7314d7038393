// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.TestClient;

/// In a folder that was opened with EXAMINE nothing changes, whatever is asked.
// RFC 3501 §6.3.2
@Timeout(300)
class ReadOnlyTest {
    @Test
    void what_would_change_the_folder_is_refused_and_changes_nothing() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            fill(client);
            assertThat(client.expectOk("EXAMINE INBOX").last()).startsWith("OK [READ-ONLY]");
            var before = stage.box.view().modSeq();
            for (var command : List.of(
                    "MOVE 1 kept",
                    "UID MOVE 1:3 kept",
                    "STORE 1 +FLAGS (\\Seen)",
                    "STORE 1 FLAGS.SILENT ()",
                    "UID STORE 1:3 -FLAGS (\\Deleted)",
                    "EXPUNGE",
                    "UID EXPUNGE 1:*")) {
                var reply = client.ask(command);
                assertThat(reply.lines()).as(command).isEmpty();
                assertThat(reply.last()).as(command).startsWith("NO ");
            }
            client.expectOk("FETCH 1 BODY[]");
            client.expectOk("CHECK");
            assertThat(stage.box.view().modSeq()).isEqualTo(before);
            assertThat(client.expectOk("FETCH 1:* (FLAGS)").lines())
                    .containsExactly(
                            "* 1 FETCH (FLAGS (\\Recent))",
                            "* 2 FETCH (FLAGS (\\Deleted \\Recent))",
                            "* 3 FETCH (FLAGS (\\Recent))");
        }
    }

    // RFC 3501 §6.4.2
    @Test
    void close_is_allowed_and_removes_nothing() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            fill(client);
            client.expectOk("EXAMINE INBOX");
            var before = stage.box.view().modSeq();
            assertThat(client.expectOk("CLOSE").lines()).isEmpty();
            assertThat(client.ask("FETCH 1 FLAGS").last()).startsWith("NO");
            assertThat(stage.box.view().modSeq()).isEqualTo(before);
            assertThat(client.expectOk("STATUS INBOX (MESSAGES)").only()).isEqualTo("* STATUS INBOX (MESSAGES 3)");
            client.expectOk("SELECT INBOX");
            assertThat(client.expectOk("CLOSE").lines()).isEmpty();
            assertThat(client.expectOk("STATUS INBOX (MESSAGES)").only()).isEqualTo("* STATUS INBOX (MESSAGES 2)");
        }
    }

    @Test
    void an_object_can_be_copied_out_of_it() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            fill(client);
            client.expectOk("EXAMINE INBOX");
            assertThat(client.expectOk("COPY 1 kept").last()).startsWith("OK [COPYUID ");
            assertThat(client.expectOk("STATUS kept (MESSAGES)").only()).isEqualTo("* STATUS kept (MESSAGES 1)");
        }
    }

    private static void fill(TestClient client) throws IOException {
        client.expectOk("CREATE kept");
        client.append("INBOX", message("one", "1\r\n"));
        client.append("INBOX (\\Deleted)", message("two", "2\r\n"));
        client.append("INBOX", message("three", "3\r\n"));
    }
}
