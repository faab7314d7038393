// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.satchel.imap.TestClient;

class CommandsFuzzTest {
    private static final RenewedStage STAGES = new RenewedStage();

    @AfterAll
    static void stop() {
        STAGES.close();
    }

    /// Where a connection can be when bytes come.
    private enum Place {
        NEW,
        LOGGED_IN,
        SELECTED,
        EXAMINED,
        IDLING,
        LOGGING_IN,
        RESYNCHRONISING,
        WATCHING;

        /// A last byte that ends a line means a selected folder.
        static Place of(byte[] bytes) {
            int last = bytes.length == 0 ? '\n' : bytes[bytes.length - 1];
            return values()[Math.floorMod(last, values().length)];
        }

        TestClient connect(ImapStage stage) throws IOException {
            var client = stage.connect();
            if (this == NEW) {
                return client;
            }
            if (this == LOGGING_IN) {
                client.line();
                client.send("x AUTHENTICATE PLAIN\r\n");
                client.line();
                return client;
            }
            client.login(ImapStage.USER, ImapStage.PASSWORD);
            switch (this) {
                case SELECTED -> client.expectOk("SELECT INBOX");
                case EXAMINED -> client.expectOk("EXAMINE INBOX");
                case RESYNCHRONISING -> {
                    client.expectOk("ENABLE QRESYNC");
                    client.expectOk("SELECT INBOX (QRESYNC (1 1))");
                }
                case WATCHING -> {
                    client.expectOk("SELECT INBOX");
                    client.expectOk("NOTIFY SET (SELECTED (MessageNew MessageExpunge FlagChange)) "
                            + "(PERSONAL (MessageNew MessageExpunge MailboxName))");
                }
                case IDLING -> {
                    client.expectOk("SELECT INBOX");
                    client.send("x IDLE\r\n");
                    client.line();
                }
                default -> {
                    // logged in
                }
            }
            return client;
        }
    }

    @DictionaryFile(resourcePath = "/org/satchel/imap/james/commands.dictionary")
    @FuzzTest(maxDuration = "10m")
    void whatever_a_client_sends_is_answered_or_refused_wherever_it_stands(byte[] bytes) throws IOException {
        var stage = STAGES.next();
        try (var _ = STAGES.allowed();
                var client = Place.of(bytes).connect(stage)) {
            assertThat(client.exchange(bytes)).doesNotContain("SERVERBUG");
        }
    }
}
