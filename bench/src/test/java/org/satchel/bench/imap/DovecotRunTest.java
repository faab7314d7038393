// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.corpus.Texts;
import org.satchel.bench.measure.Alternation;
import org.satchel.bench.measure.Outcome;
import org.satchel.bench.measure.Progress;
import org.satchel.bench.peer.DovecotServer;
import org.satchel.bench.peer.Folders;
import org.satchel.bench.peer.Peer;

/// Every work, as small as it gets, against a real Dovecot.
class DovecotRunTest {
    private static final Scale TINY =
            new Scale(1, Duration.ofMillis(20), 10, 30, 10, 5, 7, 1, 1, Duration.ofMinutes(1));

    @Test
    @Timeout(600)
    void every_work_is_measured_and_verified_on_a_private_dovecot() throws IOException, InterruptedException {
        assumeTrue(DovecotServer.find().isPresent(), "dovecot is not installed (Debian: dovecot-imapd)");
        // Not a folder of JUnit's: those cannot be entered by the user that Dovecot runs as.
        var work = Files.createTempDirectory(Folders.target(), "test-");
        try (var dovecot = DovecotServer.start(DovecotServer.Variant.OPTIMIZED, work)) {
            for (var planned : ImapWorks.all(TINY, new Messages(Texts.from(Path.of("nowhere"))))) {
                var outcomes =
                        new Alternation<>(Peer::name, 1, Progress.SILENT).run(planned.work(), List.<Peer>of(dovecot));
                assertThat(outcomes)
                        .as(planned.work().id())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Outcome.Measured.class,
                                measured ->
                                        assertThat(measured.figure().rounds()).hasSize(1));
            }
        } finally {
            Folders.remove(work);
        }
    }

    @Test
    @Timeout(300)
    void a_box_with_a_foreign_message_is_not_measured() throws IOException, InterruptedException {
        assumeTrue(DovecotServer.find().isPresent(), "dovecot is not installed (Debian: dovecot-imapd)");
        var work = Files.createTempDirectory(Folders.target(), "test-");
        try (var dovecot = DovecotServer.start(DovecotServer.Variant.OPTIMIZED, work)) {
            try (var connection = ImapConnection.login(dovecot, Boxes.LISTED)) {
                connection.run("APPEND INBOX {6+}\r\nA: b\r\n");
            }
            var boxes = new Boxes(new Messages(Texts.from(Path.of("nowhere"))));
            var list = new FetchWork("list", "", boxes, TINY.slice(), Boxes.LISTED, 10, 10, FetchWork.Items.PHONE_LIST);
            assertThat(new Alternation<>(Peer::name, 1, Progress.SILENT).run(list, List.<Peer>of(dovecot)))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.reason()).contains("holds 1 messages"));
            var verified = new AppendWork("append", "", boxes, TINY.slice(), 1, Boxes.LISTED, 1, 1);
            assertThat(new Alternation<>(Peer::name, 1, Progress.SILENT).run(verified, List.<Peer>of(dovecot)))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.reason()).contains("not as it was written"));
        } finally {
            Folders.remove(work);
        }
    }
}
