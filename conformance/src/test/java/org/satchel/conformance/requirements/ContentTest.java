// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.requirements;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// What an object is made of: parts, pictures, character sets, and the room that it takes.
final class ContentTest extends Asked {
    /// Objects are immutable: who wants a part gone puts what is left in the object's place, without loading it.
    @Test
    void m_05_a_part_is_deleted_by_a_replacement_that_the_other_device_sees() throws IOException {
        var picture = Base64.getMimeEncoder().encodeToString(new byte[200_000]);
        imap.append("INBOX", "(\\Seen)", multipart("see you at six", picture, "the last words"));
        imap.expectOk("SELECT INBOX");
        var first = part(1);
        var last = part(3);
        try (var other = login()) {
            other.expectOk("SELECT INBOX");
            var head =
                    "Subject: three\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n";
            var between = "\r\n--x\r\n";
            var end = "\r\n--x--\r\n";
            imap.write(("r UID REPLACE 1 INBOX (\\Seen) CATENATE (TEXT {%d+}\r\n%s".formatted(head.length(), head)
                            + url("1.MIME")
                            + url("1")
                            + " TEXT {%d+}\r\n%s".formatted(between.length(), between)
                            + url("3.MIME")
                            + url("3")
                            + " TEXT {%d+}\r\n%s)\r\n".formatted(end.length(), end))
                    .getBytes(UTF_8));
            assertThat(imap.awaitLine(line -> line.startsWith("r "))).startsWith("r OK");
            assertThat(other.expectOk("NOOP").texts()).contains("* 2 EXISTS", "* 1 EXPUNGE");
            var kept = other.expectOk("FETCH 1 (FLAGS UID BODY.PEEK[1] BODY.PEEK[2])")
                    .lines()
                    .getFirst();
            assertThat(kept.text()).contains("UID 2", "\\Seen");
            assertThat(kept.literals().get(0)).isEqualTo(first);
            assertThat(kept.literals().get(1)).isEqualTo(last);
            assertThat(other.expectOk("FETCH 1 RFC822.SIZE").texts().toList().getFirst())
                    .matches("\\* 1 FETCH \\(RFC822.SIZE \\d{2,3}\\)");
        }
        assertThat(nms.everything())
                .singleElement()
                .satisfies(object -> assertThat(object.path("payloadPart")).hasSize(2));
    }

    private static String url(String section) {
        return " URL \"/INBOX/;UID=1/;SECTION=" + section + "\"";
    }

    private byte[] part(int number) throws IOException {
        return imap.expectOk("FETCH 1 BODY.PEEK[" + number + "]")
                .lines()
                .getFirst()
                .literals()
                .getFirst();
    }

    /// A folder's display name is metadata, so it can say what a name cannot and stays when the folder is renamed.
    @Test
    void m_06_items_are_copied_and_a_folder_has_a_display_name() throws IOException {
        imap.expectOk("CREATE RCSMessageStore/trip");
        imap.append("RCSMessageStore/trip", "", message("x", "x\r\n"));
        imap.expectOk("SETMETADATA RCSMessageStore/trip (/private/comment \"Boat trip, May\")");
        var folder = idOf("folders", "/RCSMessageStore/trip")
                .findValue("resourceURL")
                .asText();
        nms.put(folder + "/folderName", "{\"name\":\"boat\"}").expect(200);
        try (var other = login()) {
            assertThat(other.expectOk("GETMETADATA RCSMessageStore/boat /private/comment")
                            .texts())
                    .containsExactly("* METADATA \"RCSMessageStore/boat\" (/private/comment \"Boat trip, May\")");
            other.expectOk("SELECT RCSMessageStore/boat");
            other.expectOk("UID COPY 1 RCSMessageStore/boat");
            assertThat(other.expectOk("STATUS RCSMessageStore/boat (MESSAGES)").texts())
                    .containsExactly("* STATUS RCSMessageStore/boat (MESSAGES 2)");
        }
        nms.post(nms.url("folders/operations/copyToFolder"), """
                {"targetSourceRef":{"targetRef":{"resourceURL":"%s"},"sourceRefs":{"objects":{"objectReference":[
                 {"resourceURL":"%s"}]}}}}""".formatted(
                        folder, nms.everything().getFirst().path("resourceURL").asText()))
                .expect(200);
        assertThat(nms.everything()).hasSize(3);
    }

