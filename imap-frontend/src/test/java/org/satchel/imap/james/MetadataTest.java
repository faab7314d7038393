// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.Manners;
import org.satchel.imap.TestClient;

/// Metadata at its limits; what it does otherwise is in the transcripts.
@Timeout(300)
class MetadataTest {
    private final ImapStage stage = new ImapStage();
    private TestClient client;

    @BeforeEach
    void login() throws IOException {
        client = stage.login();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    // RFC 5464 §4.3
    @Test
    void a_value_that_is_too_long_is_refused_with_the_limit() throws IOException {
        var longest = "x".repeat(64 * 1024);
        client.expectOk("SETMETADATA INBOX (/private/comment {" + longest.length() + "+}\r\n" + longest + ")");
        var longer = longest + "x";
        var refused = client.ask(
                "SETMETADATA INBOX (/private/a \"1\" /private/comment {" + longer.length() + "+}\r\n" + longer + ")");
        assertThat(refused.last()).startsWith("NO [METADATA MAXSIZE 65536]");
        assertThat(client.expectOk("GETMETADATA INBOX /private/a").only())
                .isEqualTo("* METADATA \"INBOX\" (/private/a NIL)");
    }

    // RFC 6154 §4
    @Test
    void what_a_folder_is_for_is_an_entry_that_clients_only_read() throws IOException {
        assertThat(client.expectOk("GETMETADATA RCSMessageStore /private/specialuse")
                        .only())
                .isEqualTo("* METADATA \"RCSMessageStore\" (/private/specialuse \"\\\\Archive\")");
        assertThat(client.expectOk("GETMETADATA INBOX /private/specialuse").only())
                .isEqualTo("* METADATA \"INBOX\" (/private/specialuse NIL)");
        for (var folder : List.of("INBOX", "RCSMessageStore", "\"\"")) {
            assertThat(client.ask("SETMETADATA " + folder + " (/private/SpecialUse \"\\\\Sent\")")
                            .last())
                    .startsWith("NO [NOPERM]");
        }
    }

    @Test
    void entries_have_an_end() throws IOException {
        String refused = "";
        for (int round = 0; round <= 100 && refused.isEmpty(); round++) {
            int from = round * 100;
            var pairs = IntStream.range(from, from + 100)
                    .mapToObj(number -> "/private/n" + number + " \"v\"")
                    .collect(Collectors.joining(" "));
            var last = client.ask("SETMETADATA INBOX (" + pairs + ")").last();
            refused = last.startsWith("OK") ? "" : last;
        }
        assertThat(refused).startsWith("NO [METADATA TOOMANY]");
        assertThat(client.expectOk("GETMETADATA INBOX /private/n10001").only()).contains("NIL");
    }

    // CPM-MSG §7.1
    @Test
    void an_operator_has_names_of_his_own_for_what_a_folder_is() throws IOException {
        var manners = new Manners(Manners.Clients.RCS, Manners.ReadReport.KEYWORD, "/shared/vendor/acme/cpm", false);
        try (var other = new ImapStage(manners);
                var user = other.login()) {
            assertThat(user.expectOk("GETMETADATA Default (/shared/vendor/acme/cpm/folder-type"
                                    + " /shared/vendor/oma/cpm-2.2/folder-type)")
                            .only())
                    .contains("/shared/vendor/acme/cpm/folder-type \"system\"", "oma/cpm-2.2/folder-type NIL");
            assertThat(user.ask("SETMETADATA Default (/shared/vendor/acme/cpm/session-info \"1\")")
                            .last())
                    .startsWith("NO [NOPERM]");
            user.expectOk("SETACL Default tel:+15550100002 lr");
            user.expectOk("SETMETADATA Default (/shared/vendor/acme/cpm/acl-expiry/tel:+15550100002"
                    + " \"2036-06-30T00:00:00Z\")");
        }
    }

    @Test
    void references_follow_the_newest_object_and_its_removal() throws IOException {
        var folder = "Default/7b1c/8c2d";
        client.expectOk("CREATE " + folder);
        var ask = "GETMETADATA " + folder + " (/shared/vendor/oma/cpm-2.2/group-state)";
        for (int round = 0; round < 2; round++) {
            client.append(
                    folder,
                    "Content-Type: application/group-state-object+xml\r\nIMDN-Message-ID: g" + round
                            + "\r\n\r\n<groupstate/>\r\n");
        }
        assertThat(client.expectOk(ask).only()).contains("group-state \"2\"");
        client.expectOk("SELECT " + folder);
        client.expectOk("STORE 2 +FLAGS.SILENT (\\Deleted)");
        client.expectOk("EXPUNGE");
        assertThat(client.expectOk(ask).only()).contains("group-state \"1\"");
        client.expectOk("STORE 1 +FLAGS.SILENT (\\Deleted)");
        client.expectOk("EXPUNGE");
        assertThat(client.expectOk(ask).only()).contains("group-state NIL");
    }

    @Test
    void one_command_names_no_more_than_a_hundred() throws IOException {
        var names = IntStream.range(0, 101)
                .mapToObj(number -> "/private/n" + number)
                .collect(Collectors.joining(" "));
        assertThat(client.ask("GETMETADATA INBOX (" + names + ")").last()).startsWith("BAD");
    }

    @Test
    void a_value_is_given_back_as_it_was_set() throws IOException {
        client.expectOk("SETMETADATA INBOX (/private/comment \"a \\\"b\\\" \\\\ c\" /private/b ~{2+}\r\n{} )");
        assertThat(client.expectOk("GETMETADATA INBOX (/private/comment /private/b)")
                        .only())
                .isEqualTo("* METADATA \"INBOX\" (/private/comment \"a \\\"b\\\" \\\\ c\" /private/b \"{}\")");
    }

    @Test
    void what_one_principal_keeps_for_itself_another_does_not_see() throws IOException {
        client.expectOk("SETMETADATA INBOX (/private/comment \"mine\")");
        try (var other = stage.connect().login(ImapStage.OTHER, ImapStage.PASSWORD)) {
            assertThat(other.expectOk("GETMETADATA INBOX /private/comment").only())
                    .isEqualTo("* METADATA \"INBOX\" (/private/comment NIL)");
        }
    }
}
