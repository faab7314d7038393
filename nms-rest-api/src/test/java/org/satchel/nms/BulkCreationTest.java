// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BulkCreationTest {
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
    void each_object_gets_the_attachment_in_its_place() {
        var nested = new Rest.Part(
                "Content-Disposition: form-data; name=\"attachments\"\r\nContent-Type: multipart/mixed; boundary=b2\r\n",
                "--b2\r\nContent-Type: text/plain\r\n\r\nsecond a\r\n--b2\r\nContent-Type: text/plain\r\n\r\nsecond b\r\n--b2--");
        var responses = create(
                "{\"objectList\":{\"object\":[" + chat("c1") + "," + chat("c2") + "," + chat("c3") + "]}}",
                Rest.attachment("text/plain", "1", Rest.ascii("first")),
                nested,
                Rest.attachment("text/plain", "3", Rest.ascii("third")));

        assertThat(responses).hasSize(3);
        assertThat(rest.get(responses.at("/0/success/resourceURL").textValue() + "/payloadParts/part1")
                        .text())
                .isEqualTo("first");
        assertThat(rest.get(responses.at("/1/success/resourceURL").textValue() + "/payloadParts/part2")
                        .text())
                .isEqualTo("second b");
        assertThat(rest.get(responses.at("/2/success/resourceURL").textValue() + "/payloadParts/part1")
                        .text())
                .isEqualTo("third");
    }

    @Test
    void one_that_fails_does_not_fail_the_others() {
        var responses = create(
                "{\"objectList\":{\"object\":[" + chat("d1") + ",{\"parentFolderPath\":\"/nowhere\"}," + chat("d3")
                        + "]}}",
                Rest.attachment("text/plain", "1", Rest.ascii("first")),
                Rest.attachment("text/plain", "2", new byte[100_000]),
                Rest.attachment("text/plain", "3", Rest.ascii("third")));

        assertThat(responses.at("/0/code").intValue()).isEqualTo(201);
        assertThat(responses.at("/1/code").intValue()).isEqualTo(404);
        assertThat(rest.get(responses.at("/2/success/resourceURL").textValue() + "/payloadParts/part1")
                        .text())
                .isEqualTo("third");
    }

    @Test
    void objects_without_content_stand_between_those_that_announce_one() {
        var announcing = chat("e2")
                .replace("\"attribute\":[", "\"attribute\":[{\"name\":\"Content-Type\",\"value\":[\"text/plain\"]},");
        var responses = create(
                "{\"objectList\":{\"object\":[" + chat("e1") + "," + announcing + "]}}",
                Rest.attachment("text/plain", "2", Rest.ascii("of the second")));

        assertThat(rest.get(responses.at("/1/success/resourceURL").textValue() + "/payloadParts/part1")
                        .text())
                .isEqualTo("of the second");
        assertThat(rest.get(responses.at("/0/success/resourceURL").textValue() + "/payloadParts/part1")
                        .text())
                .isEqualTo("text");
    }

    private JsonNode create(String rootFields, Rest.Part... parts) {
        var answer = rest.send(rest.request(rest.url("/objects/operations/bulkCreation"))
                .header("Content-Type", "multipart/form-data; boundary=b1")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Rest.form(rootFields, parts)))
                .build());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/bulkResponseList/response");
    }

    private static String chat(String id) {
        var whole = Rest.chat(id, "text");
        return whole.substring("{\"object\":".length(), whole.lastIndexOf('}'));
    }
}
