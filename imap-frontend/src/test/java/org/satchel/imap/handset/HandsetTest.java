// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.handset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.handset.Objects.OWNER;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.TestClient;
import org.satchel.imap.james.ImapStage;
import org.satchel.model.Actor;
import org.satchel.model.Change;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;

/// The acceptance cases of CPM-MSG §13, in its order and under its numbers: what a device must see.
@Timeout(600)
class HandsetTest {
    private static final String CHAT = "Default/tel:+15550100042";
    private static final String TRIP = "7b1c0f6ad1";
    private static final String GROUP = "Default/" + TRIP + "/" + TRIP;

    private final ImapStage stage = new ImapStage();
    private final Handset phone = handset();
    private TestClient modern;

    @BeforeEach
    void connect() throws IOException {
        modern = stage.login();
    }

    @AfterEach
    void end() throws IOException {
        modern.close();
        stage.close();
    }

    private Handset handset() {
        return new Handset(stage.server.address(), OWNER, ImapStage.PASSWORD);
    }

    /// The network writes: straight into the store, as the Participating Function does.
    private void network(String folder, String object, String... flags) throws IOException {
        var bytes = object.getBytes(StandardCharsets.UTF_8);
        try (var draft = stage.box.draft(new ByteArrayInputStream(bytes), bytes.length)) {
            stage.box.write(Actor.owner(stage.box.id()), tx -> {
                var path = new FolderPath(folder);
                var place = tx.folder(path).orElseGet(() -> tx.createFolder(path));
                tx.deposit(place.id(), draft, Deposit.flagged(Flags.of(flags)));
            });
        }
    }

    private void mark(String folder, int index, String flag) {
        stage.box.write(Actor.owner(stage.box.id()), tx -> {
            var id = tx.folder(new FolderPath(folder)).orElseThrow().id();
            tx.flag(id, List.of(tx.view().listing(id).at(index).uid()), FlagEdit.add(Flags.of(flag)), null);
        });
    }

    private int stored(String folder) {
        return stage.box.view().folder(new FolderPath(folder)).orElseThrow().count();
    }

    private static List<String> keys(Handset device, String folder) {
        return device.shown(folder).stream().map(Item::key).toList();
    }

    @Test
    void case_1_an_empty_store_gives_nothing_and_no_error() throws IOException {
        phone.sync();
        assertThat(phone.folders()).isEmpty();
        assertThat(phone.downloads()).isZero();
    }

    @Test
    void case_2_texts_of_two_sent_and_received_read_and_unread() throws IOException {
        network(CHAT, Objects.chat("m1", true, "See you at 6"), Flags.SEEN);
        network(CHAT, Objects.chat("m2", false, "Fine"));
        network(CHAT, Objects.chat("m3", false, "Grüße\nund mehr"), Flags.SEEN);
        phone.sync();
        assertThat(phone.shown(CHAT))
                .extracting(Item::toString)
                .containsExactly("CHAT m1 seen", "CHAT m2", "CHAT m3 seen");
        assertThat(phone.shown(CHAT).getLast().body).endsWith("Grüße\r\nund mehr");
    }

    @Test
    void case_3_a_message_that_is_here_already_comes_not_again_and_its_uid_is_learnt() throws IOException {
        phone.know(CHAT, Handset.item(Objects.chat("m1", false, "See you at 6")));
        network(CHAT, Objects.chat("m1", false, "See you at 6"));
        phone.sync();
        assertThat(phone.downloads()).isZero();
        assertThat(phone.shown(CHAT))
                .singleElement()
                .satisfies(item -> assertThat(item.uid).isEqualTo(1));
    }

