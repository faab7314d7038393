// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.satchel.backends.DovecotServer;
import org.satchel.imap.ImapLimits;
import org.satchel.imap.ImapSettings;
import org.satchel.imap.Manners;
import org.satchel.imap.transcript.Play;
import org.satchel.imap.transcript.Transcript;

/// What is announced works, as its transcript says it; what has no transcript is not announced.
@Timeout(60)
class CapabilitiesTest {
    /// The name that transcripts have for this server.
    private static final String NAME = "satchel";

    /// The name that they have for the other one.
    private static final String PEER = "dovecot";

    private static final int PLAYED_MIN = 10;

    private static final Manners REV2 =
            new Manners(Manners.Clients.RCS, Manners.ReadReport.KEYWORD, Manners.METADATA_ROOT, true);

    @ParameterizedTest
    @MethodSource("transcripts")
    void works_as_its_transcript_says(Transcript transcript) throws IOException {
        try (var stage = stage(transcript.listener())) {
            var server = server(stage, transcript.listener());
            assertThat(Play.announced(server)).containsAll(transcript.capabilities());
            Play.of(transcript, server);
        }
    }

    @Test
    void every_word_that_is_announced_has_its_transcript() throws IOException {
        var shown = new TreeSet<String>();
        transcripts().forEach(it -> shown.addAll(it.capabilities()));
        for (var listener : Transcript.Listener.values()) {
            try (var stage = stage(listener)) {
                assertThat(shown).containsAll(Play.announced(server(stage, listener)));
            }
        }
    }

    @Test
    void one_acts_and_another_one_watches() throws IOException {
        for (var transcript : transcripts()) {
            assertThat(transcript.sessions()).as(transcript.name()).hasSizeGreaterThan(1);
        }
    }

    @Test
    void dovecot_answers_alike_where_it_can_the_same(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(DovecotServer.isAvailable(), "no dovecot here (Debian: dovecot-imapd)");
        var failures = new ArrayList<String>();
        int played = 0;
        try (var dovecot = DovecotServer.start(folder)) {
            for (var transcript : transcripts()) {
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

    private static ImapStage stage(Transcript.Listener listener) {
        var security = switch (listener) {
            case CLEAR, REV2 -> new ImapSettings.Security.Clear();
            case TLS -> new ImapSettings.Security.Implicit(() -> TestTls.it().context, true);
            case STARTTLS -> new ImapSettings.Security.StartTls(() -> TestTls.it().context, true);
        };
        var manners = listener == Transcript.Listener.REV2 ? REV2 : Manners.DEFAULT;
        return new ImapStage(ImapLimits.DEFAULT, security, Profile.core(), manners);
    }

    private static Play.Server server(ImapStage stage, Transcript.Listener listener) {
        var users = Map.of("alice", ImapStage.USER, "bob", ImapStage.OTHER);
        return new Play.Server(
                NAME,
                stage.server.address(),
                listener,
                users,
                ImapStage.PASSWORD,
                Proofs.words(),
                TestTls.it()::secured);
    }

    private static List<Transcript> transcripts() throws IOException {
        var folder = Objects.requireNonNull(CapabilitiesTest.class.getResource("/transcripts"));
        try (var files = Files.list(Path.of(folder.toURI()))) {
            var transcripts =
                    files.filter(it -> it.toString().endsWith(".imap")).sorted().toList();
            var read = new ArrayList<Transcript>();
            for (var file : transcripts) {
                read.add(Transcript.read(file));
            }
            return read;
        } catch (URISyntaxException impossible) {
            throw new IOException(impossible);
        }
    }
}
