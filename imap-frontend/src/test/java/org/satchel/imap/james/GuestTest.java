// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.OTHER;
import static org.satchel.imap.james.ImapStage.PASSWORD;
import static org.satchel.imap.james.ImapStage.USER;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.TestClient;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.model.Actor;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.Right;

/// What somebody else than the owner must not learn, must not keep, and must not stand in the way of.
// RFC 4314, CPM-MSG §7.2, §7.3, §14
@Timeout(300)
class GuestTest {
    private static final String TRIP = "\"Other Users/" + USER + "/Trip\"";
    private static final String CHAT = "Default/tel:+15550100042";
    private static final String THEIR_CHAT = "\"Other Users/" + USER + "/" + CHAT + "\"";
    private static final String EXPIRY = "/shared/vendor/oma/cpm-2.2/acl-expiry/";
    private static final String NOBODY = "tel:+15550109999";

    private final ImapStage stage = new ImapStage();
    private TestClient owner;
    private TestClient guest;

    @BeforeEach
    void connect() throws IOException {
        owner = stage.login();
        owner.expectOk("CREATE Trip");
        owner.expectOk("CREATE " + CHAT);
        guest = stage.connect().login(OTHER, PASSWORD);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    private static String chat(String text) {
        return "IMDN-Message-ID: m1\r\nContent-Type: message/cpim\r\n"
                + message("one", "imdn.Message-ID: m1\r\n\r\n" + text + "\r\n");
    }

    private static String literal(String text) {
        return "{" + text.length() + "+}\r\n" + text;
    }

    private String messages(String folder) throws IOException {
        return owner.expectOk("STATUS " + folder + " (MESSAGES)").only().replaceAll(".*\\(|\\)", "");
    }

    @Test
    void what_a_guest_replaces_with_does_not_keep_out_what_comes_to_the_owner_later() throws IOException {
        owner.expectOk("SETACL " + CHAT + " " + OTHER + " lri");
        guest.append("INBOX", message("draft", "draft\r\n"));
        guest.expectOk("SELECT INBOX");
        guest.expectOk("REPLACE 1 " + THEIR_CHAT + " " + literal(chat("a stranger's")));
        owner.expectOk("APPEND " + CHAT + " " + literal(chat("the owner's")));
        assertThat(messages(CHAT)).isEqualTo("MESSAGES 2");
    }

    /// Uids tell how many messages there have been.
    // RFC 4315 §3
    @Test
    void who_may_put_but_not_read_is_told_no_uids() throws IOException {
        owner.expectOk("SETACL Trip " + OTHER + " li");
        assertThat(guest.append(TRIP, message("m1", "text\r\n")).last()).isEqualTo("OK APPEND completed.");
        guest.append("INBOX", message("draft", "draft\r\n"));
        guest.append("INBOX", message("draft", "draft\r\n"));
        guest.append("INBOX", message("draft", "draft\r\n"));
        guest.expectOk("SELECT INBOX");
        assertThat(guest.expectOk("COPY 1 " + TRIP).last()).isEqualTo("OK COPY completed.");
        assertThat(guest.expectOk("MOVE 1 " + TRIP).lines()).noneMatch(line -> line.contains("UID"));
        assertThat(guest.expectOk("REPLACE 1 " + TRIP + " " + literal(message("final", "final\r\n")))
                        .lines())
                .noneMatch(line -> line.contains("UID"));
        assertThat(messages("Trip")).isEqualTo("MESSAGES 4");
        guest.expectOk("ENABLE QRESYNC");
        assertThat(guest.expectOk("MOVE 1 " + TRIP).last()).startsWith("OK [HIGHESTMODSEQ ");
        owner.expectOk("SETACL Trip " + OTHER + " lri");
        assertThat(guest.append(TRIP, message("m1", "text\r\n")).last()).contains("[APPENDUID ");
    }

    @Test
    void who_may_not_manage_a_folder_does_not_learn_who_else_has_rights() throws IOException {
        owner.expectOk("SETACL Trip " + OTHER + " lr");
        for (var value : List.of("\"2126-06-30T00:00:00Z\"", "\"no time\"", "NIL")) {
            var command = "SETMETADATA " + TRIP + " (" + EXPIRY + "%s " + value + ")";
            var none = guest.ask(command.formatted(NOBODY)).last();
            assertThat(none).startsWith("NO [NOPERM]");
            assertThat(guest.ask(command.formatted(OTHER)).last()).isEqualTo(none);
        }
    }

    /// The client takes its time to read; what it has not read when the right ends is more than the line holds.
    @Test
    void a_right_that_is_taken_away_ends_a_fetch_that_is_under_way() throws IOException {
        var large = message("large", ("x".repeat(1022) + "\r\n").repeat(4 * 1024));
        for (int i = 0; i < 8; i++) {
            owner.append("Trip", large);
        }
        owner.expectOk("SETACL Trip " + OTHER + " lr");
        guest.expectOk("SELECT " + TRIP);
        guest.send("f FETCH 1:* BODY.PEEK[]\r\n");
        assertThat(guest.line()).startsWith("* 1 FETCH");
        owner.expectOk("DELETEACL Trip " + OTHER);
        var answer = guest.replyTo("f");
        assertThat(answer.last()).startsWith("NO [NOPERM]");
        assertThat(answer.lines()).hasSizeLessThan(7);
        assertThat(guest.ask("FETCH 1 FLAGS").last()).startsWith("NO");
    }

    @Test
    void a_refusal_of_something_else_does_not_close_the_folder_in_silence() throws IOException {
        owner.expectOk("SETACL Trip " + OTHER + " lr");
        guest.expectOk("SELECT " + TRIP);
        owner.expectOk("DELETEACL Trip " + OTHER);
        assertThat(guest.ask("STATUS None (MESSAGES)").last()).startsWith("NO [NONEXISTENT]");
        assertThat(guest.expectOk("NOOP").lines())
                .containsExactly("* NO [NOPERM] " + SelectedFolder.WITHDRAWN, "* OK [CLOSED] No folder is selected");
    }

    @Test
    void without_lookup_the_selected_folder_is_passed_over_by_a_search_of_several() throws IOException {
        owner.append("Trip", message("m1", "text\r\n"));
        owner.expectOk("SETACL Trip " + OTHER + " lr");
        guest.append("INBOX", message("mine", "text\r\n"));
        guest.expectOk("SELECT " + TRIP);
        owner.expectOk("SETACL Trip " + OTHER + " r");
        var found = guest.expectOk("ESEARCH IN (selected inboxes) RETURN (ALL) ALL");
        assertThat(found.lines())
                .filteredOn(line -> line.startsWith("* ESEARCH"))
                .singleElement()
                .asString()
                .contains("MAILBOX \"INBOX\"");
    }

    @Test
    void rights_of_somebody_who_is_there_no_more_can_be_taken_away() throws IOException {
        var folder =
                stage.box.view().folder(new FolderPath("Trip")).orElseThrow().id();
        stage.box.write(
                Actor.owner(stage.box.id()), tx -> tx.grant(new Grant(folder, NOBODY, Right.parse("lrs"), null)));
        assertThat(owner.ask("SETACL Trip " + NOBODY + " +w").last()).startsWith("NO [NONEXISTENT]");
        owner.expectOk("SETACL Trip " + NOBODY + " -s");
        assertThat(owner.expectOk("GETACL Trip").only()).endsWith("\"" + NOBODY + "\" lr");
        owner.expectOk("DELETEACL Trip " + NOBODY);
        assertThat(owner.expectOk("GETACL Trip").only()).doesNotContain(NOBODY);
        assertThat(owner.ask("DELETEACL Trip " + NOBODY).last()).startsWith("NO [NONEXISTENT]");
    }
}
