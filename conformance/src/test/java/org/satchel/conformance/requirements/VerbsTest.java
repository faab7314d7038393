// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.requirements;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.SipWire;

/// What is done to things that are stored, over one protocol and seen over the other.
final class VerbsTest extends Asked {
    private static final Pattern USED = Pattern.compile("MESSAGE (\\d+) ");

    private int used() throws IOException {
        return Integer.parseInt(imap.expectOk("GETQUOTAROOT INBOX").first(USED));
    }

    private List<String> urls() throws IOException {
        return nms.everything().stream()
                .map(object -> object.path("resourceURL").asText())
                .toList();
    }

    @Test
    void s_13_counts_quota_and_log_agree_after_each_verb() throws IOException {
        imap.expectOk("CREATE RCSMessageStore/kept");
        imap.expectOk("ENABLE QRESYNC");
        fill("INBOX", 10);
        var before = imap.expectOk("SELECT INBOX");
        var mark = "(QRESYNC (%s %s))".formatted(before.first(VALIDITY), before.first(HIGHEST));
        imap.expectOk("COPY 1:3 RCSMessageStore/kept");
        assertThat(urls()).hasSize(13);
        assertThat(used()).isEqualTo(13);
        nms.delete(urls().getFirst()).expect(204);
        imap.expectOk("NOOP");
        imap.expectOk("UID STORE 5 +FLAGS (\\Seen)");
        imap.expectOk("UID MOVE 6 RCSMessageStore/kept");
        assertThat(urls()).hasSize(12);
        assertThat(used()).isEqualTo(12);
        imap.expectOk("UNSELECT");
        var after = imap.expectOk("SELECT INBOX " + mark).texts().toList();
        assertThat(after)
                .filteredOn(line -> line.contains(" FETCH "))
                .singleElement()
                .asString()
                .contains("UID 5 ");
        var inbox = imap.expectOk("STATUS INBOX (MESSAGES)").first(Pattern.compile("MESSAGES (\\d+)"));
        var kept = imap.expectOk("STATUS RCSMessageStore/kept (MESSAGES)").first(Pattern.compile("MESSAGES (\\d+)"));
        assertThat(Integer.parseInt(inbox) + Integer.parseInt(kept)).isEqualTo(12);
    }

    @Test
    void s_20_a_device_takes_one_folder_of_late_and_headers_only() throws IOException {
        var body = "z".repeat(10_000) + "\r\n";
        imap.append("INBOX", "", message("elsewhere", body));
        imap.expectOk("CREATE RCSMessageStore/x");
        for (int i = 0; i < 20; i++) {
            var date = i < 15 ? " \"01-Jan-2020 10:00:00 +0000\"" : "";
            var command = new String(ImapWire.appending("RCSMessageStore/x", "()", message("n" + i, body)), UTF_8)
                    .replace("()", "()" + date);
            assertThat(imap.together(List.of(command.getBytes(UTF_8))).next().isOk())
                    .isTrue();
        }
        imap.expectOk("EXAMINE RCSMessageStore/x");
        var late = imap.expectOk("UID SEARCH YOUNGER 2592000").texts().toList().getFirst();
        assertThat(late).isEqualTo("* SEARCH 16 17 18 19 20");
        var taken = imap.expectOk("UID FETCH 16:20 (FLAGS BODY.PEEK[HEADER.FIELDS (Subject Date From)])");
        assertThat(taken.lines()).hasSize(5).allSatisfy(line -> {
            assertThat(new String(line.literals().getFirst(), UTF_8)).contains("Subject: n");
            assertThat(line.literals().getFirst().length).isLessThan(200);
        });
    }

    @Test
    void s_23_every_verb_works_on_objects_and_folders_over_both() throws IOException {
        // over IMAP, seen over NMS
        imap.expectOk("CREATE RCSMessageStore/a");
        assertThat(idOf("folders", "/RCSMessageStore/a").toString()).contains("/folders/");
        imap.append("RCSMessageStore/a", "", message("one", "1\r\n"));
        imap.expectOk("RENAME RCSMessageStore/a RCSMessageStore/b");
        assertThat(idOf("folders", "/RCSMessageStore/b").toString()).contains("/folders/");
        imap.expectOk("RENAME RCSMessageStore/b RCSMessageStore/below/b");
        imap.expectOk("SELECT RCSMessageStore/below/b");
        imap.expectOk("COPY 1 INBOX");
        imap.expectOk("STORE 1 +FLAGS (\\Flagged)");
        var flagged = nms.everything().stream()
                .filter(object -> object.path("path").asText().startsWith("/RCSMessageStore/below/b/"))
                .toList();
        assertThat(flagged)
                .singleElement()
                .satisfies(object -> assertThat(object.toString()).contains("\\\\Flagged"));
        imap.expectOk("MOVE 1 RCSMessageStore/below");
        imap.expectOk("DELETE RCSMessageStore/below/b");
        nms.get(nms.url("folders/operations/pathToId?path=/RCSMessageStore/below/b"))
                .expect(404);
        // over NMS, seen over IMAP
        var object = nms.everything().stream()
                .filter(it -> it.path("path").asText().startsWith("/INBOX/"))
                .findFirst()
                .orElseThrow()
                .path("resourceURL")
                .asText();
        nms.put(object + "/flags/" + "%5CSeen").expect(201);
        imap.expectOk("SELECT INBOX");
        assertThat(imap.expectOk("FETCH 1 (FLAGS)").texts())
                .singleElement()
                .asString()
                .contains("\\Seen");
        nms.delete(object).expect(204);
        assertThat(imap.expectOk("NOOP").texts()).contains("* 1 EXPUNGE");
        var below = idOf("folders", "/RCSMessageStore/below")
                .findValue("resourceURL")
                .asText();
        nms.delete(below).expect(204);
        assertThat(imap.expectOk("LIST \"\" RCSMessageStore/*").lines()).isEmpty();
    }