    @Test
    void case_4_a_group_with_its_session_info_and_only_its_last_state() throws IOException {
        network(GROUP, Objects.sessionInfo(TRIP), Flags.SEEN);
        network(GROUP, Objects.groupState("g1", TRIP, "Boat trip"), Flags.SEEN);
        network(GROUP, Objects.groupChat("m1", true, TRIP, "Who comes?"), Flags.SEEN);
        network(GROUP, Objects.groupChat("m2", false, TRIP, "Me"));
        network(GROUP, Objects.groupState("g2", TRIP, "Boat trip, May"), Flags.SEEN);
        phone.sync();
        assertThat(keys(phone, GROUP)).containsExactly("info-" + TRIP, "g2", "m1", "m2");
        assertThat(phone.shown(GROUP).get(1).field("Subject")).isEqualTo("Boat trip, May");
    }

    @Test
    void case_5_files_by_http_and_by_msrp_and_media() throws IOException {
        network(CHAT, Objects.httpFile("f1", false, ""));
        network(GROUP, Objects.httpFile("f2", true, TRIP), Flags.SEEN);
        network(CHAT, Objects.msrpFile("f3"));
        network(CHAT, Objects.media("p1"));
        phone.sync();
        assertThat(phone.shown(CHAT))
                .extracting(item -> item.type)
                .containsExactly(Item.Type.FILE, Item.Type.FILE, Item.Type.MEDIA);
        assertThat(phone.shown(GROUP)).extracting(item -> item.type).containsExactly(Item.Type.FILE);
        assertThat(phone.shown(CHAT).get(1).body).contains("/9j/4AAQSkZJRg==");
    }

    @Test
    void case_6_delivered_then_displayed_and_the_owners_own_displayed_marks_the_message_read() throws IOException {
        network(CHAT, Objects.chat("m1", true, "See you"), Flags.SEEN);
        network(CHAT, Objects.imdn("d1", false, "", "m1", "delivered"), Flags.SEEN);
        network(CHAT, Objects.imdn("d2", false, "", "m1", "displayed"), Flags.SEEN);
        network(CHAT, Objects.chat("m2", false, "Fine"));
        network(CHAT, Objects.imdn("d3", true, "", "m2", "displayed"), Flags.SEEN);
        network(GROUP, Objects.groupChat("m3", true, TRIP, "All?"), Flags.SEEN);
        network(GROUP, Objects.imdn("d4", false, TRIP, "m3", "delivered"), Flags.SEEN);
        network(GROUP, Objects.imdn("d5", false, TRIP, "m3", "delivered"), Flags.SEEN);
        phone.sync();
        assertThat(keys(phone, CHAT)).containsExactly("m1", "m2", "d1", "d2", "d3");
        assertThat(phone.shown(CHAT).get(1).seen).isTrue();
        assertThat(keys(phone, GROUP)).containsExactly("m3", "d4", "d5");
    }

    @Test
    void case_7_short_messages_of_any_length_and_script_and_the_same_text_twice() throws IOException {
        var texts = List.of("", "x".repeat(160), "y".repeat(161), "Grüße 👋", "two\nlines", "same", "same");
        var tablet = handset();
        for (int i = 0; i < texts.size(); i++) {
            // the second of the same text comes after more than a minute
            var mine = Objects.sms("p" + i, true, texts.get(i), 0).replace("09:14:", "09:" + (10 + 2 * i) + ":");
            var theirs = Objects.sms("t" + i, true, texts.get(i), 9).replace("09:14:", "09:" + (10 + 2 * i) + ":");
            phone.push(CHAT, Handset.item(mine), mine);
            tablet.push(CHAT, Handset.item(theirs), theirs);
        }
        var picture = Objects.mms("mms-1", true);
        phone.push(CHAT, Handset.item(picture), picture);
        tablet.push(CHAT, Handset.item(picture), picture);
        // neither has seen what the other one pushes
        phone.pushNow();
        tablet.pushNow();
        phone.sync();
        tablet.sync();
        assertThat(stored(CHAT)).isEqualTo(texts.size() + 1);
        assertThat(phone.shown(CHAT)).hasSize(texts.size() + 1);
        assertThat(tablet.shown(CHAT)).hasSize(texts.size() + 1);
        assertThat(phone.downloads() + tablet.downloads()).isZero();
        var fresh = handset();
        fresh.sync();
        assertThat(fresh.shown(CHAT).get(4).body).endsWith("two\r\nlines");
    }

