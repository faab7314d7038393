// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.satchel.conformance.wire.ImapWire;

/// What owners let others do in their folders, and what others can do then, over IMAP.
final class RightsTest extends Asked {
    private static final String EXPIRY = "/shared/vendor/oma/cpm-2.2/acl-expiry/";
    private static final int TRIPLES = 200;

    private ImapWire guest;
    private String owners;
    private String guests;
    private String shared;

    @Override
    String[] settings() {
        return new String[] {"box.sharing=yes"};
    }

    @BeforeEach
    void share() throws IOException {
        owners = account(accounts);
        guests = account(accounts + 30);
        guest = ImapWire.login(server.face("imap"), guests);
        shared = "\"Other Users/" + owners + "/Shared\"";
        imap.expectOk("CREATE Shared");
        imap.expectOk("CREATE Secret");
        fill("Shared", 3);
        fill("Secret", 3);
    }

    @AfterEach
    void leave() throws IOException {
        guest.close();
    }

    @Test
    void l_01_only_the_owner_and_who_it_lets_manage_change_the_list() throws IOException {
        refused("SETACL " + shared + " anyone lr", "NONEXISTENT");
        grant("lrswite");
        refused("SETACL " + shared + " anyone lr", "NOPERM");
        refused("DELETEACL " + shared + " " + guests, "NOPERM");
        refused("GETACL " + shared, "NOPERM");
        refused("SETMETADATA " + shared + " (" + EXPIRY + guests + " NIL)", "NOPERM");
        imap.expectOk("SETACL Shared " + guests + " lra");
        guest.expectOk("SETACL " + shared + " anyone l");
        assertThat(imap.expectOk("GETACL Shared").texts()).anyMatch(line -> line.contains("\"anyone\" l"));
    }

    @Test
    void l_02_rights_are_of_one_principal_on_one_folder() throws IOException {
        grant("lr");
        guest.expectOk("SELECT " + shared);
        guest.expectOk("FETCH 1 BODY[]");
        for (var command : List.of(
                "STORE 1 +FLAGS (\\Flagged)",
                "COPY 1 INBOX",
                "MOVE 1 INBOX",
                "EXPUNGE",
                "CREATE \"Other Users/" + owners + "/Shared/below\"",
                "DELETE " + shared,
                "RENAME " + shared + " \"Other Users/" + owners + "/Shared/x\"",
                "SETMETADATA " + shared + " (/shared/comment \"x\")")) {
            assertThat(guest.command(command).status()).as(command).startsWith("NO [NOPERM]");
        }
        var secret = "\"Other Users/" + owners + "/Secret\"";
        for (var command : List.of("EXAMINE " + secret, "STATUS " + secret + " (MESSAGES)", "DELETE " + secret)) {
            refused(command, "NONEXISTENT");
        }
        try (var stranger = ImapWire.login(server.face("imap"), account(accounts + 31))) {
            assertThat(stranger.command("EXAMINE " + shared).status()).startsWith("NO [NONEXISTENT]");
            assertThat(stranger.expectOk("LIST \"\" \"Other*\"").lines()).isEmpty();
        }
        assertThat(imap.expectOk("STATUS Shared (MESSAGES UNSEEN)").texts())
                .containsExactly("* STATUS Shared (MESSAGES 3 UNSEEN 3)");
    }

    @Test
    void l_03_copying_takes_its_own_right() throws IOException {
        grant("lr");
        guest.expectOk("SELECT " + shared);
        guest.expectOk("FETCH 1 BODY[]");
        refused("COPY 1 INBOX", "NOPERM");
        assertThat(count("INBOX")).isZero();
        grant("lr0");
        guest.expectOk("COPY 1 INBOX");
        assertThat(count("INBOX")).isOne();
    }

