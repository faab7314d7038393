// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.Manners;
import org.satchel.imap.TestClient;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;

/// The flags of CPM, their aliases, and who gets to see which spelling.
// CPM-MSG §6.3
@Timeout(300)
class FlagNamesTest {
    private final ImapStage stage = new ImapStage();
    private TestClient client;

    @BeforeEach
    void login() throws IOException {
        client = stage.login();
        client.append("INBOX", message("one", "1\r\n"));
        client.append("INBOX", message("two", "2\r\n"));
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void every_folder_offers_the_flags_of_cpm() throws IOException {
        assertThat(client.expectOk("SELECT Default").lines())
                .contains("* OK [PERMANENTFLAGS (\\Answered \\Deleted \\Draft \\Flagged \\Seen"
                        + " $Archived $Forwarded $MDNSent $ReadReportSent \\*)] Limited");
        assertThat(client.expectOk("EXAMINE Default").lines()).contains("* OK [PERMANENTFLAGS ()] Limited");
    }

    @Test
    void a_session_that_has_not_named_the_read_report_sees_a_keyword() throws IOException {
        try (var other = stage.login()) {
            other.expectOk("SELECT INBOX");
            assertThat(other.expectOk("STORE 1 +FLAGS (\\read-report-sent)").only())
                    .isEqualTo("* 1 FETCH (FLAGS (\\Recent \\read-report-sent))");
            client.expectOk("SELECT INBOX");
            assertThat(client.expectOk("FETCH 1 FLAGS").only()).isEqualTo("* 1 FETCH (FLAGS ($ReadReportSent))");
            assertThat(flags(0)).isEqualTo(Flags.of("\\read-report-sent"));
            client.expectOk("STORE 1 -FLAGS ($READREPORTSENT)");
            assertThat(flags(0)).isEqualTo(Flags.NONE);
            client.expectOk("STORE 1 +FLAGS ($ReadReportSent)");
            assertThat(other.expectOk("NOOP").lines()).endsWith("* 1 FETCH (FLAGS (\\Recent \\read-report-sent))");
            assertThat(other.expectOk("SELECT INBOX").lines())
                    .anyMatch(line -> line.startsWith("* FLAGS ") && line.contains("\\read-report-sent"))
                    .noneMatch(line -> line.contains("$ReadReportSent"));
        }
    }

    @Test
    void naming_it_in_a_search_or_at_an_upload_is_enough() throws IOException {
        client.expectOk("SELECT INBOX");
        client.expectOk("STORE 2 +FLAGS.SILENT ($ReadReportSent)");
        for (var name : List.of("$ReadReportSent", "$readreportsent")) {
            assertThat(client.expectOk("SEARCH KEYWORD " + name).only()).isEqualTo("* SEARCH 2");
        }
        assertThat(client.expectOk("FETCH 2 FLAGS").only()).contains("$ReadReportSent");
        assertThat(client.expectOk("SEARCH UNKEYWORD \\Read-Report-Sent").only())
                .isEqualTo("* SEARCH 1");
        assertThat(client.expectOk("FETCH 2 FLAGS").only()).contains("\\read-report-sent");
        try (var uploader = stage.login()) {
            uploader.expectOk("SELECT INBOX");
            uploader.append("INBOX (\\READ-report-sent \\Seen)", message("three", "3\r\n"));
            assertThat(uploader.expectOk("FETCH 3 FLAGS").only()).contains("\\Seen", "\\read-report-sent");
        }
    }

    @Test
    void the_archive_mark_has_three_names_and_is_told_by_one() throws IOException {
        client.expectOk("SELECT INBOX");
        for (var name : List.of("$Archived", "\\Archived", "dontdelete", "$ARCHIVED")) {
            assertThat(client.expectOk("STORE 1 FLAGS (" + name + ")").only())
                    .isEqualTo("* 1 FETCH (FLAGS (\\Recent $Archived))");
            assertThat(flags(0).archived()).isTrue();
            assertThat(client.expectOk("SEARCH KEYWORD " + name).only()).isEqualTo("* SEARCH 1");
            client.expectOk("STORE 1 -FLAGS.SILENT (\\archived)");
            assertThat(flags(0)).isEqualTo(Flags.NONE);
        }
    }

    @Test
    void system_flags_are_told_in_their_own_case() throws IOException {
        client.expectOk("SELECT INBOX");
        assertThat(client.expectOk("STORE 1 +FLAGS (\\SEEN \\deleted $mdnsent)").only())
                .isEqualTo("* 1 FETCH (FLAGS (\\Deleted \\Recent \\Seen $MDNSent))");
    }

    @Test
    void other_flags_with_a_backslash_are_refused_and_nothing_changes() throws IOException {
        client.expectOk("SELECT INBOX");
        for (var command : List.of(
                "STORE 1 +FLAGS (\\Delivered)",
                "STORE 1 +FLAGS (\\Recent)",
                "SEARCH KEYWORD \\Delivered",
                "SEARCH KEYWORD \\Seen",
                "SEARCH KEYWORD")) {
            assertThat(client.ask(command).last()).as(command).startsWith("BAD");
        }
        assertThat(flags(0)).isEqualTo(Flags.NONE);
    }

    @Test
    void a_listener_can_tell_everybody_the_name_of_cpm() throws IOException {
        var manners = new Manners(Manners.Clients.RCS, Manners.ReadReport.FLAG);
        try (var plain = new ImapStage(manners);
                var reader = plain.login()) {
            reader.append("INBOX ($ReadReportSent)", message("one", "1\r\n"));
            reader.expectOk("SELECT INBOX");
            assertThat(reader.expectOk("FETCH 1 FLAGS").only()).contains("\\read-report-sent");
        }
    }

    private Flags flags(int index) {
        var view = stage.box.view();
        return view.listing(view.folder(FolderPath.INBOX).orElseThrow().id())
                .at(index)
                .flags();
    }
}