    @Test
    void s_27_everybody_has_a_copy_of_his_own() throws IOException {
        try (var sip = new SipWire(server.face("sip"), owner())) {
            assertThat(sip.message(account(20), SipWire.cpim("Mown1", "for both")))
                    .isEqualTo(200);
        }
        try (var theirs = new NmsWire(server.face("http"), account(20))) {
            var mine = urls();
            assertThat(mine).hasSize(1);
            assertThat(theirs.everything()).hasSize(1);
            nms.delete(mine.getFirst()).expect(204);
            assertThat(urls()).isEmpty();
            var left = theirs.everything();
            assertThat(left).hasSize(1);
            var url = left.getFirst().path("resourceURL").asText();
            assertThat(new String(theirs.get(url + "/content").expect(200).bytes(), UTF_8))
                    .contains("for both");
        }
    }

    @Test
    void c_08_what_a_device_removes_of_its_own_stays_and_is_not_sent_again() throws IOException {
        fill("INBOX", 3);
        imap.expectOk("ENABLE QRESYNC");
        var first = imap.expectOk("SELECT INBOX");
        // the device drops uid 2 from its memory and says that it no longer knows it
        var mark = "(QRESYNC (%s %s 1,3))".formatted(first.first(VALIDITY), first.first(HIGHEST));
        imap.expectOk("UNSELECT");
        try (var other = login()) {
            other.expectOk("SELECT INBOX");
            other.expectOk("STORE 2:3 +FLAGS (\\Seen)");
            other.expectOk("UID STORE 1 +FLAGS (\\Deleted)");
            other.expectOk("EXPUNGE");
        }
        var told = imap.expectOk("SELECT INBOX " + mark).texts().toList();
        assertThat(told)
                .filteredOn(line -> line.contains(" FETCH "))
                .singleElement()
                .asString()
                .contains("UID 3 ");
        assertThat(told).contains("* VANISHED (EARLIER) 1");
        assertThat(urls()).hasSize(2);
    }

    @Test
    void m_04_a_picture_has_a_preview_and_what_is_none_is_refused() throws IOException {
        var picture = "iVBORw0KGgoAAAANSUhEUgAAACgAAAAUCAIAAABwJOjsAAAAJElEQVR42mM4ISc3IIhh1OJRi0ctHrV41OJRi0ctHrV45FgM"
                + "AFLhLK5O4QWwAAAAAElFTkSuQmCC";
        var multipart = """
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: image/png
                Content-Transfer-Encoding: base64

                %s
                --b
                Content-Type: application/pdf
                Content-Transfer-Encoding: base64

                AAECAw==
                --b--
                """.formatted(picture).replace("\n", "\r\n");
        imap.append("INBOX", "", multipart.getBytes(UTF_8));
        imap.expectOk("SELECT INBOX");
        var preview = imap.expectOk("CONVERT 1 (\"image/jpeg\" (\"pix-x\" \"10\" \"pix-y\" \"10\")) BINARY[1]")
                .lines()
                .getFirst()
                .literals()
                .getFirst();
        var shown = ImageIO.read(new ByteArrayInputStream(preview));
        assertThat(shown.getWidth()).isEqualTo(10);
        assertThat(shown.getHeight()).isEqualTo(5);
        var refused = imap.command("CONVERT 1 (\"image/jpeg\") BINARY[2]");
        assertThat(refused.isOk()).isFalse();
        assertThat(refused.texts()).singleElement().asString().contains("ERROR");
    }

    @Test
    void m_08_a_copy_and_a_move_tell_where_each_went() throws IOException {
        fill("INBOX", 5);
        imap.expectOk("CREATE RCSMessageStore/kept");
        imap.expectOk("SELECT INBOX");
        assertThat(imap.expectOk("UID COPY 2,4 RCSMessageStore/kept").status())
                .matches("OK \\[COPYUID \\d+ 2,4 1:2].*");
        assertThat(imap.expectOk("UID MOVE 1,5 RCSMessageStore/kept").texts())
                .anyMatch(line -> line.matches("\\* OK \\[COPYUID \\d+ 1,5 3:4].*"))
                .contains("* 1 EXPUNGE");
        assertThat(imap.expectOk("STATUS RCSMessageStore/kept (MESSAGES)").texts())
                .containsExactly("* STATUS RCSMessageStore/kept (MESSAGES 4)");
    }

    @Test
    void m_11_an_object_is_had_by_reference_until_that_is_taken_back() throws IOException {
        imap.append("INBOX", "", message("shown", "to somebody else\r\n"));
        var rump = "imap://tel%3A" + owner().substring(4) + "@example.net/INBOX/;UID=1/;SECTION=TEXT;URLAUTH=authuser";
        var reference = imap.expectOk("GENURLAUTH \"" + rump + "\" OPAQUE").first(Pattern.compile("\"(imap:[^\"]+)\""));
        assertThat(reference).doesNotContain("INBOX", owner().substring(5));
        try (var other = ImapWire.login(server.face("imap"), account(20))) {
            assertThat(other.expectOk("URLFETCH \"" + reference + "\"")
                            .lines()
                            .getFirst()
                            .literals())
                    .containsExactly("to somebody else\r\n".getBytes(UTF_8));
            imap.expectOk("RESETKEY INBOX");
            assertThat(other.expectOk("URLFETCH \"" + reference + "\"").texts())
                    .singleElement()
                    .asString()
                    .endsWith(" NIL");
        }
    }
}
