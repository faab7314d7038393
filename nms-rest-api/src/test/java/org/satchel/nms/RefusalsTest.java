// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.Quota;
import org.satchel.nms.settings.NmsLimits;

/// Bad input, foreign boxes, full boxes: a clear answer in JSON, nothing stored.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end in CRLF
final class RefusalsTest {
    private final Rest rest = new Rest(Rest.loopback()
            .withLimits(NmsLimits.DEFAULT.with(new NmsLimits.Bodies(200_000, 20_000, 20, 10, 2_000, 3))));

    @BeforeEach
    void clear() {
        rest.clear();
    }

    @AfterAll
    void close() {
        rest.close();
    }

    @Test
    void who_does_not_say_who_he_is_is_asked() {
        for (var credentials : List.of(
                "",
                "Basic",
                "Basic !!!",
                "Bearer x",
                Rest.basic(rest.ann.text() + ":wrong"),
                Rest.basic("nobody:p:w"))) {
            var request = HttpRequest.newBuilder(URI.create(rest.url("/folders")));
            if (!credentials.isEmpty()) {
                request.header("Authorization", credentials);
            }
            var answer = rest.send(request.build());
            assertThat(answer.status()).as(credentials).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Basic ");
            assertThat(answer.json()
                            .at("/requestError/serviceException/messageId")
                            .textValue())
                    .isEqualTo("SVC2003");
        }
    }

    @Test
    void a_box_is_named_by_any_address_of_its_owner_and_by_nobody_else() {
        var base = rest.server.base() + "/nms/v1/base/";
        var ann = Rest.basic("+15550100001:p:w");
        for (var box : List.of(
                "tel:+15550100001",
                "tel%3a%2b15550100001",
                "tel%3A+15550100001",
                "sip:ann@example.net",
                "sip%3Aann%40example.net")) {
            var answer = rest.send(HttpRequest.newBuilder(URI.create(base + box + "/folders"))
                    .header("Authorization", ann)
                    .build());
            assertThat(answer.status()).as(box).isEqualTo(200);
            assertThat(answer.json().at("/folder/resourceURL").textValue()).startsWith(base + "tel%3A%2B15550100001/");
        }
        for (var box : List.of("tel:+15550100042", "tel:+15559999999", "nobody", "..", "%2e%2e")) {
            var answer = rest.send(HttpRequest.newBuilder(URI.create(base + box + "/folders"))
                    .header("Authorization", ann)
                    .build());
            assertThat(answer.status()).as(box).isBetween(400, 404);
            assertThat(answer.json().has("requestError")).as(box).isTrue();
        }
        var foreign = rest.send(HttpRequest.newBuilder(URI.create(base + "tel:+15550100042/folders"))
                .header("Authorization", ann)
                .build());
        assertThat(foreign.status()).isEqualTo(403);
        var otherStore = rest.server.base() + "/nms/v1/other/tel:+15550100001/folders";
        assertThat(rest.get(otherStore).status()).isEqualTo(404);
    }

