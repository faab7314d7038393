// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.ImapLimits;
import org.satchel.model.Actor;
import org.satchel.model.Quota;

/// What a client can make the server hold or wait for has an end, which the client is told in the protocol's words.
@Timeout(300)
class LimitsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void connections_beyond_the_total_are_turned_away_and_a_place_is_free_again() throws IOException {
        try (var stage = new ImapStage(ImapLimits.DEFAULT.withConnections(2, 2))) {
            var first = stage.login();
            try (var second = stage.login();
                    var third = stage.connect()) {
                assertThat(third.line()).startsWith("* BYE [UNAVAILABLE]");
                assertThat(third.isAtEnd()).isTrue();
                second.expectOk("NOOP");
            }
            first.expectOk("LOGOUT");
            first.close();
            await(() -> stage.server.connections() < 1);
            try (var fourth = stage.login()) {
                fourth.expectOk("NOOP");
            }
        }
    }

    @Test
    void connections_of_one_account_are_counted() throws IOException {
        try (var stage = new ImapStage(ImapLimits.DEFAULT.withConnections(10, 1));
                var first = stage.login();
                var second = stage.connect()) {
            second.line();
            var login = "LOGIN " + ImapStage.USER + " " + ImapStage.PASSWORD;
            assertThat(second.ask(login).last()).startsWith("NO [LIMIT]");
            first.expectOk("LOGOUT");
            assertThat(first.isAtEnd()).isTrue();
            await(() -> stage.server.connections() == 1);
            second.expectOk(login);
        }
    }

    @Test
    void logins_that_fail_end_the_connection() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.connect()) {
            client.line();
            assertThat(client.ask("LOGIN x y").last()).startsWith("NO [AUTHENTICATIONFAILED]");
            assertThat(client.ask("LOGIN x y").last()).startsWith("NO [AUTHENTICATIONFAILED]");
            client.send("z LOGIN x y\r\n");
            assertThat(client.line()).startsWith("* BYE");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void a_stranger_cannot_send_much() throws IOException {
        try (var stage = new ImapStage()) {
            try (var client = stage.connect()) {
                client.line();
                client.send("a LOGIN {9000}\r\n");
                assertThat(client.line()).startsWith("a BAD");
                client.send("b LOGIN {9000+}\r\n" + "x".repeat(9000) + " y\r\n");
                assertThat(client.line()).startsWith("b BAD");
                client.expectOk("CAPABILITY");
                client.send("c LOGIN {9000000+}\r\n");
                assertThat(client.line()).startsWith("c BAD");
                assertThat(client.line()).startsWith("* BYE");
            }
            try (var client = stage.connect()) {
                client.line();
                client.send("a LOGIN " + "x".repeat(300_000));
                assertThat(client.line()).startsWith("* BYE command is too long");
            }
        }
    }

    @Test
    void a_command_has_few_literals_and_is_not_nested_deeply() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            client.expectOk("SELECT INBOX");
            assertThat(client.ask("SEARCH " + "NOT ".repeat(15_000) + "ALL").last())
                    .startsWith("BAD");
            assertThat(client.ask("SEARCH " + "(".repeat(5_000) + "ALL" + ")".repeat(5_000))
                            .last())
                    .startsWith("BAD");
            assertThat(client.ask("SEARCH " + "OR ALL ".repeat(200) + "ALL").last())
                    .startsWith("BAD");
            assertThat(client.ask("SEARCH NOT NOT (OR ALL NOT ALL)").last()).startsWith("OK");
            assertThat(client.ask("SEARCH" + " TEXT {1+}\r\nx".repeat(65)).last())
                    .startsWith("BAD");
            assertThat(client.ask("SEARCH" + " TEXT {1+}\r\nx".repeat(60)).last())
                    .startsWith("OK");
        }
    }

    @Test
    void an_object_that_is_too_large_is_refused_before_it_is_sent() throws IOException {
        try (var stage = new ImapStage(ImapLimits.DEFAULT.withObjectBytes(1_000, 5_000));
                var client = stage.login()) {
            assertThat(client.append("INBOX", message("x", "x".repeat(2_000))).last())
                    .startsWith("NO [TOOBIG]");
            var text = message("y", "y".repeat(2_000));
            client.send("A APPEND INBOX {" + text.length() + "+}\r\n" + text + "\r\nB NOOP\r\n");
            assertThat(client.line()).startsWith("A NO [TOOBIG]");
            assertThat(client.line()).startsWith("B OK");
            client.send("C APPEND INBOX {60000+}\r\n");
            assertThat(client.line()).startsWith("C NO [TOOBIG]");
            assertThat(client.line()).startsWith("* BYE");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void a_full_box_refuses_before_the_object_is_sent() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            stage.box.write(Actor.owner(stage.box.id()), tx -> tx.setQuota(new Quota(1_000, 2)));
            client.append("INBOX", message("one", "1\r\n"));
            assertThat(client.append("INBOX", message("big", "x".repeat(900))).last())
                    .startsWith("NO [OVERQUOTA]");
            client.append("INBOX", message("two", "2\r\n"));
            assertThat(client.append("INBOX", message("three", "3\r\n")).last()).startsWith("NO [OVERQUOTA]");
        }
    }

    @Test
    void commands_that_nobody_understands_end_the_connection() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            for (int i = 0; i < 9; i++) {
                assertThat(client.ask("XYZZY").last()).startsWith("BAD");
            }
            client.send("z XYZZY\r\n");
            assertThat(client.line()).startsWith("* BYE");
        }
    }

    @Test
    void who_says_nothing_is_sent_away() throws IOException {
        try (var stage = new ImapStage(ImapLimits.DEFAULT.withTimes(LONG, SHORT, LONG, LONG));
                var client = stage.login();
                var idler = stage.login()) {
            idler.expectOk("SELECT INBOX");
            idler.send("a IDLE\r\n");
            assertThat(idler.line()).startsWith("+");
            assertThat(client.line()).startsWith("* BYE nothing was said");
            assertThat(client.isAtEnd()).isTrue();
            assertThat(idler.line()).startsWith("* BYE nothing was said");
        }
    }

    @Test
    void who_does_not_log_in_is_sent_away() throws IOException {
        try (var stage = new ImapStage(ImapLimits.DEFAULT.withTimes(SHORT, LONG, LONG, LONG));
                var known = stage.login();
                var client = stage.connect()) {
            client.line();
            assertThat(client.line()).startsWith("* BYE no login in time");
            known.expectOk("NOOP");
        }
    }

    @Test
    void who_does_not_read_is_cut_off_and_others_are_served_meanwhile() throws IOException {
        try (var stage = new ImapStage(ImapLimits.DEFAULT.withTimes(LONG, LONG, LONG, SHORT));
                var slow = stage.login();
                var other = stage.login()) {
            var text = message("large", "x".repeat(200_000));
            for (int i = 0; i < 20; i++) {
                slow.append("INBOX", text);
            }
            slow.expectOk("SELECT INBOX");
            slow.send("a UID FETCH 1:* BODY.PEEK[]\r\nb UID FETCH 1:* BODY.PEEK[]\r\nc UID FETCH 1:* BODY.PEEK[]\r\n");
            other.expectOk("SELECT INBOX");
            await(() -> stage.server.connections() == 1);
            other.expectOk("NOOP");
        }
    }

    @Test
    void a_server_that_stops_says_goodbye_and_ends_at_once() throws IOException {
        var stage = new ImapStage();
        try (var client = stage.login();
                var idler = stage.login()) {
            idler.send("a IDLE\r\n");
            assertThat(idler.line()).startsWith("+");
            long before = System.nanoTime();
            stage.close();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
            assertThat(client.line()).isEqualTo("* BYE server is stopping");
            assertThat(idler.line()).isEqualTo("* BYE server is stopping");
        }
    }

    @Test
    void who_works_in_a_box_that_is_erased_is_told_so() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login();
                var idler = stage.login()) {
            client.expectOk("SELECT INBOX");
            idler.expectOk("SELECT INBOX");
            idler.send("a IDLE\r\n");
            assertThat(idler.line()).startsWith("+");
            stage.store.erase(stage.box.id());
            client.send("a NOOP\r\n");
            assertThat(client.line()).startsWith("* BYE");
            idler.send("DONE\r\n");
            assertThat(idler.line()).matches("(\\* BYE|a NO|a OK).*");
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
