// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.satchel.imap.ImapLimits;
import org.satchel.imap.ImapSettings;
import org.satchel.imap.Manners;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.transcript.Play;
import org.satchel.imap.transcript.Transcript;
import org.satchel.imap.transcript.Transcripts;

/// What is announced works, as its transcript says it; what has no transcript is not announced.
@Timeout(300)
class CapabilitiesTest {
    /// The name that transcripts have for this server.
    private static final String NAME = "satchel";

    private static final Manners REV2 =
            new Manners(Manners.Clients.RCS, Manners.ReadReport.KEYWORD, Manners.METADATA_ROOT, true);

    @ParameterizedTest
    @MethodSource("org.satchel.imap.transcript.Transcripts#all")
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
        Transcripts.all().forEach(it -> shown.addAll(it.capabilities()));
        for (var listener : Transcript.Listener.values()) {
            try (var stage = stage(listener)) {
                assertThat(shown).containsAll(Play.announced(server(stage, listener)));
            }
        }
    }

    @Test
    void one_acts_and_another_one_watches() throws IOException {
        for (var transcript : Transcripts.all()) {
            assertThat(transcript.sessions()).as(transcript.name()).hasSizeGreaterThan(1);
        }
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
}
