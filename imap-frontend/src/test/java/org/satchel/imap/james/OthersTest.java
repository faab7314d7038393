// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.OTHER;
import static org.satchel.imap.james.ImapStage.PASSWORD;
import static org.satchel.imap.james.ImapStage.USER;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.ImapLimits;
import org.satchel.imap.ImapSettings;
import org.satchel.imap.TestClient;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.model.Actor;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.Right;

/// Folders of others: what is found there, what can be done there, and how it ends.
// RFC 2342, RFC 4314, CPM-MSG §7.2, §7.3
@Timeout(300)
class OthersTest {
    private static final String TRIP = "\"Other Users/" + USER + "/Trip\"";
    private static final String ENTRY = "/shared/vendor/oma/cpm-2.2/acl-expiry/" + OTHER;
    private static final String ENDED = "* NO [NOPERM] The right to read the selected folder has ended";

    private final ImapStage stage = new ImapStage();
    private TestClient owner;
    private TestClient guest;

    @BeforeEach
    void connect() throws IOException {
        owner = stage.login();
        owner.expectOk("CREATE Trip");
        owner.expectOk("CREATE Trip/Private");
        for (int i = 1; i <= 3; i++) {
            owner.append("Trip", message("m" + i, "text " + i + "\r\n"));
        }
        guest = stage.connect().login(OTHER, PASSWORD);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void the_namespace_of_others_is_told() throws IOException {
        assertThat(guest.expectOk("NAMESPACE").only())
                .isEqualTo("* NAMESPACE ((\"\" \"/\")) ((\"Other Users/\" \"/\")) NIL");
    }

    @Test
    void what_is_not_shared_is_answered_as_what_is_not_there() throws IOException {
        share("lrswipkxtea012");
        owner.expectOk("SETACL Trip/Private " + OTHER + " rswipkxtea012");
        var hidden = "\"Other Users/" + USER + "/Trip/Private\"";
        var none = "\"Other Users/" + USER + "/Trip/None\"";
        var nobody = "\"Other Users/tel:+15550109999/Trip\"";
        guest.expectOk("SELECT " + TRIP);
        for (var command : List.of(
                "EXAMINE %s",
                "STATUS %s (MESSAGES)",
                "LIST \"\" %s",
                "MYRIGHTS %s",
                "GETACL %s",
                "SETACL %s anyone lr",
                "DELETE %s",
                "RENAME %s \"Other Users/" + USER + "/Trip/y\"",
                "GETMETADATA %s /shared/comment",
                "SETMETADATA %s (/shared/comment \"x\")",
                "GETQUOTAROOT %s")) {
            guest.expectOk("SELECT " + TRIP);
            var answer = guest.ask(command.formatted(none));
            for (var name : List.of(hidden, nobody)) {
                guest.expectOk("SELECT " + TRIP);
                var other = guest.ask(command.formatted(name));
                assertThat(other).as(command + " " + name).isEqualTo(answer);
            }
        }
        guest.expectOk("SELECT " + TRIP);
        assertThat(guest.ask("COPY 1 " + hidden)).isEqualTo(guest.ask("COPY 1 " + none));
        assertThat(guest.append(hidden, message("x", "x\r\n"))).isEqualTo(guest.append(none, message("x", "x\r\n")));
        assertThat(guest.expectOk("LIST \"\" *").lines()).noneMatch(line -> line.contains("Private"));
    }

    @Test
    void a_name_that_cannot_be_made_does_not_tell_what_is_there() throws IOException {
        share("lr");
        assertThat(guest.ask("CREATE \"Other Users/" + USER + "/Trip/Private\""))
                .isEqualTo(guest.ask("CREATE \"Other Users/" + USER + "/Trip/None\""));
        assertThat(guest.ask("CREATE \"Other Users/" + USER + "/INBOX/x\""))
                .isEqualTo(guest.ask("CREATE \"Other Users/" + USER + "/None/x\""));
        assertThat(guest.ask("CREATE \"Other Users/" + USER + "/None\"").last()).startsWith("NO [NONEXISTENT]");
    }

    @Test
    void names_above_are_shown_as_what_cannot_be_selected() throws IOException {
        owner.expectOk("SETACL Trip/Private " + OTHER + " lr");
        assertThat(guest.expectOk("LIST \"\" \"Oth%\"").only())
                .isEqualTo("* LIST (\\Noselect \\HasChildren) \"/\" \"Other Users\"");
        assertThat(guest.expectOk("LIST \"Other Users/\" *").lines())
                .containsExactly(
                        "* LIST (\\Noselect \\HasChildren) \"/\" \"Other Users/" + USER + "\"",
                        "* LIST (\\Noselect \\HasChildren) \"/\" " + TRIP,
                        "* LIST (\\HasNoChildren) \"/\" \"Other Users/" + USER + "/Trip/Private\"");
        assertThat(owner.expectOk("LIST \"\" \"Oth*\"").lines()).isEmpty();
    }

    @Test
    void names_of_others_are_subscribed_to_in_ones_own_box() throws IOException {
        share("lr");
        guest.expectOk("SUBSCRIBE " + TRIP);
        assertThat(guest.expectOk("LSUB \"\" *").only()).endsWith(TRIP);
        assertThat(guest.expectOk("LIST (SUBSCRIBED) \"\" *").only())
                .isEqualTo("* LIST (\\HasNoChildren \\Subscribed) \"/\" " + TRIP);
        assertThat(owner.expectOk("LSUB \"\" *").lines()).isEmpty();
        owner.expectOk("DELETEACL Trip " + OTHER);
        assertThat(guest.expectOk("LIST (SUBSCRIBED) \"\" *").only())
                .isEqualTo("* LIST (\\Subscribed \\NonExistent) \"/\" " + TRIP);
        guest.expectOk("UNSUBSCRIBE " + TRIP);
        assertThat(guest.expectOk("LSUB \"\" *").lines()).isEmpty();
    }

    @Test
    void a_guest_works_in_a_folder_as_its_rights_allow() throws IOException {
        share("lrswite");
        guest.expectOk("SELECT " + TRIP);
        owner.expectOk("SELECT Trip");
        guest.append(TRIP, message("m4", "text 4\r\n"));
        assertThat(guest.expectOk("UID SEARCH SUBJECT m4").lines()).contains("* SEARCH 4");
        assertThat(owner.expectOk("NOOP").lines()).contains("* 4 EXISTS");
        guest.expectOk("STORE 1:2 +FLAGS.SILENT (\\Deleted)");
        assertThat(guest.expectOk("EXPUNGE").lines()).contains("* 1 EXPUNGE");
        assertThat(owner.expectOk("NOOP").lines())
                .filteredOn(line -> line.endsWith("EXPUNGE"))
                .hasSize(2);
        assertThat(guest.expectOk("FETCH 1:* (UID BODY[TEXT])").lines())
                .anyMatch(line -> line.contains("text 4"))
                .anyMatch(line -> line.contains("\\Seen"));
        assertThat(guest.expectOk("GETQUOTAROOT " + TRIP).only()).isEqualTo("* QUOTAROOT " + TRIP);
    }

    @Test
    void what_a_guest_brings_stands_in_the_way_of_nothing_and_tells_nothing() throws IOException {
        var peer = "Default/tel:+15550100042";
        var theirs = "\"Other Users/" + USER + "/" + peer + "\"";
        owner.expectOk("CREATE " + peer);
        owner.expectOk("SETACL " + peer + " " + OTHER + " li");
        var chat = """
                From: tel:+15550100042
                IMDN-Message-ID: m-77
                Message-Direction: received
                Content-Type: message/cpim

                imdn.Message-ID: m-77


                """.replace("\n", "\r\n");
        guest.append(theirs, chat + "forged");
        owner.append(peer, chat + "true");
        owner.append(peer, chat + "true");
        assertThat(owner.expectOk("STATUS " + peer + " (MESSAGES)").only()).contains("MESSAGES 2");
        guest.append(theirs, chat + "forged");
        assertThat(owner.expectOk("STATUS " + peer + " (MESSAGES)").only()).contains("MESSAGES 3");
    }

    @Test
    void what_is_recent_is_the_owners() throws IOException {
        share("lrs");
        guest.expectOk("SELECT " + TRIP);
        assertThat(owner.expectOk("SELECT Trip").lines()).contains("* 3 RECENT");
    }

    @Test
    void objects_go_from_box_to_box() throws IOException {
        share("lrswite01");
        guest.expectOk("SELECT " + TRIP);
        assertThat(guest.expectOk("COPY 1:2 INBOX").last()).matches("OK \\[COPYUID \\d+ 1:2 1:2].*");
        assertThat(guest.expectOk("UID MOVE 2:3 INBOX").lines()).anyMatch(line -> line.contains("[COPYUID"));
        assertThat(guest.expectOk("STATUS INBOX (MESSAGES)").only()).contains("MESSAGES 4");
        assertThat(owner.expectOk("STATUS Trip (MESSAGES)").only()).contains("MESSAGES 1");
        guest.expectOk("SELECT INBOX");
        assertThat(guest.expectOk("FETCH 4 BODY.PEEK[TEXT]").only()).contains("text 3");
        assertThat(guest.expectOk("UID MOVE 4 " + TRIP).lines()).anyMatch(line -> line.endsWith("EXPUNGE"));
        assertThat(owner.expectOk("STATUS Trip (MESSAGES)").only()).contains("MESSAGES 2");
        assertThat(guest.ask("MOVE 1:* \"Other Users/" + USER + "/None\"").last())
                .startsWith("NO [TRYCREATE]");
        assertThat(guest.expectOk("STATUS INBOX (MESSAGES)").only()).contains("MESSAGES 3");
    }

    @Test
    void ids_of_two_boxes_are_not_alike() throws IOException {
        share("lr");
        var theirs = guest.expectOk("STATUS " + TRIP + " (MAILBOXID)").only();
        assertThat(theirs).matches(".*MAILBOXID \\(F\\d+-[A-Za-z0-9_-]+\\)\\)");
        guest.expectOk("SELECT " + TRIP);
        var email = guest.expectOk("FETCH 1 (EMAILID)").only().replaceAll(".*EMAILID \\((.*)\\)\\)", "$1");
        assertThat(email).contains("-");
        assertThat(guest.expectOk("SEARCH EMAILID " + email).only()).isEqualTo("* SEARCH 1");
    }

    @Test
    void a_guest_makes_renames_and_removes_folders() throws IOException {
        share("lrk");
        var made = "\"Other Users/" + USER + "/Trip/Made\"";
        guest.expectOk("CREATE " + made);
        assertThat(guest.expectOk("MYRIGHTS " + made).only()).endsWith("lrkc");
        assertThat(owner.expectOk("LIST \"\" Trip/Made").lines()).hasSize(1);
        assertThat(guest.ask("DELETE " + made).last()).startsWith("NO [NOPERM]");
        owner.expectOk("SETACL Trip/Made " + OTHER + " +x2");
        guest.expectOk("RENAME " + made + " \"Other Users/" + USER + "/Trip/Named\"");
        assertThat(guest.ask("RENAME \"Other Users/" + USER + "/Trip/Named\" Mine")
                        .last())
                .startsWith("NO [CANNOT]");
        guest.expectOk("DELETE \"Other Users/" + USER + "/Trip/Named\"");
        assertThat(guest.ask("CREATE \"Other Users/" + USER + "\"").last()).startsWith("NO [NONEXISTENT]");
    }

    @Test
    void who_manages_a_folder_shares_it_further() throws IOException {
        share("la");
        guest.expectOk("SETACL " + TRIP + " anyone lr");
        assertThat(guest.expectOk("GETACL " + TRIP).only()).contains("\"anyone\" lr");
        assertThat(guest.ask("SETACL " + TRIP + " " + USER + " l").last()).startsWith("NO [CANNOT]");
        guest.expectOk("SETMETADATA " + TRIP + " (" + ENTRY + " \"2126-06-30T00:00:00Z\")");
        assertThat(owner.expectOk("GETMETADATA Trip " + ENTRY).only()).contains("2126-06-30");
    }

    @Test
    void a_part_of_a_shared_message_is_taken_with_the_right_to_copy() throws IOException {
        share("lr");
        var url = "/Other%20Users/" + USER.replace("+", "%2B") + "/Trip/;UID=1/;SECTION=TEXT";
        assertThat(guest.ask("APPEND INBOX CATENATE (URL \"" + url + "\")").last())
                .startsWith("NO [BADURL");
        share("lr0");
        guest.expectOk("APPEND INBOX CATENATE (URL \"" + url + "\")");
    }

    @Test
    void a_message_is_replaced_by_one_in_another_box() throws IOException {
        share("lri");
        guest.append("INBOX", message("draft", "draft\r\n"));
        guest.expectOk("SELECT INBOX");
        var text = message("final", "final\r\n");
        guest.expectOk("REPLACE 1 " + TRIP + " {" + text.length() + "+}\r\n" + text);
        assertThat(owner.expectOk("STATUS Trip (MESSAGES)").only()).contains("MESSAGES 4");
        assertThat(guest.expectOk("STATUS INBOX (MESSAGES)").only()).contains("MESSAGES 0");
        guest.expectOk("SELECT " + TRIP);
        assertThat(guest.ask("REPLACE 1 INBOX {" + text.length() + "+}\r\n" + text)
                        .last())
                .startsWith("NO [NOPERM]");
    }

    @Test
    void a_right_that_is_taken_away_closes_the_folder() throws IOException {
        for (var command : List.of(
                "FETCH 1 FLAGS",
                "STORE 1 +FLAGS (\\Seen)",
                "SEARCH ALL",
                "EXPUNGE",
                "CHECK",
                "COPY 1 INBOX",
                "CLOSE",
                "UID FETCH 1 FLAGS")) {
            share("lrswite0");
            guest.expectOk("SELECT " + TRIP);
            owner.expectOk("DELETEACL Trip " + OTHER);
            var answer = guest.ask(command);
            assertThat(answer.last()).as(command).startsWith("NO [NOPERM]");
            assertThat(answer.lines()).as(command).isEmpty();
            assertThat(guest.ask("FETCH 1 FLAGS").last()).as(command).doesNotContain("NOPERM");
            assertThat(guest.expectOk("LIST \"\" \"Other*\"").lines()).isEmpty();
        }
    }

    @Test
    void other_commands_go_on_and_tell_it() throws IOException {
        share("lr");
        guest.expectOk("SELECT " + TRIP);
        owner.expectOk("DELETEACL Trip " + OTHER);
        assertThat(guest.expectOk("NOOP").lines()).first().isEqualTo(ENDED);
        assertThat(guest.expectOk("NOOP").lines()).isEmpty();
    }

    @Test
    void a_folder_that_is_removed_is_one_that_is_not_shared() throws IOException {
        owner.expectOk("SETACL Trip/Private " + OTHER + " lr");
        guest.expectOk("SELECT \"Other Users/" + USER + "/Trip/Private\"");
        owner.expectOk("DELETE Trip/Private");
        assertThat(guest.ask("FETCH 1:* FLAGS").last()).startsWith("NO [NOPERM]");
        guest.expectOk("NOOP");
    }

    @Test
    void a_replacement_on_the_line_is_read_though_the_folder_is_closed() throws IOException {
        share("lrite");
        guest.expectOk("SELECT " + TRIP);
        owner.expectOk("DELETEACL Trip " + OTHER);
        var text = message("final", "final\r\n");
        assertThat(guest.ask("REPLACE 1 INBOX {" + text.length() + "+}\r\n" + text)
                        .last())
                .startsWith("NO [NOPERM]");
        guest.expectOk("NOOP");
    }

    @Test
    void who_idles_is_told_when_the_right_ends_by_itself() throws IOException {
        share("lr");
        guest.expectOk("SELECT " + TRIP);
        var end = Instant.now().plus(Duration.ofSeconds(2));
        owner.expectOk("SETMETADATA Trip (" + ENTRY + " \"" + end + "\")");
        guest.expectOk("FETCH 1 FLAGS");
        guest.send("i IDLE\r\n");
        assertThat(guest.line()).startsWith("+");
        assertThat(guest.line()).isEqualTo(ENDED);
        assertThat(Instant.now()).isBetween(end, end.plus(Duration.ofSeconds(1)));
        owner.append("Trip", message("late", "late\r\n"));
        guest.send("DONE\r\n");
        assertThat(guest.replyTo("i").lines()).containsExactly("* OK [CLOSED] No folder is selected");
    }

    @Test
    void who_idles_in_somebody_elses_folder_is_told_what_happens_there() throws IOException {
        share("lr");
        guest.expectOk("SELECT " + TRIP);
        guest.send("i IDLE\r\n");
        assertThat(guest.line()).startsWith("+");
        owner.append("Trip", message("m4", "text 4\r\n"));
        assertThat(guest.line()).isEqualTo("* 4 EXISTS");
        assertThat(guest.line()).isEqualTo("* 4 RECENT");
        owner.expectOk("DELETEACL Trip " + OTHER);
        assertThat(guest.line()).isEqualTo(ENDED);
        assertThat(guest.line()).startsWith("* OK [CLOSED]");
        guest.send("DONE\r\n");
        guest.replyTo("i");
    }

    @Test
    void who_asked_with_notify_is_told_of_the_end_too() throws IOException {
        share("lr");
        guest.expectOk("SELECT " + TRIP);
        guest.expectOk("NOTIFY SET (SELECTED (MessageNew MessageExpunge)) (PERSONAL (MessageNew MessageExpunge))");
        owner.append("Trip", message("m4", "text 4\r\n"));
        assertThat(guest.line()).isEqualTo("* 4 EXISTS");
        assertThat(guest.line()).isEqualTo("* 4 RECENT");
        owner.expectOk("DELETEACL Trip " + OTHER);
        assertThat(guest.line()).isEqualTo(ENDED);
    }

    @Test
    void any_address_of_the_owner_leads_to_its_folders() throws IOException {
        share("lr");
        var further = TRIP.replace(USER, ImapStage.FURTHER);
        guest.expectOk("SELECT " + further);
        assertThat(guest.expectOk("STATUS " + further + " (MESSAGES)").only()).startsWith("* STATUS " + TRIP);
        assertThat(guest.expectOk("LIST \"\" \"Other Users/%/%\"").only()).endsWith(TRIP);
        guest.expectOk("SETACL INBOX " + ImapStage.FURTHER + " lr");
        assertThat(guest.expectOk("GETACL INBOX").only()).endsWith("\"" + USER + "\" lr");
    }

    @Test
    void switched_off_there_are_no_folders_of_others() throws IOException {
        var clear = new ImapSettings.Security.Clear();
        try (var off = new ImapStage(ImapLimits.DEFAULT, clear, Profile.core().withoutSharing())) {
            var one = off.login();
            one.expectOk("CREATE Trip");
            var folder =
                    off.box.view().folder(new FolderPath("Trip")).orElseThrow().id();
            off.box.write(
                    Actor.owner(off.box.id()),
                    tx -> tx.grant(new Grant(folder, OTHER, Set.of(Right.LOOKUP, Right.READ), null)));
            assertThat(one.expectOk("CAPABILITY").only()).doesNotContain("ACL", "RIGHTS=", "LIST-MYRIGHTS");
            assertThat(one.expectOk("NAMESPACE").only()).isEqualTo("* NAMESPACE ((\"\" \"/\")) NIL NIL");
            assertThat(one.ask("SETACL Trip " + OTHER + " lr").last()).startsWith("NO [CANNOT]");
            assertThat(one.ask("DELETEACL Trip " + OTHER).last()).startsWith("NO [CANNOT]");
            assertThat(one.ask("SETMETADATA Trip (" + ENTRY + " NIL)").last()).startsWith("NO [CANNOT]");
            assertThat(one.expectOk("GETACL Trip").only()).doesNotContain(OTHER);
            var two = off.connect().login(OTHER, PASSWORD);
            assertThat(two.ask("SELECT " + TRIP).last()).startsWith("NO [NONEXISTENT]");
            assertThat(two.expectOk("LIST \"\" \"Other*\"").lines()).isEmpty();
            // as any other name
            two.expectOk("CREATE " + TRIP);
            two.expectOk("SELECT " + TRIP);
        }
    }

    private void share(String letters) throws IOException {
        owner.expectOk("SETACL Trip " + OTHER + " " + letters);
    }
}
