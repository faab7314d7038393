// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.convert.Pictures.bytes;
import static org.satchel.convert.Pictures.corners;
import static org.satchel.convert.Pictures.name;
import static org.satchel.convert.Pictures.text;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.satchel.convert.Pictures;

/// `convertTo` on payloads: pictures and texts in another form, while what is stored stays.
// OMA NMS §3.1, §6.4
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConvertToTest {
    private static final String PREVIEW = "?convertTo=image/jpeg;pix-x=200;pix-y=200";

    private final Rest rest = new Rest();

    @BeforeEach
    void clear() {
        rest.clear();
    }

    @AfterAll
    void close() {
        rest.close();
    }

    // S-15
    @Test
    void a_preview_of_a_photograph_is_small_upright_and_says_nothing_of_the_place() throws IOException {
        var photograph = Pictures.withExif(bytes(corners(800, 600), "jpeg"), 6);
        var url = upload("image/jpeg", photograph);

        var preview = rest.get(url + PREVIEW);

        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(preview.header("Content-Length")).isEqualTo(Integer.toString(preview.bytes().length));
        assertThat(preview.header("Content-Security-Policy")).isEqualTo("sandbox");
        assertThat(preview.bytes()).hasSizeLessThanOrEqualTo(30_000);
        assertThat(text(preview.bytes())).doesNotContain("Exif", Pictures.PLACE);
        var shown = shown(preview);
        assertThat(shown.getWidth()).isEqualTo(150);
        assertThat(shown.getHeight()).isEqualTo(200);
        // What was below at the left stands above at the left. EXIF 2.32 §4.6.4
        assertThat(name(shown.getRGB(9, 9))).isEqualTo('B');
        assertThat(name(shown.getRGB(140, 9))).isEqualTo('R');
        assertThat(rest.get(url).bytes()).isEqualTo(photograph);
    }

    @Test
    void each_form_has_a_tag_of_its_own_and_ranges() throws IOException {
        var url = upload("image/png", bytes(corners(64, 32), "png"));
        var form = url + "?convertTo=image/png;pix-x=16";
        var whole = rest.get(form);
        var tags = List.of(
                rest.get(url).header("ETag"),
                whole.header("ETag"),
                rest.get(url + "?convertTo=image/png;pix-x=8").header("ETag"),
                rest.get(url + "?convertTo=image/jpeg;pix-x=16").header("ETag"));
        assertThat(tags).doesNotHaveDuplicates();
        assertThat(rest.get(form).header("ETag")).isEqualTo(whole.header("ETag"));

        var part = rest.send(rest.request(form)
                .header("Range", "bytes=10-29")
                .header("If-Range", whole.header("ETag"))
                .build());

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Range")).isEqualTo("bytes 10-29/" + whole.bytes().length);
        assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(whole.bytes(), 10, 30));
    }

    @Test
    void of_a_moving_picture_the_first_is_shown() throws IOException {
        var url = upload("image/gif", Pictures.moving(40, 20));
        for (var type : List.of("image/png", "image/jpeg")) {
            var still = shown(rest.get(url + "?convertTo=" + type));
            assertThat(still.getWidth()).isEqualTo(40);
            assertThat(name(still.getRGB(20, 10))).isEqualTo('R');
        }
    }

    @Test
    void text_comes_in_the_charset_that_the_client_shows() {
        var stored = "Käse für 5 Mark\r\n".repeat(400);
        var url = upload("text/plain; charset=iso-8859-1", stored.getBytes(ISO_8859_1));

        var told = rest.get(url + "?convertTo=text/plain;charset=utf-8");

        assertThat(told.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(told.bytes()).isEqualTo(stored.getBytes(UTF_8));
        assertThat(rest.get(url + "?convertTo=text/plain").bytes()).isEqualTo(told.bytes());
        var part = rest.send(rest.request(url + "?convertTo=text/plain")
                .header("Range", "bytes=5000-5999")
                .build());
        assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(told.bytes(), 5_000, 6_000));
        var unsayable = rest.get(url + "?convertTo=text/plain;charset=us-ascii");
        refused(unsayable, 406, "SVC0001");
    }

    @Test
    void what_cannot_become_that_is_refused_and_can_still_be_had_as_it_is() throws IOException {
        var picture = bytes(corners(640, 320), "png");
        var noise = new byte[20_000];
        new Random(3).nextBytes(noise);
        var contents = new LinkedHashMap<String, byte[]>();
        contents.put("a bomb", Pictures.bomb());
        contents.put("half a picture's header", Arrays.copyOf(picture, 20));
        contents.put("garbage", noise);
        contents.put("a program", Rest.ascii("#!/bin/sh"));
        contents.put("scans without end", Pictures.scannedAgain(corners(64, 32), 2_000));
        for (var content : contents.entrySet()) {
            var url = upload("image/png", content.getValue());
            refused(rest.get(url + PREVIEW), 406, "SVC0001");
            assertThat(rest.get(url).bytes()).as(content.getKey()).isEqualTo(content.getValue());
        }
        refused(rest.get(upload("video/mp4", noise) + PREVIEW), 406, "SVC0001");
        refused(rest.get(upload("image/png", picture) + "?convertTo=text/plain"), 406, "SVC0001");
    }

    @Test
    void what_no_content_could_become_is_a_bad_request() throws IOException {
        var object = rest.upload(Rest.chat("w", ""), Rest.attachment("image/png", "a", bytes(corners(64, 32), "png")))
                .created();
        for (var url : List.of(object + "/payload", object + "/payloadParts/part1")) {
            for (var unknown : List.of("image/webp", "video/mp4", "image/gif", "application/pdf")) {
                var answer = rest.get(url + "?convertTo=" + unknown);
                refused(answer, 400, "SVC0003");
                assertThat(answer.text()).contains("image/jpeg, image/png");
            }
            for (var bad : List.of(
                    "",
                    "jpeg",
                    "image/",
                    "image/jpeg;",
                    "image/jpeg;pix-x",
                    "image/jpeg;pix-x=0",
                    "image/jpeg;pix-x=70000",
                    "image/jpeg;pix-x=-5",
                    "image/jpeg;pix-x=8;pix-x=9",
                    "image/jpeg;charset=utf-8",
                    "text/plain;charset=none-such",
                    "text/plain;pix-x=5",
                    "image/jpeg;a=b%0d%0aX-Evil:%20c",
                    "image/jpeg;pix-x=" + "9".repeat(300))) {
                refused(rest.get(url + "?convertTo=" + bad), 400, "SVC0002");
            }
        }
    }

    @Test
    void of_a_whole_payload_the_parts_that_can_are_converted_and_the_others_stay() throws IOException {
        var garbage = Rest.ascii("no picture at all");
        var object = rest.upload(
                        Rest.chat("p", ""),
                        Rest.attachment("text/plain", "a.txt", Rest.ascii("look")),
                        Rest.attachment("image/png", "b.png", bytes(corners(640, 320), "png")),
                        Rest.attachment("image/png", "c.png", garbage),
                        Rest.attachment("image/gif", "d.gif", Pictures.moving(40, 20)))
                .created();

        var answer = rest.send(rest.request(object + "/payload" + PREVIEW)
                .header("Range", "bytes=5-9")
                .build());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Accept-Ranges")).isEqualTo("none");
        assertThat(answer.header("ETag")).startsWith("W/\"").endsWith("-m-image/jpeg;pix-x=200;pix-y=200\"");
        var boundary = answer.header("Content-Type").replaceAll(".*boundary=\"([^\"]*)\".*", "$1");
        var all = text(answer.bytes());
        var parts = all.split("(\r\n)?--" + boundary + "(\r\n|--\r\n)", -1);
        assertThat(parts).hasSize(6);
        assertThat(parts[1]).contains("Content-Type: text/plain").endsWith("8bit\r\n\r\nlook");
        assertThat(parts[3])
                .contains("Content-Type: image/png")
                .endsWith("base64\r\n\r\n" + Base64.getEncoder().encodeToString(garbage));
        for (int i : new int[] {2, 4}) {
            assertThat(parts[i]).contains("Content-Type: image/jpeg", "Content-Transfer-Encoding: binary");
            var body = parts[i].substring(parts[i].indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
            assertThat(ImageIO.read(new ByteArrayInputStream(body)).getWidth()).isEqualTo(i == 2 ? 200 : 40);
        }
    }

    @Test
    void who_may_not_read_gets_no_preview() throws IOException {
        var url = upload("image/png", bytes(corners(64, 32), "png"));
        var answer = rest.send(Rest.asBen(rest.request(url + PREVIEW).build()));
        refused(answer, 403, "POL0001");
        refused(rest.get(url.replace("part1", "part7") + PREVIEW), 404, "SVC2002");
    }

    /// The URL of the only part of a new object.
    private String upload(String type, byte[] content) {
        return rest.upload(Rest.chat("c" + System.nanoTime(), ""), Rest.attachment(type, "a", content))
                        .created()
                + "/payloadParts/part1";
    }

    private static BufferedImage shown(Rest.Answer answer) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(answer.bytes()));
    }

    private static void refused(Rest.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().at("/requestError").findValue("messageId").asText())
                .isEqualTo(code);
    }
}