    @Test
    void l_04_moving_takes_its_own_right() throws IOException {
        grant("lr0te");
        guest.expectOk("SELECT " + shared);
        refused("MOVE 1:2 INBOX", "NOPERM");
        assertThat(imap.expectOk("STATUS Shared (MESSAGES)").texts()).containsExactly("* STATUS Shared (MESSAGES 3)");
        assertThat(count("INBOX")).isZero();
        grant("lr01te");
        guest.expectOk("MOVE 1:2 INBOX");
        assertThat(imap.expectOk("STATUS Shared (MESSAGES)").texts()).containsExactly("* STATUS Shared (MESSAGES 1)");
        assertThat(count("INBOX")).isEqualTo(2);
    }

    @Test
    void l_05_renaming_takes_its_own_right() throws IOException {
        imap.expectOk("CREATE Shared/one");
        grant("lrk");
        var one = "\"Other Users/" + owners + "/Shared/one\"";
        var two = "\"Other Users/" + owners + "/Shared/two\"";
        imap.expectOk("SETACL Shared/one " + guests + " lrx");
        refused("RENAME " + one + " " + two, "NOPERM");
        imap.expectOk("SETACL Shared/one " + guests + " lrx2");
        guest.expectOk("RENAME " + one + " " + two);
        assertThat(imap.expectOk("LIST \"\" Shared/%").texts())
                .singleElement()
                .asString()
                .endsWith("\"Shared/two\"");
    }

    @Test
    void l_06_without_reading_nothing_of_the_objects_is_told() throws IOException {
        guest.expectOk("NOTIFY SET (SELECTED (MessageNew MessageExpunge)) (PERSONAL (MessageNew MessageExpunge))");
        refused("SELECT " + shared, "NONEXISTENT");
        assertThat(guest.expectOk("LIST \"\" * RETURN (STATUS (MESSAGES))").texts())
                .noneMatch(line -> line.contains("Other Users"));
        grant("lwite0");
        refused("SELECT " + shared, "NOPERM");
        refused("STATUS " + shared + " (MESSAGES UIDNEXT)", "NOPERM");
        refused("GETMETADATA " + shared + " /shared/comment", "NOPERM");
        fill("Shared", 1);
        assertThat(guest.expectOk("LIST \"\" \"Other Users/%/%\" RETURN (STATUS (MESSAGES))")
                        .texts())
                .containsExactly("* LIST (\\HasNoChildren) \"/\" " + shared);
        assertThat(guest.expectOk("NOOP").lines()).isEmpty();
        grant("lr");
        guest.expectOk("SELECT " + shared);
    }

    @Test
    void l_07_writing_takes_its_own_rights() throws IOException {
        grant("lr");
        guest.expectOk("SELECT " + shared);
        refused("STORE 1 +FLAGS (\\Flagged)", "NOPERM");
        refused("STORE 1 +FLAGS (\\Seen)", "NOPERM");
        assertThat(put().status()).startsWith("NO [NOPERM]");
        grant("lrwi");
        guest.expectOk("STORE 1 +FLAGS (\\Flagged)");
        refused("STORE 1 +FLAGS (\\Seen)", "NOPERM");
        guest.expectOk("FETCH 1 BODY[]");
        assertThat(imap.expectOk("STATUS Shared (UNSEEN)").texts()).containsExactly("* STATUS Shared (UNSEEN 3)");
        assertThat(put().isOk()).isTrue();
        grant("lrs");
        guest.expectOk("FETCH 1 BODY[]");
        assertThat(imap.expectOk("STATUS Shared (MESSAGES UNSEEN)").texts())
                .containsExactly("* STATUS Shared (MESSAGES 4 UNSEEN 3)");
    }

    @Test
    void l_08_deleting_takes_its_own_rights() throws IOException {
        grant("lrswi");
        guest.expectOk("SELECT " + shared);
        refused("STORE 1 +FLAGS (\\Deleted)", "NOPERM");
        imap.expectOk("SELECT Shared");
        imap.expectOk("STORE 1 +FLAGS (\\Deleted)");
        refused("EXPUNGE", "NOPERM");
        guest.expectOk("CLOSE");
        refused("DELETE " + shared, "NOPERM");
        assertThat(imap.expectOk("STATUS Shared (MESSAGES)").texts()).contains("* STATUS Shared (MESSAGES 3)");
        grant("lrte");
        guest.expectOk("SELECT " + shared);
        guest.expectOk("EXPUNGE");
        assertThat(imap.expectOk("STATUS Shared (MESSAGES)").texts()).contains("* STATUS Shared (MESSAGES 2)");
    }

