// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class CommandsFuzzTest {
    private static ImapStage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new ImapStage();
        try (var client = stage.login()) {
            client.append("INBOX", message("one", "1\r\n"));
        }
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @FuzzTest(maxDuration = "30s")
    void whatever_a_client_sends_is_answered_or_refused(byte[] bytes) throws IOException {
        try (var _ = BugDetectors.allowNetworkConnections(
                        (host, port) -> port == stage.server.address().getPort());
                var client = stage.login()) {
            client.expectOk("SELECT INBOX");
            assertThat(client.exchange(bytes)).doesNotContain("SERVERBUG");
        }
    }
}
