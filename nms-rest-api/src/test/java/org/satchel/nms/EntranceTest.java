// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Actor;
import org.satchel.model.FolderPath;
import org.satchel.nms.settings.NmsLimits;

/// Who is let in by what, how far, and how often.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EntranceTest {
    private final Rest rest = new Rest();

    @BeforeEach
    void clear() {
        rest.clear();
    }

    @AfterAll
    void close() {
        rest.close();
    }

    // OMA NMS §4.2
    @Test
    void a_token_comes_under_any_of_its_schemes_with_or_without_what_is_put_before_it() {
        var token = rest.ann.text();
        for (var shown : List.of("Bearer " + token, "bearer PAT_" + token, "SIT " + token, "sit   " + token)) {
            assertThat(ask("GET", rest.url("/folders"), shown).status())
                    .as(shown)
                    .isEqualTo(200);
        }
        for (var shown : List.of("Bearer x", "SIT PAT_x", "Other " + token, "Bearer", token)) {
            assertThat(ask("GET", rest.url("/folders"), shown).status())
                    .as(shown)
                    .isEqualTo(401);
        }
    }

    @Test
    void a_token_opens_its_boxes_as_their_owner_and_nothing_else() {
        var ben = rest.server.base() + "/nms/v1/base/tel%3A%2B15550100042";
        share(Rest.BEN.text(), "Kept", "lr");
        var both = "Bearer " + rest.ann.text() + "," + Rest.BEN.text();
        for (var folders : List.of(rest.url("/folders"), ben + "/folders")) {
            assertThat(ask("GET", folders, both).status()).isEqualTo(200);
            var made = send(
                    "POST",
                    folders,
                    both,
                    "{\"folder\":{\"parentFolderPath\":\"/\",\"name\":\"%s\"}}"
                            .formatted(rest.ann.text().substring(5)));
            assertThat(made.status()).as(made.text()).isEqualTo(201);
        }
        assertThat(ask("GET", rest.url("/folders"), "Bearer " + Rest.BEN.text()).status())
                .as("although Ann shares with Ben")
                .isEqualTo(403);
        assertThat(ask("GET", rest.url("/folders"), "Bearer visit:" + Rest.BEN.text())
                        .status())
                .isEqualTo(200);
        assertThat(ask("GET", ben + "/x-satchel/shared", "Bearer visit:" + Rest.BEN.text())
                        .text())
                .contains("Kept");
        assertThat(ask("GET", ben + "/x-satchel/shared", "Bearer " + Rest.BEN.text())
                        .text())
                .doesNotContain("Kept");
    }

    // RFC 6750 §3, RFC 9110 §11.6.1
    @Test
    void who_is_not_let_in_is_told_of_every_scheme() {
        var basic = "Basic realm=\"nms\", charset=\"UTF-8\"";
        for (var shown : List.of("", "Other x", Rest.basic("tel:+15550100001:wrong"))) {
            var answer = ask("GET", rest.url("/folders"), shown);
            assertThat(answer.status()).as(shown).isEqualTo(401);
            assertThat(answer.response().headers().allValues("WWW-Authenticate"))
                    .containsExactly(basic, "Bearer realm=\"nms\"", "SIT realm=\"nms\"");
        }
        var answer = ask("GET", rest.url("/folders"), "Bearer x");
        assertThat(answer.response().headers().allValues("WWW-Authenticate"))
                .containsExactly(
                        basic,
                        "Bearer realm=\"nms\", error=\"invalid_token\"",
                        "SIT realm=\"nms\", error=\"invalid_token\"");
        assertThat(answer.json().at("/requestError/serviceException/messageId").textValue())
                .isEqualTo("SVC2003");
    }

    @Test
    void two_proofs_are_one_too_many() {
        var answer = rest.send(rest.request(rest.url("/folders"))
                .header("Authorization", "Bearer " + rest.ann.text())
                .build());
        assertThat(answer.status()).isEqualTo(400);
    }

    // OMA NMS §12.1 rule 10
    @Test
    void who_comes_too_often_is_told_how_long_to_wait() {
        try (var slow = new Rest(Rest.loopback().withLimits(NmsLimits.DEFAULT.with(new NmsLimits.Rates(1, 5, 100))))) {
            var url = slow.url("/folders");
            for (int i = 0; i < 5; i++) {
                assertThat(slow.get(url).status()).isEqualTo(200);
            }
            Rest.Answer answer = slow.get(url);
            for (int i = 0; i < 100 && answer.status() == 200; i++) {
                answer = slow.get(url);
            }
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.json()
                            .at("/requestError/policyException/messageId")
                            .textValue())
                    .isEqualTo("POL0001");
            assertThat(slow.server.throttled()).isPositive();

            int refused = 0;
            for (int i = 0; i < 100 && refused != 429; i++) {
                refused = slow.send(slow.request(url)
                                .setHeader("Authorization", "Bearer x")
                                .build())
                        .status();
                assertThat(refused).isIn(401, 429);
            }
            assertThat(refused).isEqualTo(429);

            var ben = slow.send(slow.request(slow.server.base() + "/nms/v1/base/tel%3A%2B15550100042/folders")
                    .setHeader("Authorization", "Bearer " + Rest.BEN.text())
                    .build());
            assertThat(ben.status()).as("somebody else from the same place").isEqualTo(200);
            for (int i = 0; i < 20; i++) {
                assertThat(slow.get(slow.server.base() + "/health/live").status())
                        .isEqualTo(200);
            }
        }
    }

    private void share(String with, String path, String letters) {
        var box = rest.box();
        box.write(Actor.owner(box.id()), tx -> tx.createFolder(new FolderPath(path)));
        var folder = box.view().folder(new FolderPath(path)).orElseThrow().id();
        var grant = rest.url("/x-satchel/folders/f" + folder.number() + "/grants/" + with.replace("+", "%2B"));
        assertThat(rest.put(grant, "{\"grant\":{\"rights\":\"" + letters + "\"}}")
                        .status())
                .isBetween(200, 201);
    }

    private Rest.Answer ask(String method, String url, String authorization) {
        return send(method, url, authorization, "");
    }

    private Rest.Answer send(String method, String url, String authorization, String json) {
        var request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json");
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return rest.send(
                request.method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                        .build());
    }
}
