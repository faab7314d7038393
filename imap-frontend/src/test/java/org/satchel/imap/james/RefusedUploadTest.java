// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.ImapLimits;
import org.satchel.imap.ImapServer;
import org.satchel.model.Actor;
import org.satchel.model.Quota;

/// A client that uploads without waiting for a go-ahead, and is refused, can read why: its system would throw the
/// answer away if the line were closed on what it still sends.
// RFC 7888 §4
@Timeout(300)
class RefusedUploadTest {
    private static final int MIB = 1024 * 1024;
    private static final int PATIENCE_MILLIS = 120_000;

    @Test
    void an_object_over_the_limit_is_refused_in_words_that_arrive() throws IOException {
        try (var stage = new ImapStage(ImapLimits.DEFAULT.withObjectBytes(MIB, MIB))) {
            for (int round = 0; round < 5; round++) {
                assertThat(upload(stage.server, 5 * MIB))
                        .containsExactly(
                                "a OK LOGIN", "b NO [TOOBIG] APPEND failed. Too large.", "* BYE literal is too large");
            }
            assertThat(stage.box.view().usage().objects()).isZero();
        }
    }

    @Test
    void an_object_over_quota_is_refused_in_words_that_arrive() throws IOException {
        try (var stage = new ImapStage()) {
            stage.box.write(Actor.owner(stage.box.id()), tx -> tx.setQuota(new Quota(2L * MIB, 10)));
            assertThat(upload(stage.server, 5 * MIB))
                    .containsExactly(
                            "a OK LOGIN", "b NO [OVERQUOTA] APPEND failed. Over quota.", "* BYE literal is too large");
            assertThat(stage.box.view().usage().objects()).isZero();
        }
    }

    @Test
    void an_argument_over_the_limit_is_refused_in_words_that_arrive() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.connect()) {
            client.line();
            client.send("a LOGIN {" + 5 * MIB + "+}\r\n" + "x".repeat(5 * MIB) + " y\r\n");
            assertThat(client.line()).startsWith("a BAD");
            assertThat(client.line()).isEqualTo("* BYE literal is too large");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void a_line_over_the_limit_is_refused_in_words_that_arrive() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            client.expectOk("SELECT INBOX");
            client.send("a SEARCH TEXT " + "x".repeat(5 * MIB) + "\r\n");
            assertThat(client.line()).isEqualTo("* BYE command is too long");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void who_goes_on_sending_does_not_keep_the_line() throws Exception {
        try (var stage = new ImapStage(ImapLimits.DEFAULT.withObjectBytes(1_000, 5_000));
                var socket = new Socket(
                        stage.server.address().getAddress(),
                        stage.server.address().getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            var sender = Thread.ofVirtual().start(() -> flood(socket));
            assertThat(sender.join(Duration.ofSeconds(30))).isTrue();
        }
    }

    /// What is no command is not taken for one: neither the bytes of an object nor the rest of a line that nobody
    /// understood.
    @Test
    void the_literal_of_a_command_that_is_not_understood_is_not_taken_for_a_command() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            client.expectOk("CREATE precious");
            var smuggled = "x DELETE precious\r\n";
            for (var command : List.of(
                    "XYZZY",
                    "APPEND INBOX \"no date\"",
                    "APPEND INBOX (\\Nonsense)",
                    "SELECT INBOX (",
                    "NOOP",
                    "FETCH 1 (FLAGS)",
                    "APPEND INBOX \"03-Mar-2026 09:14:07 +0100\" x",
                    "STATUS INBOX (FOO) {3+}\r\nabc")) {
                var reply = client.ask(command + " {" + smuggled.length() + "+}\r\n" + smuggled);
                assertThat(reply.lines()).as(command).isEmpty();
                assertThat(reply.last()).as(command).matches("(NO|BAD) .*");
                var next = client.expectOk("NOOP");
                assertThat(next.lines()).as(command).isEmpty();
            }
            assertThat(client.expectOk("LIST \"\" precious").lines()).hasSize(1);
            client.send("z XYZZY {" + 5 * MIB + "+}\r\n");
            assertThat(client.line()).startsWith("z BAD");
            assertThat(client.line()).isEqualTo("* BYE literal is too large");
        }
    }

    /// Sends all in one go and only then reads, as a simple client does.
    private static List<String> upload(ImapServer server, int size) throws IOException {
        try (var socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            var text = message("big", "x".repeat(size));
            var all = "a LOGIN " + ImapStage.USER + " " + ImapStage.PASSWORD + "\r\nb APPEND INBOX {" + text.length()
                    + "+}\r\n" + text + "\r\nc NOOP\r\n";
            socket.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
            return lines(socket.getInputStream());
        }
    }

    private static List<String> lines(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .skip(1)
                .map(line -> line.startsWith("a OK") ? "a OK LOGIN" : line)
                .toList();
    }

    private static void flood(Socket socket) {
        var chunk = new byte[MIB];
        try {
            var out = socket.getOutputStream();
            out.write("a XYZZY {999999999+}\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(chunk);
            }
        } catch (IOException closed) {
            // that is what is waited for
        }
    }
}
