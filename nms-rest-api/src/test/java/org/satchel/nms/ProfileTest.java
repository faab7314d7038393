// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.satchel.model.Actor;
import org.satchel.model.Flags;
import org.satchel.model.Quota;
import org.satchel.nms.settings.Profile;

/// The same box as clients of different operators see it.
// OMA NMS §11.3, §11.6, §13
final class ProfileTest {
    private static final String CHAT = """
            From: tel:+15550100042
            To: tel:+15550100001
            Conversation-ID: conv-1
            Contribution-ID: contr-1
            P-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.session
            Message-Direction: received
            Content-Type: Message/CPIM

            From: <tel:+15550100042>
            To: <tel:+15550100001>
            DateTime: 2024-05-01T08:20:00Z

            Content-Type: text/plain

            hello""".replace("\n", "\r\n");

    @Test
    void words_of_the_operator_stand_for_ours_in_answers_and_in_searches() {
        try (var rest = new Rest(Rest.loopback().withProfile(Profile.TMO_STYLE))) {
            var id = rest.deposit("Default/tel:+15550100042", CHAT);
            rest.deposit("Default", "Subject: mail\r\n\r\n");
            var object = rest.get(rest.url("/objects/o" + id.number())).json().get("object");
            assertThat(context(object)).isEqualTo("X-RCS-Chat");
            for (var word : new String[] {"X-RCS-Chat", "x-rcs-chat", "chat-message"}) {
                assertThat(search(rest, word)).as(word).hasSize(1);
            }
            assertThat(search(rest, "X-RCS-FT")).isEmpty();
            var chats = rest.get(rest.url("/x-satchel/conversations")).json();
            assertThat(chats.at("/conversationList/conversation/0/lastMessage/messageContext")
                            .textValue())
                    .isEqualTo("X-RCS-Chat");
        }
        try (var rest = new Rest()) {
            var id = rest.deposit("Default/tel:+15550100042", CHAT);
            assertThat(context(rest.get(rest.url("/objects/o" + id.number()))
                            .json()
                            .get("object")))
                    .isEqualTo("chat-message");
        }
    }

    @Test
    void statuses_differ_where_clients_do() {
        for (var profile : new Profile[] {Profile.DEFAULT, Profile.ATT_STYLE, Profile.TMO_STYLE}) {
            try (var rest = new Rest(Rest.loopback().withProfile(profile))) {
                var id = rest.deposit("Default", "Subject: a\r\n\r\n");
                var flag = rest.url("/objects/o" + id.number() + "/flags/%5CSeen");
                assertThat(rest.put(flag, "").status()).isEqualTo(201);
                assertThat(rest.delete(flag).status())
                        .as(profile.name())
                        .isEqualTo(profile.answers().flagCleared());
                rest.box().write(Actor.owner(rest.ann), tx -> tx.setQuota(new Quota(1, 1)));
                assertThat(rest.upload(Rest.chat("i-1", "too much")).status())
                        .as(profile.name())
                        .isEqualTo(profile.answers().full());
            }
        }
        assertThat(Profile.DEFAULT.answers().full()).isEqualTo(507);
        assertThat(Profile.ATT_STYLE.answers().full()).isEqualTo(403);
    }

    @Test
    void many_are_removed_by_the_method_of_the_operator() {
        for (var profile : new Profile[] {Profile.DEFAULT, Profile.ATT_STYLE, Profile.TMO_STYLE}) {
            try (var rest = new Rest(Rest.loopback().withProfile(profile))) {
                for (var method : new String[] {"POST", "DELETE"}) {
                    var id = rest.deposit("Default", "Subject: a\r\n\r\n");
                    var url = rest.url("/objects/o" + id.number());
                    var answer = rest.send(rest.json(
                            rest.url("/objects/operations/bulkDelete"),
                            method,
                            "{\"bulkDelete\":{\"objects\":{\"objectReference\":[{\"resourceURL\":\"" + url
                                    + "\"}]}}}"));
                    boolean served = profile.bulkDelete().contains(method);
                    assertThat(answer.status()).as(profile.name() + method).isEqualTo(served ? 200 : 405);
                    assertThat(answer.header("Allow"))
                            .isEqualTo(served ? "" : method.equals("POST") ? "DELETE" : "POST");
                    assertThat(rest.get(url).status()).isEqualTo(served ? 404 : 200);
                }
            }
        }
    }

    @Test
    void presets_paths_and_pages_are_those_of_the_operator() {
        try (var rest = new Rest(Rest.loopback().withProfile(Profile.ATT_STYLE))) {
            for (int i = 0; i < 12; i++) {
                rest.deposit("Default", Rest.ascii("Subject: " + i + "\r\n\r\n"), Flags.NONE);
            }
            var all =
                    "\"searchCriteria\":{\"criterion\":[{\"type\":\"PresetSearch\",\"name\":\"UPOneDotO\",\"value\":\"\"}]}";
            var path = all.replace("UPOneDotO", "path").replace("\"\"", "\"/main\"");
            assertThat(objects(rest, "{" + all + "}")).hasSize(10);
            assertThat(rest.post(rest.url("/objects/operations/search"), "{\"selectionCriteria\":{" + path + "}}")
                            .status())
                    .isEqualTo(405);
        }
        try (var rest = new Rest(Rest.loopback().withProfile(Profile.TMO_STYLE))) {
            var there = rest.get(rest.url("/folders/operations/pathToId?path=%2FRCSMessageStore"));
            assertThat(there.json().at("/reference/path").textValue()).isEqualTo("/Default");
        }
    }

    @Test
    void a_profile_is_found_by_its_name() {
        assertThat(Profile.named("tmo-style")).contains(Profile.TMO_STYLE);
        assertThat(Profile.named("other")).isEmpty();
    }

    private static JsonNode search(Rest rest, String context) {
        return objects(
                rest,
                "{\"searchCriteria\":{\"criterion\":[{\"type\":\"Attribute\",\"name\":\"Message-Context\",\"value\":\""
                        + context + "\"}]}}");
    }

    private static JsonNode objects(Rest rest, String selection) {
        var answer = rest.post(rest.url("/objects/operations/search"), "{\"selectionCriteria\":" + selection + "}");
        return answer.status() == 204
                ? Rest.MAPPER.createArrayNode()
                : answer.json().at("/objectList/object");
    }

    private static String context(JsonNode object) {
        for (var attribute : object.at("/attributes/attribute")) {
            if (attribute.get("name").textValue().equals("Message-Context")) {
                return attribute.at("/value/0").textValue();
            }
        }
        return "";
    }
}
