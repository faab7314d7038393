// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.ImapLimits;

/// Who has not logged in and is not understood is told so, and may go on for a while.
@Timeout(300)
class StrangerTest {
    private static final int MISSES_MAX = ImapLimits.DEFAULT.invalidCommandsMax();

    @Test
    void a_command_that_nobody_knows_is_refused_and_the_talk_goes_on() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.connect()) {
            client.line();
            assertThat(client.ask("XYZZY").last()).isEqualTo("BAD failed. Unknown command.");
            assertThat(client.ask("XYZZY {5+}\r\nplugh and more").last()).startsWith("BAD");
            client.expectOk("CAPABILITY");
            client.expectOk("LOGIN " + ImapStage.USER + " " + ImapStage.PASSWORD);
            client.expectOk("SELECT INBOX");
        }
    }

    @Test
    void a_malformed_line_is_refused_and_the_talk_goes_on() throws IOException {
        try (var stage = new ImapStage()) {
            for (var line : List.of("a", "a ", "+ NOOP", "* NOOP", "\u0001\u0002 NOOP", "é é", "(((", "\"x y", "\0")) {
                try (var client = stage.connect()) {
                    client.line();
                    client.send(line + "\r\n");
                    assertThat(client.line()).as(line).matches("(\\*|a) BAD .*");
                    client.expectOk("NOOP");
                }
            }
            try (var client = stage.connect()) {
                client.line();
                assertThat(client.ask("LOGIN").last()).startsWith("BAD");
                assertThat(client.ask("LOGIN x").last()).startsWith("BAD");
                assertThat(client.ask("NOOP x").last()).startsWith("BAD");
                client.expectOk("LOGIN " + ImapStage.USER + " " + ImapStage.PASSWORD);
            }
        }
    }

    @Test
    void too_many_in_a_row_end_the_connection() throws IOException {
        for (var command : List.of("XYZZY", "LOGIN", "", "NOOP x")) {
            try (var stage = new ImapStage();
                    var client = stage.connect()) {
                client.line();
                for (int i = 0; i < MISSES_MAX; i++) {
                    assertThat(client.ask(command).last()).as(command).startsWith("BAD");
                }
                client.send("z " + command + "\r\n");
                assertThat(client.line()).isEqualTo("* BYE too many commands that are not understood");
                assertThat(client.isAtEnd()).isTrue();
            }
        }
    }

    @Test
    void a_command_that_is_understood_begins_the_count_anew() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.connect()) {
            client.line();
            for (int i = 0; i < 3 * MISSES_MAX; i++) {
                assertThat(client.ask("XYZZY").last()).startsWith("BAD");
                if (i % MISSES_MAX == MISSES_MAX - 1) {
                    client.expectOk("NOOP");
                }
            }
        }
    }

    @Test
    void a_line_has_an_end_also_when_it_is_not_understood() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.connect()) {
            client.line();
            client.send("a XYZZY " + "x".repeat(ImapLimits.DEFAULT.commandBytesMaxBeforeLogin()));
            assertThat(client.replyTo("*").last()).isEqualTo("BYE command is too long");
            assertThat(client.isAtEnd()).isTrue();
        }
    }
}