    @Test
    void what_is_no_json_is_refused() {
        for (var body : List.of(
                "",
                "{",
                "[]",
                "null",
                "7",
                "{\"selectionCriteria\":7}",
                "{\"selectionCriteria\":{\"maxEntries\":\"x\"}}",
                "{} {}",
                "[".repeat(5000),
                "\u0000")) {
            var answer = rest.post(rest.url("/objects/operations/search"), body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.json()
                            .at("/requestError/serviceException/messageId")
                            .textValue())
                    .as(body)
                    .isEqualTo("SVC0002");
        }
        assertThat(rest.post(rest.url("/folders"), "{\"folder\":\"" + "x".repeat(30_000) + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void a_broken_query_is_an_answer_and_not_a_defect() throws IOException {
        var path = URI.create(rest.url("/folders/root")).getRawPath();
        for (var query : List.of("?maxEntries=%zz", "?%", "?path=%C3%28", "?resFormat=%", "?resFormat=%00&&=")) {
            var answer = raw("GET " + path + query + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: "
                    + Rest.basic(rest.ann.text() + ":" + Rest.PASSWORD) + "\r\n\r\n");
            assertThat(answer).as(query).matches("(?s)HTTP/1.1 (200|400|404) .*");
        }
        var xml = rest.get(rest.url("/folders/f999?resFormat=XML"));
        assertThat(xml.status()).isEqualTo(404);
        assertThat(xml.header("Content-Type")).isEqualTo("application/xml");
        assertThat(xml.text()).contains("<messageId>SVC2002</messageId>");
    }

    @Test
    void what_is_no_form_is_refused_and_nothing_is_stored() {
        var root = "--b1\r\nContent-Disposition: form-data; name=\"root-fields\"\r\n\r\n{\"object\":{}}";
        var attachment = "\r\n--b1\r\nContent-Disposition: form-data; name=\"attachments\"\r\n";
        for (var form : List.of(
                "",
                "no multipart",
                "--b1--\r\n",
                root,
                root + "\r\n--b1",
                "--b1\r\n\r\nno root fields\r\n--b1--",
                "--b1\r\nContent-Disposition: form-data; name=\"root-fields\"\r\n\r\n{\"object\":\r\n--b1--",
                "--b1\r\nContent-Disposition: form-data; name=\"root-fields\"\r\nbroken header\r\n\r\n{}\r\n--b1--",
                root + attachment + "\r\nno end",
                root + attachment + "Content-Type: multipart/mixed\r\n\r\nno boundary\r\n--b1--",
                root + attachment
                        + "Content-Type: multipart/mixed; boundary=b2\r\n\r\n--b2\r\n\r\nnot closed\r\n--b1--",
                root + attachment + "Content-Transfer-Encoding: base64\r\n\r\nnot base64!\r\n--b1--",
                root + attachment + "Content-Transfer-Encoding: base64\r\n\r\nQUJ\r\n--b1--",
                root + "\r\n--b1\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b1--",
                root + attachment + "Content-Type: message/rfc822\r\n\r\nA: b\r\n\r\n" + attachment
                        + "\r\nsecond\r\n--b1--",
                root.replace("{}", "{\"attributes\":{\"attribute\":[{\"name\":\"\",\"value\":[\"x\"]}]}}")
                        + "\r\n--b1--",
                root.replace("{}", "{\"attributes\":{\"attribute\":[{\"name\":\"nms.x\",\"value\":[\"x\"]}]}}")
                        + "\r\n--b1--",
                root.replace("{}", "{\"flags\":{\"flag\":[\"\\\\Odd\"]}}") + "\r\n--b1--")) {
            var answer = rest.send(rest.uploadRequest(Rest.ascii(form)));
            assertThat(answer.status()).as(form).isEqualTo(400);
            assertThat(answer.json()
                            .at("/requestError/serviceException/messageId")
                            .textValue())
                    .as(form)
                    .isEqualTo("SVC0002");
        }
        var plain = rest.send(rest.json(rest.url("/objects"), "POST", "{\"object\":{}}"));
        assertThat(plain.status()).isEqualTo(415);
        assertThat(rest.box().view().usage().objects()).isZero();
    }

    @Test
    void what_is_too_large_is_refused() throws IOException {
        assertThat(rest.upload("{\"object\":{}}", Rest.attachment("video/mp4", "f", new byte[230_000]))
                        .status())
                .isEqualTo(413);
        var parts = new Rest.Part[12];
        Arrays.fill(parts, Rest.attachment("text/plain", "f", new byte[1]));
        assertThat(rest.upload("{\"object\":{}}", parts).status()).isEqualTo(413);
        var header = new Rest.Part(
                "Content-Disposition: form-data; name=\"attachments\"\r\nX-Long: " + "x".repeat(3_000) + "\r\n", "");
        assertThat(rest.upload("{\"object\":{}}", header).status()).isEqualTo(413);
        var deep = new StringBuilder();
        for (int level = 0; level < 5; level++) {
            deep.append("--c%d\r\nContent-Type: multipart/mixed; boundary=c%d\r\n\r\n".formatted(level, level + 1));
        }
        var nested = new Rest.Part(
                "Content-Disposition: form-data; name=\"attachments\"\r\nContent-Type: multipart/mixed; boundary=c0\r\n",
                deep.toString());
        assertThat(rest.upload("{\"object\":{}}", nested).status()).isEqualTo(413);
        assertThat(rest.box().view().usage().objects()).isZero();
        // Refused by what is announced, before a byte of it is sent.
        assertThat(raw("POST /nms/v1/base/" + rest.ann.text() + "/objects HTTP/1.1\r\nHost: x\r\nAuthorization: "
                        + Rest.basic(rest.ann.text() + ":p:w")
                        + "\r\nContent-Type: multipart/form-data; boundary=b1\r\nContent-Length: 99999999999\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void broken_http_is_answered_in_json_too() throws IOException {
        for (var request : List.of(
                "NONSENSE\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(40_000) + "\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
            var answer = raw(request);
            assertThat(answer)
                    .as(request)
                    .startsWith("HTTP/1.1 4")
                    .contains("application/json")
                    .contains("{\"requestError\":");
        }
    }

    @Test
    void a_full_box_takes_nothing_more_and_goes_on_serving() {
        var kept = rest.upload(Rest.chat("q1", "x")).created();
        rest.box().write(Actor.owner(rest.ann), tx -> tx.setQuota(new Quota(Long.MAX_VALUE, 1)));

        var answer = rest.upload(Rest.chat("q2", "x"));

        assertThat(answer.status()).isEqualTo(507);
        assertThat(answer.json().at("/requestError/policyException/messageId").textValue())
                .isEqualTo("POL0001");
        assertThat(rest.get(kept).status()).isEqualTo(200);
        rest.box().write(Actor.owner(rest.ann), tx -> tx.setQuota(Quota.UNLIMITED));
        assertThat(rest.upload(Rest.chat("q2", "x")).status()).isEqualTo(201);
    }

    @Test
    void a_method_that_is_not_there_says_which_are() {
        var answer = rest.put(rest.url("/objects/o1"), "{}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("GET").contains("DELETE");
        assertThat(answer.json().has("requestError")).isTrue();
    }

    @Test
    void health_is_open_and_says_little() {
        var live = rest.send(HttpRequest.newBuilder(URI.create(rest.server.base() + "/health/live"))
                .build());
        var ready = rest.send(HttpRequest.newBuilder(URI.create(rest.server.base() + "/health/ready"))
                .build());

        assertThat(live.status()).isEqualTo(200);
        assertThat(ready.text()).isEqualTo("{\"health\":{\"status\":\"ready\"}}");
    }

    /// Sends bytes as they are and reads until the server has said all.
    private String raw(String request) throws IOException {
        try (var socket = new Socket(
                rest.server.address().getAddress(), rest.server.address().getPort())) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
