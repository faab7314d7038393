// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.backends.DovecotServer;
import org.satchel.imap.transcript.Play;
import org.satchel.imap.transcript.Transcript;
import org.satchel.imap.transcript.Transcripts;

/// The same conversations with a server that others have written.
@Timeout(300)
class DovecotTest {
    /// The name that transcripts have for it.
    private static final String PEER = "dovecot";

    private static final int PLAYED_MIN = 10;

    @Test
    void dovecot_answers_alike_where_it_can_the_same(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(DovecotServer.isAvailable(), "no dovecot here (Debian: dovecot-imapd)");
        var failures = new ArrayList<String>();
        int played = 0;
        try (var dovecot = DovecotServer.start(folder)) {
            for (var transcript : Transcripts.all()) {
                var name = transcript.name().replace(".imap", "");
                var users = Map.of("alice", name + "-alice", "bob", name + "-bob");
                var server = new Play.Server(
                        PEER,
                        dovecot.address(),
                        Transcript.Listener.CLEAR,
                        users,
                        DovecotServer.PASSWORD,
                        Map.of(),
                        socket -> socket);
                if (transcript.listener() == Transcript.Listener.CLEAR
                        && Play.announced(server).containsAll(transcript.capabilities())) {
                    played++;
                    try {
                        Play.of(transcript, server);
                    } catch (AssertionError differs) {
                        failures.add(differs.getMessage());
                    }
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(played).isGreaterThan(PLAYED_MIN);
    }
}
