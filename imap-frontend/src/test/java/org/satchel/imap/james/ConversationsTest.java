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

/// What a client may do with the folders of CPM.
// CPM-MSG §4.1
@Timeout(300)
class ConversationsTest {
    private static final String CHAT = "Default/tel:+15550100042";
    private static final String SESSION = "Default/7b1c0f6ad1/8c2d1f7be2";

    private final ImapStage stage = new ImapStage();
    private TestClient client;

    @BeforeEach
    void login() throws IOException {
        client = stage.login();
        client.expectOk("CREATE " + CHAT);
        client.expectOk("CREATE " + SESSION);
        client.append(CHAT, message("one", "1\r\n"));
        client.append(SESSION, message("two", "2\r\n"));
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void the_folders_of_the_system_stay_where_they_are() throws IOException {
        for (var command : List.of(
                "DELETE Default",
                "DELETE RCSMessageStore",
                "DELETE INBOX",
                "RENAME Default Elsewhere",
                "RENAME RCSMessageStore Default/kept",
                "RENAME " + CHAT + " " + CHAT + "/below")) {
            assertThat(client.ask(command).last()).as(command).startsWith("NO [CANNOT]");
        }
        assertThat(client.expectOk("LIST \"\" %").lines()).hasSize(3);
    }

    @Test
    void below_default_only_conversations_and_sessions_are_made() throws IOException {
        for (var name : List.of(
                "Default/sip:bot7@chat.example.net",
                "Default/anonymous",
                "Default/c-58d0f7",
                "Default/c-58d0f7/k-10ab93")) {
            client.expectOk("CREATE " + name);
        }
        for (var name : List.of(
                "\"Default/Holiday 2026\"",
                "Default/tel:+1-555-0100043",
                "Default/TEL:+15550100043",
                "Default/sip:nobody",
                CHAT + "/session",
                SESSION + "/deeper",
                "Default/&ANw-nal")) {
            assertThat(client.ask("CREATE " + name).last()).as(name).startsWith("NO [NOPERM]");
        }
        client.expectOk("CREATE \"RCSMessageStore/Holiday 2026\"");
        assertThat(client.ask("RENAME \"RCSMessageStore/Holiday 2026\" \"Default/Holiday 2026\"")
                        .last())
                .startsWith("NO [NOPERM]");
    }

    @Test
    void what_was_recorded_is_copied_out_but_not_moved_out() throws IOException {
        client.expectOk("CREATE RCSMessageStore/kept");
        for (var folder : List.of(CHAT, SESSION)) {
            client.expectOk("SELECT " + folder);
            assertThat(client.ask("UID MOVE 1 RCSMessageStore/kept").last()).startsWith("NO [NOPERM]");
            assertThat(client.ask("MOVE 1 INBOX").last()).startsWith("NO [NOPERM]");
            assertThat(client.expectOk("UID COPY 1 RCSMessageStore/kept").last())
                    .contains("[COPYUID ");
            assertThat(client.expectOk("STATUS " + folder + " (MESSAGES)").only())
                    .endsWith("(MESSAGES 1)");
        }
        client.expectOk("SELECT RCSMessageStore/kept");
        client.expectOk("UID MOVE 1:2 RCSMessageStore");
    }

    @Test
    void a_session_is_not_renamed_out_of_its_conversation() throws IOException {
        for (var to : List.of("RCSMessageStore/8c2d1f7be2", "Default/8c2d1f7be2", "Default/other/8c2d1f7be2", "here")) {
            assertThat(client.ask("RENAME " + SESSION + " " + to).last()).as(to).startsWith("NO [NOPERM]");
        }
        assertThat(client.ask("RENAME " + CHAT + " Default/7b1c0f6ad1/k").last())
                .startsWith("NO [NOPERM]");
    }

    @Test
    void a_conversation_is_kept_with_all_that_is_in_it() throws IOException {
        client.expectOk("RENAME Default/7b1c0f6ad1 RCSMessageStore/7b1c0f6ad1");
        assertThat(client.expectOk("STATUS RCSMessageStore/7b1c0f6ad1/8c2d1f7be2 (MESSAGES)")
                        .only())
                .endsWith("(MESSAGES 1)");
        assertThat(client.expectOk("LIST \"\" Default/*").lines()).noneMatch(line -> line.contains("7b1c"));
        client.expectOk("CREATE " + SESSION);
        assertThat(client.ask("RENAME Default/7b1c0f6ad1 RCSMessageStore/7b1c0f6ad1")
                        .last())
                .startsWith("NO [ALREADYEXISTS]");
    }

    @Test
    void a_conversation_with_sessions_leaves_a_node_and_its_objects_are_gone() throws IOException {
        client.append("Default/7b1c0f6ad1", message("three", "3\r\n"));
        client.expectOk("DELETE Default/7b1c0f6ad1");
        assertThat(client.expectOk("LIST \"\" Default/7b1c0f6ad1").only()).contains("\\Noselect", "\\HasChildren");
        assertThat(client.ask("SELECT Default/7b1c0f6ad1").last()).startsWith("NO [NONEXISTENT]");
        assertThat(client.ask("DELETE Default/7b1c0f6ad1").last()).startsWith("NO [");
        client.expectOk("DELETE " + SESSION);
        assertThat(client.expectOk("LIST \"\" Default/7b*").lines()).isEmpty();
    }

    @Test
    void long_names_of_conversations_and_sessions_fit() throws IOException {
        var id = "x".repeat(200);
        client.expectOk("CREATE Default/" + id + "/" + id);
        assertThat(client.ask("CREATE RCSMessageStore/" + "x".repeat(256)).last())
                .startsWith("NO [CANNOT]");
        assertThat(client.ask("CREATE RCSMessageStore/2/3/4/5/6/7/8/9").last()).startsWith("NO [LIMIT]");
        client.expectOk("CREATE RCSMessageStore/2/3/4/5/6/7/8");
    }
}