    /// The file itself goes with a sweep of the engine later: `CollectorTest`, `FreedTest`.
    @Test
    void c_02_a_payload_that_two_objects_share_is_there_until_both_are_gone() throws IOException {
        imap.append("INBOX", "", message("large", ("x".repeat(998) + "\r\n").repeat(2_000)));
        imap.expectOk("SELECT INBOX");
        imap.expectOk("COPY 1 RCSMessageStore");
        imap.expectOk("STORE 1 +FLAGS.SILENT (\\Deleted)");
        imap.expectOk("EXPUNGE");
        var copy = nms.everything().getFirst().path("resourceURL").asText();
        imap.expectOk("SELECT RCSMessageStore");
        assertThat(part(1)).hasSize(2_000_000);
        imap.expectOk("STORE 1 +FLAGS.SILENT (\\Deleted)");
        imap.expectOk("EXPUNGE");
        nms.get(copy).expect(404);
        nms.get(copy + "/content").expect(404);
        assertThat(nms.everything()).isEmpty();
    }

    @Test
    void s_15_a_preview_of_a_large_photograph_is_small_and_the_original_stays() throws IOException {
        var photograph = photograph();
        imap.append("INBOX", "", multipart("look", Base64.getMimeEncoder().encodeToString(photograph), "bye"));
        imap.expectOk("SELECT INBOX");
        var preview = converted("UID CONVERT 1 (\"image/jpeg\" (\"pix-x\" \"200\" \"pix-y\" \"200\")) BINARY[2]");
        assertThat(preview).hasSizeLessThanOrEqualTo(30_000);
        var shown = ImageIO.read(new ByteArrayInputStream(preview));
        assertThat(List.of(shown.getWidth(), shown.getHeight())).allMatch(side -> side <= 200);
        assertThat(new String(preview, ISO_8859_1)).doesNotContain("Exif", "somewhere");
        var stored = Base64.getMimeDecoder().decode(part(2));
        assertThat(Arrays.equals(stored, photograph)).isTrue();
    }

    /// 4,000 by 3,000 pixels, with a segment that says where it was taken.
    private static byte[] photograph() throws IOException {
        var image = new BufferedImage(4_000, 3_000, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 3_000; y++) {
            for (int x = 0; x < 4_000; x++) {
                image.setRGB(x, y, ((x * 255 / 4_000) << 16) | ((y * 255 / 3_000) << 8) | ((x ^ y) & 63));
            }
        }
        var plain = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", plain);
        var bytes = plain.toByteArray();
        var place = "Exif\0\0somewhere at the sea".getBytes(ISO_8859_1);
        var whole = new ByteArrayOutputStream();
        whole.write(bytes, 0, 2);
        whole.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (place.length + 2)});
        whole.writeBytes(place);
        whole.write(bytes, 2, bytes.length - 2);
        return whole.toByteArray();
    }

    @Test
    void s_16_text_is_told_in_the_character_set_that_the_client_asks_for() throws IOException {
        var japanese = "\u8239\u306e\u65c5\u306f\u516d\u6642\u304b\u3089";
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n"
                .getBytes(UTF_8));
        bytes.writeBytes((japanese + "\r\n").getBytes(Charset.forName("ISO-2022-JP")));
        imap.append("INBOX", "", bytes.toByteArray());
        imap.expectOk("SELECT INBOX");
        var text = converted("UID CONVERT 1 (\"text/plain\" (\"charset\" \"utf-8\")) BINARY[1]");
        assertThat(new String(text, UTF_8)).isEqualTo(japanese + "\r\n");
    }

    private byte[] converted(String command) throws IOException {
        return imap.expectOk(command).lines().getFirst().literals().getFirst();
    }

    private static byte[] multipart(String before, String picture, String after) {
        return """
                Subject: three
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=x

                --x
                Content-Type: text/plain

                %s
                --x
                Content-Type: image/jpeg
                Content-Transfer-Encoding: base64

                %s
                --x
                Content-Type: text/plain

                %s
                --x--
                """.formatted(before, picture.replace("\r\n", "\n"), after)
                .replace("\n", "\r\n")
                .getBytes(UTF_8);
    }
}