    @Test
    void l_09_making_and_listing_folders_take_their_own_rights() throws IOException {
        var below = "\"Other Users/" + owners + "/Shared/below\"";
        imap.expectOk("CREATE Shared/kept");
        refused("CREATE " + below, "NONEXISTENT");
        grant("rk");
        refused("CREATE " + below, "NONEXISTENT");
        grant("lr");
        refused("CREATE " + below, "NOPERM");
        grant("lrk");
        guest.expectOk("CREATE " + below);
        assertThat(guest.expectOk("LIST \"\" \"Other Users/" + owners + "/Shared/*\"")
                        .texts())
                .singleElement()
                .asString()
                .endsWith(below);
        imap.expectOk("SETACL Shared/kept " + guests + " l");
        assertThat(guest.expectOk("LIST \"\" \"Other Users/" + owners + "/Shared/k%\"")
                        .lines())
                .hasSize(1);
    }

    @Test
    void l_10_a_right_ends_at_its_time_and_an_open_folder_is_closed() throws IOException {
        grant("lr");
        guest.expectOk("SELECT " + shared);
        try (var idling = ImapWire.login(server.face("imap"), guests)) {
            idling.expectOk("SELECT " + shared);
            var end = Instant.now().plus(Duration.ofSeconds(3));
            imap.expectOk("SETMETADATA Shared (" + EXPIRY + guests + " \"" + end + "\")");
            idling.idle();
            guest.expectOk("FETCH 1 BODY[]");
            idling.awaitLine(line -> line.startsWith("* NO [NOPERM]"));
            assertThat(Instant.now()).isBetween(end, end.plus(Duration.ofSeconds(1)));
            assertThat(idling.done().isOk()).isTrue();
        }
        var answer = guest.command("FETCH 1 BODY[]");
        assertThat(answer.status()).startsWith("NO [NOPERM]");
        assertThat(answer.lines()).isEmpty();
        assertThat(guest.expectOk("LIST \"\" \"Other*\"").lines()).isEmpty();
        refused("SELECT " + shared, "NONEXISTENT");
        assertThat(imap.expectOk("GETACL Shared").texts()).noneMatch(line -> line.contains(guests));
    }

    @Test
    void l_11_the_list_is_managed_by_the_client() throws IOException {
        imap.expectOk("SETACL Shared " + guests + " lr");
        imap.expectOk("SETACL Shared " + guests + " +s0");
        imap.expectOk("SETACL Shared " + guests + " -r");
        assertThat(imap.expectOk("GETACL Shared").texts())
                .containsExactly("* ACL \"Shared\" \"" + owners + "\" lrswipkxtea012cd \"" + guests + "\" ls0");
        assertThat(guest.expectOk("MYRIGHTS " + shared).texts()).containsExactly("* MYRIGHTS " + shared + " ls0");
        imap.expectOk("DELETEACL Shared " + guests);
        assertThat(imap.expectOk("GETACL Shared").texts()).noneMatch(line -> line.contains(guests));
        refused("MYRIGHTS " + shared, "NONEXISTENT");
    }

    @Test
    void l_12_when_rights_end_is_metadata_that_the_client_changes() throws IOException {
        grant("lr");
        imap.expectOk("SETMETADATA Shared (" + EXPIRY + guests + " \"2126-06-30T00:00:00Z\")");
        assertThat(imap.expectOk("GETMETADATA (DEPTH infinity) Shared /shared/vendor/oma")
                        .texts())
                .anyMatch(line -> line.contains(EXPIRY + guests + " \"2126-06-30T00:00:00Z\""));
        assertThat(guest.expectOk("GETMETADATA (DEPTH infinity) " + shared + " /shared/vendor/oma")
                        .texts())
                .noneMatch(line -> line.contains("acl-expiry"));
        imap.expectOk("SETMETADATA Shared (" + EXPIRY + guests + " \"2020-01-01T00:00:00Z\")");
        refused("STATUS " + shared + " (MESSAGES)", "NONEXISTENT");
    }

