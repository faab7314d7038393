// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Input that no client should send: a clear refusal, and nothing else is disturbed.
@Timeout(600)
class MalformedTest {
    private static final List<String> BAD = List.of(
            "LOGIN",
            "SELECT",
            "SELECT INBOX (QRESYNC (x))",
            "SELECT INBOX (",
            "FETCH",
            "FETCH 1",
            "FETCH 0 FLAGS",
            "FETCH 1:x FLAGS",
            "FETCH 4294967296 FLAGS",
            "FETCH 1 (FLAGS",
            "FETCH 1 BODY[1",
            "FETCH 1 BODY[HEADER.FIELDS]",
            "FETCH 1 BODY[]<1.0>",
            "FETCH 1 BODY[HEADER.FIELDS (A)]<18446744073709551615>",
            "FETCH 1 BODY[]<0.18446744073709551615>",
            "FETCH 99 FLAGS",
            "UID",
            "UID NOOP",
            "UID FETCH 1",
            "STORE 1 FLAGS",
            "STORE 1 +FLAGS (\\Recent)",
            "STORE 1 +FLAGS (\\Nonsense)",
            "STORE 1 FLAGS ()x",
            "SEARCH",
            "SEARCH FROM",
            "SEARCH OR ALL",
            "SEARCH BEFORE yesterday",
            "SEARCH SINCE 1-Feb-94",
            "SELECT {}",
            "NOOP {+}",
            "SEARCH CHARSET klingon ALL",
            "APPEND INBOX",
            "APPEND INBOX (\\Seen",
            "APPEND INBOX {x}",
            "APPEND INBOX {-1}",
            "APPEND INBOX (\\Nonsense) {3+}\r\nabc",
            "STATUS INBOX",
            "STATUS INBOX (FOO)",
            "LIST",
            "LIST \"\"",
            "RENAME a",
            "CREATE \"\u0001\"",
            "CREATE a//b",
            "COPY 1",
            "ENABLE",
            "ID",
            "ID phone",
            "ID (\"name\")",
            "UID FETCH 1 (FLAGS) (CHANGEDSINCE " + "0".repeat(100_000) + "1)",
            "STORE 1 (UNCHANGEDSINCE 9223372036854775808) +FLAGS (\\Seen)",
            "FETCH 1 BODY[" + "1".repeat(100_000) + "]",
            "FETCH 1 BODY[4294967297]",
            "FETCH 1 BODY[HEADER.FIELDS" + " ".repeat(100_000) + "(A]");

    @Test
    void each_is_refused_and_the_talk_goes_on() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            client.append("INBOX", message("one", "1\r\n"));
            client.expectOk("SELECT INBOX");
            for (var command : BAD) {
                var reply = client.ask(command);
                assertThat(reply.last()).as(command).matches("(NO|BAD).*");
                assertThat(reply.last()).as(command).doesNotContain("SERVERBUG");
                client.expectOk("NOOP");
            }
            assertThat(client.expectOk("STATUS INBOX (MESSAGES)").only()).isEqualTo("* STATUS INBOX (MESSAGES 1)");
        }
    }

    @Test
    void names_in_any_script_come_back_as_they_were_given() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.login()) {
            client.expectOk("CREATE \"RCSMessageStore/Bl&AOQ-tter &- \\\"x\\\"\"");
            assertThat(client.expectOk("LIST \"\" RCSMessageStore/%").only())
                    .isEqualTo("* LIST (\\HasNoChildren) \"/\" \"RCSMessageStore/Bl&AOQ-tter &- \\\"x\\\"\"");
            assertThat(stage.box.view().folders())
                    .anyMatch(folder -> folder.path().name().equals("Blätter & \"x\""));
        }
    }

    @Test
    void random_lines_never_break_the_server() throws IOException {
        long seed = 20261121;
        var random = new Random(seed);
        var words = List.of(
                "FETCH",
                "UID",
                "SEARCH",
                "STORE",
                "1:*",
                "(",
                ")",
                "FLAGS",
                "\"",
                "{3}",
                "{3+}",
                "\\Seen",
                "BODY[",
                "]",
                "<0.1>",
                "OR",
                "NOT",
                "*",
                "%",
                "LIST",
                "STATUS",
                "INBOX",
                "APPEND",
                "CREATE",
                "x",
                "0",
                "4294967295",
                "\0",
                "é");
        try (var stage = new ImapStage();
                var witness = stage.login()) {
            for (int round = 0; round < 60; round++) {
                try (var client = stage.login()) {
                    client.expectOk("SELECT INBOX");
                    var all = new StringBuilder();
                    for (int line = 0; line < 40; line++) {
                        all.append('t').append(line);
                        int count = random.nextInt(12);
                        for (int i = 0; i < count; i++) {
                            all.append(random.nextInt(5) == 0 ? "" : " ")
                                    .append(words.get(random.nextInt(words.size())));
                        }
                        all.append("\r\n");
                    }
                    var answer = client.exchange(all.toString().getBytes(StandardCharsets.UTF_8));
                    assertThat(answer).as("seed %d round %d", seed, round).doesNotContain("SERVERBUG");
                }
                assertThat(witness.ask("NOOP").last())
                        .as("seed %d round %d", seed, round)
                        .startsWith("OK");
            }
        }
    }
}