    @Test
    void case_8_read_and_deleted_here_is_read_and_deleted_there() throws IOException {
        network(CHAT, Objects.chat("m1", false, "one"));
        network(CHAT, Objects.chat("m2", false, "two"));
        network(GROUP, Objects.sessionInfo(TRIP), Flags.SEEN);
        network(GROUP, Objects.groupChat("m3", false, TRIP, "three"));
        var tablet = handset();
        phone.sync();
        tablet.sync();
        phone.read(phone.shown(CHAT).getFirst());
        tablet.delete(tablet.shown(CHAT).getLast());
        tablet.delete(tablet.shown(GROUP).getFirst());
        phone.sync();
        tablet.sync();
        phone.sync();
        tablet.sync();
        for (var device : List.of(phone, tablet)) {
            assertThat(device.shown(CHAT)).extracting(Item::toString).containsExactly("CHAT m1 seen");
            assertThat(device.shown(GROUP)).noneMatch(item -> item.type == Item.Type.SESSION_INFO);
        }
    }

    @Test
    void case_9_nothing_is_fetched_when_nothing_changed() throws IOException {
        network(CHAT, Objects.chat("m1", false, "one"));
        phone.sync();
        int before = phone.fetches();
        phone.sync();
        assertThat(phone.fetches()).isEqualTo(before);
    }

    @Test
    void case_10_what_is_removed_while_away_is_told_as_each_client_can_hear_it() throws IOException {
        network(CHAT, Objects.chat("m1", false, "one"));
        network(CHAT, Objects.chat("m2", false, "two"));
        phone.sync();
        modern.expectOk("ENABLE QRESYNC");
        var selected = String.join("\n", modern.expectOk("SELECT " + CHAT).lines());
        var uidValidity = selected.replaceAll("(?s).*UIDVALIDITY (\\d+).*", "$1");
        var modSeq = selected.replaceAll("(?s).*HIGHESTMODSEQ (\\d+).*", "$1");
        modern.expectOk("UNSELECT");
        // the mark stays for a while, and that is how a client without VANISHED learns of it
        mark(CHAT, 0, Flags.DELETED);
        phone.sync();
        assertThat(keys(phone, CHAT)).containsExactly("m2");
        stage.box.write(Actor.owner(stage.box.id()), tx -> {
            var folder = tx.folder(new FolderPath(CHAT)).orElseThrow().id();
            tx.remove(folder, List.of(tx.view().listing(folder).at(0).uid()), Change.Cause.REMOVED);
        });
        assertThat(modern.expectOk("SELECT " + CHAT + " (QRESYNC (" + uidValidity + " " + modSeq + "))")
                        .lines())
                .contains("* VANISHED (EARLIER) 1");
        phone.sync();
        assertThat(keys(phone, CHAT)).containsExactly("m2");
    }

    @Test
    void case_11_a_folder_that_was_made_anew_is_loaded_anew_without_doubles() throws IOException {
        network(CHAT, Objects.chat("m1", false, "one"));
        network(CHAT, Objects.chat("m2", false, "two"));
        phone.sync();
        modern.expectOk("DELETE " + CHAT);
        network(CHAT, Objects.chat("m1", false, "one"));
        network(CHAT, Objects.chat("m2", false, "two"));
        network(CHAT, Objects.chat("m3", false, "three"));
        phone.sync();
        assertThat(keys(phone, CHAT)).containsExactly("m1", "m2", "m3");
        assertThat(phone.downloads()).isEqualTo(3);
    }

