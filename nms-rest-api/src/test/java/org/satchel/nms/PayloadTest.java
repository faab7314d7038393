// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PayloadTest {
    private final Rest rest = new Rest();

    @BeforeEach
    void clear() {
        rest.clear();
    }

    @AfterAll
    void close() {
        rest.close();
    }

    @Test
    void any_range_of_any_form_is_that_part_of_the_whole() {
        var random = new Random(7);
        var bytes = new byte[30_000];
        random.nextBytes(bytes);
        var object = rest.upload(
                        Rest.chat("r", ""),
                        Rest.attachment("text/plain", "a.txt", Rest.ascii("some text")),
                        Rest.attachment("image/png", "b.png", bytes))
                .created();
        for (var url : List.of(
                object + "/payload",
                object + "/payloadParts/part1",
                object + "/payloadParts/part2",
                object + "/content")) {
            var whole = rest.get(url);
            var all = whole.bytes();
            assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
            assertThat(whole.header("Content-Length")).isEqualTo(Integer.toString(all.length));
            for (int i = 0; i < 12; i++) {
                int first = random.nextInt(all.length);
                int last = first + random.nextInt(all.length - first);
                var part = range(url, "bytes=" + first + "-" + last);
                assertThat(part.status()).as(url).isEqualTo(206);
                assertThat(part.bytes())
                        .as(url + " " + first + "-" + last)
                        .isEqualTo(Arrays.copyOfRange(all, first, last + 1));
                assertThat(part.header("Content-Range")).isEqualTo("bytes " + first + "-" + last + "/" + all.length);
            }
        }
        assertThat(rest.get(object + "/payloadParts/part2").bytes()).isEqualTo(bytes);
    }

    @Test
    void ranges_at_the_edges() {
        var url = rest.upload(Rest.chat("e", ""), Rest.attachment("text/plain", "a.txt", Rest.ascii("0123456789")))
                        .created()
                + "/payloadParts/part1";

        assertThat(range(url, "bytes=0-0").text()).isEqualTo("0");
        assertThat(range(url, "bytes=9-").text()).isEqualTo("9");
        assertThat(range(url, "bytes=-3").text()).isEqualTo("789");
        assertThat(range(url, "bytes=-99").text()).isEqualTo("0123456789");
        assertThat(range(url, "bytes=5-99999999999999").text()).isEqualTo("56789");
        for (var beyond : List.of("bytes=10-", "bytes=10-12", "bytes=-0")) {
            var answer = range(url, beyond);
            assertThat(answer.status()).as(beyond).isEqualTo(416);
            assertThat(answer.header("Content-Range")).isEqualTo("bytes */10");
            assertThat(answer.json().has("requestError")).isTrue();
        }
        // RFC 9110 §14.2: what is no single good range is passed over
        for (var ignored : List.of(
                "bytes=5-2",
                "bytes=a-b",
                "lines=1-2",
                "bytes=0-1,3-4",
                "bytes=",
                "bytes=-",
                "bytes=0-99999999999999999999")) {
            assertThat(range(url, ignored).status()).as(ignored).isEqualTo(200);
        }
    }

    @Test
    void a_range_holds_only_for_the_bytes_the_client_has() {
        var url = rest.upload(Rest.chat("i", "0123456789")).created() + "/payloadParts/part1";
        var tag = rest.get(url).header("ETag");

        var same = rest.send(rest.request(url)
                .header("Range", "bytes=0-1")
                .header("If-Range", tag)
                .build());
        var other = rest.send(rest.request(url)
                .header("Range", "bytes=0-1")
                .header("If-Range", "\"else\"")
                .build());

        assertThat(same.status()).isEqualTo(206);
        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void contents_cannot_hold_the_boundary() {
        var first = rest.upload(Rest.chat("b1", "x")).created() + "/payload";
        var boundary = rest.get(first).header("Content-Type").replaceAll(".*boundary=\"([^\"]*)\".*", "$1");
        // Made with knowledge of another object's boundary.
        var text = "--" + boundary + "\r\nContent-Type: text/plain\r\n\r\nforged";
        var second = rest.upload(Rest.chat("b2", ""), Rest.attachment("text/plain", "x", Rest.ascii(text)))
                .created();

        var payload = rest.get(second + "/payload");

        assertThat(payload.header("Content-Type")).doesNotContain(boundary);
        assertThat(rest.get(second + "/payloadParts/part1").text()).isEqualTo(text);
    }

    @Test
    void parts_that_are_not_there() {
        var object = rest.upload(Rest.chat("n", "x")).created();

        for (var part : List.of("part0", "part2", "part", "1", "part01", "part99999999999", "part-1")) {
            assertThat(rest.get(object + "/payloadParts/" + part).status())
                    .as(part)
                    .isEqualTo(404);
        }
    }

    private Rest.Answer range(String url, String range) {
        return rest.send(rest.request(url).header("Range", range).build());
    }
}
