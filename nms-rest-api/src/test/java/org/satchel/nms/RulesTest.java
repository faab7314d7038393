// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.StoreFailure;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.settings.NmsLimits;

/// The rules whose breach makes a widespread client fail.
// OMA NMS §12.1
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RulesTest {
    private final Rest rest = new Rest(Rest.loopback()
            .withLimits(NmsLimits.DEFAULT.with(new NmsLimits.Notifications(
                    Duration.ofMillis(400), 20, 100, Duration.ofDays(7), Duration.ofSeconds(5)))));

    @BeforeEach
    void clear() {
        rest.clear();
    }

    @AfterAll
    void close() {
        rest.close();
    }

    @Test
    void rule_1_every_url_is_absolute_or_absent() {
        rest.upload(Rest.chat("r1", "x"), Rest.attachment("image/png", "a.png", new byte[] {1, 2, 3}));
        rest.deposit("Default", "From: tel:+15550100042\r\n\r\n");
        var channel = rest.channel();
        rest.subscribe(channel.callbackUrl(), "");
        var answers = List.of(
                search().json(),
                rest.get(rest.url("/folders")).json(),
                rest.get(rest.url("/subscriptions")).json(),
                rest.get(rest.channels()).json());

        for (var answer : answers) {
            for (var url : urls(answer)) {
                assertThat(URI.create(url).isAbsolute()).as(url).isTrue();
            }
        }
        assertThat(urls(answers.getFirst())).hasSizeGreaterThan(5);
    }

    @Test
    void rule_2_the_url_of_an_object_holds_the_box_as_a_segment_that_decodes_to_tel() {
        rest.upload(Rest.chat("r2", "x"));

        var url = search().json().at("/objectList/object/0/resourceURL").textValue();

        assertThat(List.of(URLDecoder.decode(url, StandardCharsets.UTF_8)
                        .replace(' ', '+')
                        .split("/")))
                .contains(rest.ann.text());
    }

    @Test
    void rule_3_attributes_are_always_there_with_at_least_one_value_each() {
        rest.upload(Rest.chat("r3", "x"));
        rest.deposit("Default", "\r\n");
        rest.upload("{\"object\":{\"attributes\":{\"attribute\":[{\"name\":\"Empty\",\"value\":[]}]}}}");

        var objects = search().json().at("/objectList/object");

        assertThat(objects).hasSize(3);
        for (var object : objects) {
            assertThat(object.at("/attributes/attribute").isArray()).isTrue();
            for (var attribute : object.at("/attributes/attribute")) {
                assertThat(attribute.get("value")).isNotEmpty();
            }
        }
    }

    @Test
    void rule_4_every_answer_about_a_subscription_holds_index_duration_token_and_url() {
        var made = rest.subscribe(rest.channel().callbackUrl(), "");
        var url = made.get("resourceURL").textValue();
        var answers = List.of(
                made,
                rest.get(url).json().get("nmsSubscription"),
                rest.post(url, "{\"nmsSubscriptionUpdate\":{\"duration\":3600}}")
                        .json()
                        .get("nmsSubscription"),
                rest.get(rest.url("/subscriptions")).json().at("/nmsSubscriptionList/subscription/0"));

        for (var answer : answers) {
            assertThat(answer.get("index").isIntegralNumber()).isTrue();
            assertThat(answer.get("duration").isIntegralNumber()).isTrue();
            assertThat(answer.get("restartToken").textValue()).isNotEmpty();
            assertThat(answer.get("resourceURL").textValue()).isEqualTo(url);
        }
        assertThat(answers.get(2).get("duration").intValue()).isEqualTo(3600);
    }

    @Test
    void rule_5_a_creation_carries_a_reference() {
        var made = rest.upload(Rest.chat("r5", "x"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().at("/reference/resourceURL").textValue()).isEqualTo(made.header("Location"));
    }

    @Test
    void rule_6_the_notification_list_is_an_array_and_empty_when_the_time_is_up() {
        var answer = rest.send(rest.pollRequest(rest.channel()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("notificationList").isArray()).isTrue();
        assertThat(answer.json().get("notificationList")).isEmpty();
    }

    @Test
    void rule_7_the_index_is_in_each_list_and_consecutive() {
        var channel = rest.channel();
        long next = rest.subscribe(channel.callbackUrl(), "").get("index").longValue();
        for (int i = 0; i < 5; i++) {
            rest.deposit("Default", "From: tel:+15550100042\r\n\r\n" + i);
            var lists = rest.poll(channel);
            assertThat(lists).hasSize(1);
            assertThat(lists.at("/0/nmsEventList/index").longValue()).isEqualTo(next + i);
        }
    }

    @Test
    void rule_8_each_list_links_to_its_subscription() {
        var channel = rest.channel();
        var subscription =
                rest.subscribe(channel.callbackUrl(), "").get("resourceURL").textValue();
        rest.deposit("Default", "\r\n");

        var link = rest.poll(channel).at("/0/nmsEventList/link");

        assertThat(link.isArray()).isTrue();
        assertThat(link.at("/0/rel").textValue()).isEqualTo("NmsSubscription");
        assertThat(link.at("/0/href").textValue()).isEqualTo(subscription);
    }

    @Test
    void rule_9_payload_parts_are_absent_rather_than_empty() {
        rest.upload("""
                {"object":{"correlationId":"orig-1","attributes":{"attribute":[
                 {"name":"Message-Context","value":["none"]}]}}}""");

        var object = search().json().at("/objectList/object/0");

        assertThat(object.has("payloadPart")).isFalse();
        assertThat(object.has("payloadURL")).isFalse();
    }

    @Test
    void rule_10_retry_after_is_an_integer() {
        var refusal = new Problems(Duration.ofMillis(2500), 507).refusal(new StoreFailure.Unavailable("disk is full"));

        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.headers()).containsEntry("Retry-After", "2");
        try (var other = new Rest()) {
            other.store.close();
            var answer = other.get(other.url("/folders"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).matches("\\d+");
            assertThat(answer.json()
                            .at("/requestError/serviceException/messageId")
                            .textValue())
                    .isEqualTo("SVC2001");
        }
    }

    @Test
    void rule_11_a_list_of_no_channels_is_404() {
        assertThat(rest.get(rest.channels()).status()).isEqualTo(404);

        rest.channel();

        assertThat(rest.get(rest.channels()).json().at("/notificationChannelList/notificationChannel"))
                .hasSize(1);
    }

    @Test
    void rule_12_reset_box_is_first_and_alone() {
        var channel = rest.channel();
        rest.subscribe(channel.callbackUrl(), ",\"restartToken\":\"0\"");
        rest.deposit("Default", "\r\n");

        var first = rest.poll(channel).at("/0/nmsEventList");
        var second = rest.poll(channel).at("/0/nmsEventList");

        assertThat(first.get("nmsEvent")).hasSize(1);
        assertThat(first.at("/nmsEvent/0/resetBox").isObject()).isTrue();
        assertThat(second.get("index").longValue()).isEqualTo(first.get("index").longValue() + 1);
        assertThat(second.at("/nmsEvent/0/changedObject").isObject()).isTrue();
    }

    @Test
    void rule_13_a_payload_begins_with_the_boundary_line_of_its_media_type() {
        var object = rest.upload(Rest.chat("r13", "hello")).created();

        var payload = rest.get(object + "/payload");

        var boundary = payload.header("Content-Type").replaceAll(".*boundary=\"([^\"]*)\".*", "$1");
        assertThat(payload.text()).startsWith("--" + boundary + "\r\n").endsWith("\r\n--" + boundary + "--\r\n");
    }

    @Test
    void rule_14_bulk_answers_come_one_per_item_in_order_with_the_url_of_what_failed() {
        var first = rest.upload(Rest.chat("r14a", "x")).created();
        var missing = rest.url("/objects/o999");
        var second = rest.upload(Rest.chat("r14b", "y")).created();

        var responses = rest.post(rest.url("/objects/operations/bulkUpdate"), """
                {"bulkUpdate":{"operation":"AddFlag","flags":{"flag":["\\\\Seen"]},"objects":{"objectReference":[
                 {"resourceURL":"%s"},{"resourceURL":"%s"},{"resourceURL":"%s"}]}}}""".formatted(first, missing, second))
                .json()
                .at("/bulkResponseList/response");

        assertThat(responses).hasSize(3);
        assertThat(responses.at("/0/success/resourceURL").textValue()).isEqualTo(first);
        assertThat(responses.at("/1/code").intValue()).isEqualTo(404);
        assertThat(responses.at("/1/failure/serviceException/variables/0").textValue())
                .isEqualTo(missing);
        assertThat(responses.at("/2/success/resourceURL").textValue()).isEqualTo(second);
        assertThat(rest.get(second + "/flags").text()).contains("\\\\Seen");
    }

    @Test
    void rule_14_what_is_refused_is_refused_as_often_as_it_is_named() {
        var missing = rest.url("/objects/o999");

        var responses = rest.post(rest.url("/objects/operations/bulkDelete"), """
                {"bulkDelete":{"objects":{"objectReference":[
                 {"resourceURL":"%s"},{"resourceURL":"%s"}]}}}""".formatted(missing, missing))
                .json()
                .at("/bulkResponseList/response");

        assertThat(responses.findValuesAsText("code")).containsExactly("404", "404");
    }

    @Test
    void rule_15_a_search_ends_without_a_cursor_or_with_204() {
        assertThat(search().status()).isEqualTo(204);
        rest.upload(Rest.chat("r15", "x"));

        assertThat(search().json().get("objectList").has("cursor")).isFalse();
    }

    @Test
    void rule_16_accepting_only_json_is_good_for_every_get() {
        var object = rest.upload(Rest.chat("r16", "x")).created();
        var channel = rest.channel();
        var subscription =
                rest.subscribe(channel.callbackUrl(), "").get("resourceURL").textValue();
        var urls = List.of(
                object,
                object + "/flags",
                object + "/payload",
                object + "/payloadParts/part1",
                object + "/content",
                object + "/path",
                rest.url("/folders"),
                rest.url("/folders/root/folderName"),
                rest.url("/subscriptions"),
                subscription,
                rest.channels(),
                channel.resourceUrl(),
                channel.pollUrl());

        for (var url : urls) {
            assertThat(rest.get(url).status()).as(url).isEqualTo(200);
        }
    }

    @Test
    void rule_17_locations_and_icons_of_parts_are_uris() {
        rest.upload(Rest.chat("r17", "x"), new Rest.Part("""
                        Content-Disposition: form-data; name="attachments"\r
                        Content-Type: multipart/mixed; boundary=b2\r
                        """, """
                        --b2\r
                        Content-Type: image/png\r
                        Content-ID: thumbnail\r
                        Content-Location: not a <uri>\r
                        \r
                        one\r
                        --b2\r
                        Content-Type: image/jpeg\r
                        Content-Location: beach.jpg\r
                        File-Icon: cid:thumbnail\r
                        \r
                        two\r
                        --b2--\r
                        """));

        var parts = search().json().at("/objectList/object/0/payloadPart");

        assertThat(parts).hasSize(2);
        assertThat(parts.get(0).has("contentLocation")).isFalse();
        assertThat(parts.get(0).has("fileIcon")).isFalse();
        assertThat(parts.at("/1/contentLocation").textValue()).isEqualTo("beach.jpg");
        assertThat(URI.create(parts.at("/1/fileIcon").textValue()).getScheme()).isEqualTo("cid");
    }

    private Rest.Answer search() {
        return rest.post(rest.url("/objects/operations/search"), "{\"selectionCriteria\":{\"maxEntries\":100}}");
    }

    /// Values of all members that hold URLs, however deep.
    private static List<String> urls(JsonNode node) {
        var urls = new ArrayList<String>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            var name = member.getKey();
            boolean isUrl = name.endsWith("URL") || name.equals("href") || name.equals("parentFolder");
            if (isUrl && member.getValue().isTextual()) {
                urls.add(member.getValue().textValue());
            }
        }
        node.forEach(child -> urls.addAll(urls(child)));
        return urls;
    }
}
