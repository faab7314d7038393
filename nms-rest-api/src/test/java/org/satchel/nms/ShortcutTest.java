// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What is answered without Jersey is answered as with it, which every query brings about.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ShortcutTest {
    private final Rest rest = new Rest();
    private String object = "";

    @BeforeAll
    void deposit() {
        var made = rest.upload(Rest.chat("known", "hello"), Rest.attachment("text/plain", "a.txt", Rest.ascii("hi")));
        object = made.created();
    }

    @AfterAll
    void close() {
        rest.close();
    }

    @Test
    void an_object_is_shown_alike() {
        var stranger = object.replace("5550100001", "5550100042");
        var nobody = object.replace("5550100001", "5550199999");
        for (var url : List.of(object, rest.url("/objects/o99999"), stranger, nobody, object.replace("/o", "/f"))) {
            for (var accept : List.of("application/json", "application/xml", "text/html")) {
                alike(
                        url,
                        "attrFilter=*",
                        request -> request.setHeader("Accept", accept).GET());
            }
        }
    }

    @Test
    void an_object_is_stored_alike_or_refused_alike() {
        var type = "multipart/form-data; boundary=b1";
        var good = Rest.form(Rest.chat("known", "hello"));
        alikePosts(type, good);
        alikePosts("multipart/form-data", good);
        alikePosts("text/plain", good);
        alikePosts("", good);
        alikePosts(type, new byte[0]);
        alikePosts(type, Rest.ascii("--b1\r\nContent-Disposition: form-data; name=\"root-fields\"\r\n\r\n{"));
        alikePosts(type, Rest.form("{\"object\":7}"));
        alikePosts(type, Rest.form("{\"object\":{\"parentFolderPath\":\"/gone\"}}"));
    }

    @Test
    void a_method_that_the_resource_has_not_is_refused_alike() {
        alike(rest.url("/objects"), "x=1", HttpRequest.Builder::GET);
        alike(object, "x=1", request -> request.PUT(BodyPublishers.ofString("{}")));
        alike(object, "x=1", HttpRequest.Builder::HEAD);
    }

    @Test
    void the_box_may_be_spelt_in_any_way() {
        var whole = rest.get(object);
        assertThat(whole.status()).isEqualTo(200);
        for (var spelling : List.of("tel:+15550100001", "tel%3a%2b15550100001", "%74el:+15550100001", "+15550100001")) {
            var url = object.replaceFirst("/base/[^/]*/", "/base/" + spelling + "/");
            assertThat(rest.get(url).text()).as(spelling).isEqualTo(whole.text());
        }
    }

    private void alikePosts(String type, byte[] body) {
        alike(rest.url("/objects"), "resFormat=JSON", request -> {
            if (!type.isEmpty()) {
                request.header("Content-Type", type);
            }
            request.POST(BodyPublishers.ofByteArray(body));
        });
    }

    private void alike(String url, String query, Form form) {
        var without = ask(url, form);
        var with = ask(url + "?" + query, form);
        assertThat(without).as(url).isEqualTo(with);
    }

    private String ask(String url, Form form) {
        var request = rest.request(url);
        form.fill(request);
        var answer = rest.send(request.uri(URI.create(url)).build());
        var headers = new TreeMap<>(answer.response().headers().map());
        headers.remove("date");
        return answer.status() + " " + headers + "\n" + answer.text();
    }

    @FunctionalInterface
    private interface Form {
        void fill(HttpRequest.Builder request);
    }
}
