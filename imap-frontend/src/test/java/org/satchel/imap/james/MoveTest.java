// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.TestClient;

/// MOVE says where the objects went before it says that they are gone, and moves nothing out of a folder that may not
/// be changed.
// RFC 6851 §4.3
@Timeout(300)
class MoveTest {
    private ImapStage stage;
    private TestClient client;

    @BeforeEach
    void connect() throws IOException {
        stage = new ImapStage();
        client = stage.login();
        client.expectOk("CREATE kept");
        for (int i = 1; i <= 4; i++) {
            client.append("INBOX", message("m" + i, i + "\r\n"));
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        stage.close();
    }

    private String keptValidity() throws IOException {
        return client.expectOk("STATUS kept (UIDVALIDITY)").only().replaceAll(".*UIDVALIDITY (\\d+).*", "$1");
    }

    @Test
    void the_new_uids_come_before_the_removals_and_not_with_the_tagged_answer() throws IOException {
        var validity = keptValidity();
        client.expectOk("SELECT INBOX");
        var reply = client.expectOk("MOVE 2:3 kept");
        assertThat(reply.lines())
                .containsExactly("* OK [COPYUID " + validity + " 2:3 1:2] Moved", "* 2 EXPUNGE", "* 2 EXPUNGE");
        assertThat(reply.last()).isEqualTo("OK MOVE completed.");
        var byUid = client.expectOk("UID MOVE 4 kept");
        assertThat(byUid.lines()).containsExactly("* OK [COPYUID " + validity + " 4 3] Moved", "* 2 EXPUNGE");
        assertThat(byUid.last()).isEqualTo("OK MOVE completed.");
    }

    // RFC 7162 §3.2.10.2
    @Test
    void with_qresync_what_went_has_vanished_and_the_state_of_the_folder_is_told() throws IOException {
        var validity = keptValidity();
        client.expectOk("ENABLE QRESYNC");
        client.expectOk("SELECT INBOX");
        var reply = client.expectOk("UID MOVE 2,4 kept");
        assertThat(reply.lines()).containsExactly("* OK [COPYUID " + validity + " 2,4 1:2] Moved", "* VANISHED 2,4");
        var highest = client.expectOk("STATUS INBOX (HIGHESTMODSEQ)").only().replaceAll(".*SEQ (\\d+).*", "$1");
        assertThat(reply.last()).isEqualTo("OK [HIGHESTMODSEQ " + highest + "] MOVE completed.");
    }

    @Test
    void a_move_of_nothing_says_nothing() throws IOException {
        client.expectOk("SELECT INBOX");
        var reply = client.expectOk("UID MOVE 99 kept");
        assertThat(reply.lines()).isEmpty();
        assertThat(reply.last()).isEqualTo("OK MOVE completed.");
    }

    @Test
    void a_copy_keeps_its_code_in_the_tagged_answer() throws IOException {
        client.expectOk("SELECT INBOX");
        assertThat(client.expectOk("COPY 1 kept").last()).startsWith("OK [COPYUID ");
    }
}