    @Test
    void case_12_thousands_of_messages_and_hundreds_of_folders() throws IOException {
        var folders = 300;
        var messages = 2_000;
        stage.box.write(Actor.owner(stage.box.id()), tx -> {
            for (int i = 0; i < folders; i++) {
                tx.createFolder(new FolderPath("Default/tel:+1555020%04d".formatted(i)));
            }
        });
        network(CHAT, Objects.chat("m", false, "first"));
        var chat = stage.box.view().folder(new FolderPath(CHAT)).orElseThrow().id();
        for (int i = 1; i < messages; i += 100) {
            var drafts = new ArrayList<Draft>();
            for (int j = i; j < Math.min(messages, i + 100); j++) {
                var bytes = Objects.chat("m" + j, j % 2 == 0, "text " + j).getBytes(StandardCharsets.UTF_8);
                drafts.add(stage.box.draft(new ByteArrayInputStream(bytes), bytes.length));
            }
            stage.box.write(
                    Actor.owner(stage.box.id()), tx -> drafts.forEach(draft -> tx.deposit(chat, draft, Deposit.PLAIN)));
            drafts.forEach(Draft::close);
        }
        phone.sync();
        assertThat(phone.folders()).hasSize(folders + 1);
        assertThat(phone.shown(CHAT)).hasSize(messages);
    }

    @Test
    void case_13_a_kept_conversation_and_its_new_messages() throws IOException {
        network(CHAT, Objects.chat("m1", false, "one"));
        phone.sync();
        modern.expectOk("RENAME " + CHAT + " RCSMessageStore/tel:+15550100042");
        network(CHAT, Objects.chat("m2", false, "two"));
        phone.sync();
        assertThat(keys(phone, CHAT)).containsExactly("m1", "m2");
        assertThat(modern.expectOk("STATUS RCSMessageStore/tel:+15550100042 (MESSAGES)")
                        .only())
                .contains("MESSAGES 1");
    }

    @Test
    void case_14_what_another_protocol_does_is_seen() throws IOException {
        network(CHAT, Objects.chat("m1", false, "one"));
        phone.sync();
        mark(CHAT, 0, "$Forwarded");
        mark(CHAT, 0, "\\read-report-sent");
        mark(CHAT, 0, Flags.SEEN);
        phone.sync();
        modern.expectOk("SELECT " + CHAT);
        assertThat(modern.expectOk("UID STORE 1 +FLAGS (\\READ-REPORT-SENT \\Archived)")
                        .lines())
                .anyMatch(line -> line.contains("\\read-report-sent") && line.contains("$Archived"));
        phone.sync();
        assertThat(phone.shown(CHAT).getFirst().seen).isTrue();
        var tablet = handset();
        tablet.sync();
        tablet.delete(tablet.shown(CHAT).getFirst());
        tablet.sync();
        var listing = stage.box
                .view()
                .listing(stage.box
                        .view()
                        .folder(new FolderPath(CHAT))
                        .orElseThrow()
                        .id());
        assertThat(listing.at(0).flags().deleted()).isTrue();
    }

    @Test
    void case_15_a_line_that_breaks_in_a_literal_and_an_upload_that_is_repeated() throws IOException {
        var object = Objects.chat("m1", true, "once");
        network(CHAT, Objects.chat("m0", true, "before"));
        try (var line = new Line(stage.server.address())) {
            line.askOne("LOGIN " + OWNER + " " + ImapStage.PASSWORD);
            line.appendHalf(CHAT, object);
        }
        assertThat(stored(CHAT)).isEqualTo(1);
        try (var line = new Line(stage.server.address())) {
            line.askOne("LOGIN " + OWNER + " " + ImapStage.PASSWORD);
            var first = line.append(CHAT, "\\Seen", object);
            var again = line.append(CHAT, "\\Seen", object);
            assertThat(again.substring(again.indexOf('['))).isEqualTo(first.substring(first.indexOf('[')));
        }
        assertThat(stored(CHAT)).isEqualTo(2);
    }
}