    @Test
    void l_14_who_may_do_what_is_as_the_grants_say() throws IOException {
        imap.expectOk("CREATE Home");
        imap.expectOk("SETACL Home " + guests + " lk");
        try (var stranger = ImapWire.login(server.face("imap"), account(accounts + 31))) {
            var wrong = new ArrayList<String>();
            var attempts = List.of(Attempt.values());
            for (int i = 0; i < TRIPLES; i++) {
                var verb = attempts.get(random.nextInt(attempts.size()));
                int who = random.nextInt(5);
                var caller = who == 0 ? imap : who == 1 ? stranger : guest;
                var granted = who < 2 ? "" : letters();
                var everybodys = random.nextInt(4) == 0 ? letters() : "";
                var folder = "Home/F" + i;
                imap.expectOk("CREATE " + folder);
                imap.append(folder, "", message("n" + i, "text\r\n"));
                imap.expectOk("SETACL " + folder + " " + guests + " \"" + (who < 2 ? letters() : granted) + "\"");
                imap.expectOk("SETACL " + folder + " anyone \"" + everybodys + "\"");
                var name = who == 0 ? folder : "Other Users/" + owners + "/" + folder;
                var home = who == 0 ? "Home" : "Other Users/" + owners + "/Home";
                var expected = who == 0 ? "OK" : verb.expected(granted + everybodys, who > 1);
                var found = verb.outcome(caller, name, home, i);
                if (!found.equals(expected)) {
                    wrong.add("%d: %s with '%s' and '%s' for all as %d: %s, not %s"
                            .formatted(i, verb, granted, everybodys, who, found, expected));
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void m_09_a_search_finds_in_folders_that_may_be_read_only() throws IOException {
        grant("lr");
        guest.expectOk("SELECT " + shared);
        assertThat(guest.expectOk("SEARCH SUBJECT n1").texts()).containsExactly("* SEARCH 2");
        assertThat(guest.expectOk("SEARCH RETURN (COUNT) BODY text").texts())
                .singleElement()
                .asString()
                .endsWith("COUNT 3");
        var secret = "\"Other Users/" + owners + "/Secret\"";
        guest.append("INBOX", "", message("n1", "text\r\n"));
        assertThat(guest.expectOk("ESEARCH IN (mailboxes (INBOX " + shared + " " + secret + ")) SUBJECT n1")
                        .texts())
                .hasSize(2)
                .allMatch(line -> line.startsWith("* ESEARCH"))
                .noneMatch(line -> line.contains("Secret"));
        grant("lwite0");
        var answer = guest.command("SEARCH ALL");
        assertThat(answer.status()).startsWith("NO [NOPERM]");
        assertThat(answer.lines()).isEmpty();
    }

    /// Most of them, so that the verbs that take many rights are done, too.
    private String letters() {
        var letters = new StringBuilder();
        for (char letter : "lrswikxtea012".toCharArray()) {
            if (random.nextInt(10) < 7) {
                letters.append(letter);
            }
        }
        return letters.toString();
    }

    private void grant(String letters) throws IOException {
        imap.expectOk("SETACL Shared " + guests + " " + letters);
    }

    private void refused(String command, String code) throws IOException {
        assertThat(guest.command(command).status()).as(command).startsWith("NO [" + code + "]");
    }

    private ImapWire.Answer put() throws IOException {
        return guest.append("Other Users/" + owners + "/Shared", "", message("put", "put\r\n"));
    }

    private int count(String folder) throws IOException {
        return Integer.parseInt(guest.expectOk("STATUS " + folder + " (MESSAGES)")
                .texts()
                .filter(line -> line.startsWith("* STATUS"))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*MESSAGES (\\d+).*", "$1"));
    }
}
