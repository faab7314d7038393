// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.satchel.model.Flags;

/// Rights over REST: given, seen by the one who has them, taken away.
final class GrantsTest {
    private static final String BEN = "tel%3A%2B15550100042";

    private static Rest rest;
    private String folder = "";
    private String grant = "";

    @BeforeAll
    static void start() {
        rest = new Rest();
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    @BeforeEach
    void folder() {
        rest.clear();
        folder = rest.post(rest.url("/folders"), "{\"folder\":{\"parentFolderPath\":\"/\",\"name\":\"Trip\"}}")
                .created();
        grant = folder.replace("/folders/", "/x-satchel/folders/") + "/grants/" + BEN;
        rest.deposit("Trip", Rest.ascii("Subject: seaside\r\n\r\n"), Flags.NONE);
    }

    @Test
    void what_is_given_opens_the_folder_and_what_is_taken_closes_it() {
        assertThat(asBen("GET", folder, "").status()).isEqualTo(403);
        var end = Instant.now().plusSeconds(3600).toString();
        var given = rest.put(grant, "{\"grant\":{\"rights\":\"lr\",\"expires\":\"" + end + "\"}}");
        assertThat(given.status()).as(given.text()).isEqualTo(200);
        assertThat(given.json().at("/grant/rights").textValue()).isEqualTo("lr");
        assertThat(given.json().at("/grant/expires").textValue()).isEqualTo(end.substring(0, 19) + "Z");
        assertThat(given.json().at("/grant/resourceURL").textValue()).isEqualTo(grant);

        assertThat(asBen("GET", folder, "").status()).isEqualTo(200);
        var found = asBen("POST", rest.url("/objects/operations/search"), "{\"selectionCriteria\":{\"maxEntries\":9}}");
        assertThat(found.text()).contains("seaside");
        var shared = asBen("GET", rest.server.base() + "/nms/v1/base/" + BEN + "/x-satchel/shared", "");
        assertThat(shared.json().at("/shared/folder"))
                .filteredOn(it -> it.get("folder").textValue().equals(folder))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.get("rights").textValue()).isEqualTo("lr");
                    assertThat(it.get("path").textValue()).isEqualTo("/Trip");
                    assertThat(it.get("expires").textValue()).isEqualTo(end.substring(0, 19) + "Z");
                });

        for (var url : List.of(grant.substring(0, grant.lastIndexOf('/')), rest.url("/x-satchel/grants"))) {
            assertThat(rest.get(url).json().at("/grantList/grant")).hasSize(1);
        }
        assertThat(rest.get(grant).json().at("/grant/principal").textValue()).isEqualTo("tel:+15550100042");
        assertThat(rest.delete(grant).status()).isEqualTo(204);
        assertThat(rest.delete(grant).status()).isEqualTo(404);
        assertThat(rest.get(grant).status()).isEqualTo(404);
        assertThat(asBen("GET", folder, "").status()).isEqualTo(403);
    }

    @Test
    void rights_are_replaced_as_a_whole() {
        rest.put(grant, "{\"grant\":{\"rights\":\"lrsw\"}}");
        rest.put(grant, "{\"grant\":{\"rights\":\"li\"}}");
        assertThat(rest.get(grant).json().at("/grant/rights").textValue()).isEqualTo("li");
        assertThat(rest.get(grant).json().at("/grant").has("expires")).isFalse();
    }

    @Test
    void a_guest_manages_only_where_he_may() {
        rest.put(grant, "{\"grant\":{\"rights\":\"lr\"}}");
        var cy = grant.replace(BEN, "tel%3A%2B15550100001");
        assertThat(asBen("PUT", cy, "{\"grant\":{\"rights\":\"lr\"}}").status()).isEqualTo(403);
        assertThat(asBen("GET", rest.url("/x-satchel/grants"), "").json().at("/grantList/grant"))
                .isEmpty();
        rest.put(grant, "{\"grant\":{\"rights\":\"lra\"}}");
        assertThat(asBen("PUT", cy, "{\"grant\":{\"rights\":\"lr\"}}").status()).isEqualTo(200);
        assertThat(rest.get(cy).status()).isEqualTo(200);
        assertThat(asBen("GET", rest.url("/x-satchel/shared"), "").status()).isEqualTo(403);
    }

    @Test
    void bad_grants_are_refused_and_change_nothing() {
        for (var bad : List.of(
                "{\"grant\":{}}",
                "{\"grant\":{\"rights\":\"\"}}",
                "{\"grant\":{\"rights\":\"lz\"}}",
                "{\"grant\":{\"rights\":\"lr\",\"expires\":\"soon\"}}",
                "{\"grant\":{\"rights\":\"lr\",\"expires\":\"2001-01-01T00:00:00Z\"}}")) {
            assertThat(rest.put(grant, bad).status()).as(bad).isEqualTo(400);
        }
        var good = "{\"grant\":{\"rights\":\"lr\"}}";
        var self = grant.replace(BEN, rest.ann.text().replace(":", "%3A").replace("+", "%2B"));
        assertThat(rest.put(self, good).status()).isEqualTo(400);
        assertThat(rest.put(grant.replace(BEN, "tel%3A%2B19990000000"), good).status())
                .isEqualTo(404);
        assertThat(rest.put(grant.replaceFirst("folders/f\\d+", "folders/f999"), good)
                        .status())
                .isEqualTo(404);
        assertThat(rest.put(grant.replaceFirst("folders/f\\d+", "folders/root"), good)
                        .status())
                .isEqualTo(403);
        assertThat(rest.get(rest.url("/x-satchel/grants")).json().at("/grantList/grant"))
                .isEmpty();
    }

    private static Rest.Answer asBen(String method, String url, String json) {
        var request = rest.json(url, method, json);
        return rest.send(Rest.asBen(request));
    }
}
