// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What `index` and `restartToken` promise, row by row.
// OMA NMS §8.2, §13.18, §13.19
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ListOrderTest {
    private final Rest rest = new Rest();

    @BeforeEach
    void clear() {
        rest.clear();
    }

    @AfterAll
    void close() {
        rest.close();
    }

    private String deposit() {
        return rest.url(
                "/objects/o" + rest.deposit("Default", "Subject: x\r\n\r\n").number());
    }

    private JsonNode next(Rest.Channel channel) {
        var lists = rest.poll(channel);
        assertThat(lists).hasSize(1);
        return lists.at("/0/nmsEventList");
    }

    private static List<String> urls(JsonNode list) {
        var urls = new ArrayList<String>();
        list.get("nmsEvent")
                .forEach(
                        event -> urls.add(event.at("/changedObject/resourceURL").textValue()));
        return urls;
    }

    private static long index(JsonNode listOrSubscription) {
        return listOrSubscription.get("index").longValue();
    }

    private static String token(JsonNode listOrSubscription) {
        return listOrSubscription.get("restartToken").textValue();
    }

    private static boolean isReset(JsonNode list) {
        return list.at("/nmsEvent/0/resetBox").isObject();
    }

    private JsonNode read(JsonNode subscription) {
        return rest.get(subscription.get("resourceURL").textValue()).json().get("nmsSubscription");
    }

    private JsonNode update(JsonNode subscription, String members) {
        var answer = rest.post(
                subscription.get("resourceURL").textValue(), "{\"nmsSubscriptionUpdate\":{%s}}".formatted(members));
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().get("nmsSubscription");
    }

    @Test
    void the_index_in_answers_about_a_subscription_is_that_of_its_next_list() {
        var channel = rest.channel();
        var made = rest.subscribe(channel.callbackUrl(), "");
        assertThat(index(made)).isEqualTo(1);
        for (long i = 1; i <= 3; i++) {
            deposit();
            assertThat(index(next(channel))).isEqualTo(i);
            long told = i;
            Await.that(() -> index(read(made)) == told + 1);
        }
        assertThat(index(update(made, "\"duration\":600"))).isEqualTo(4);

        deposit();

        assertThat(index(next(channel))).isEqualTo(4);
    }

    @Test
    void each_subscription_of_a_channel_counts_for_itself() {
        var channel = rest.channel();
        var first = rest.subscribe(channel.callbackUrl(), "");
        deposit();
        assertThat(index(next(channel))).isEqualTo(1);
        var second = rest.subscribe(channel.callbackUrl(), "");
        deposit();

        var lists = List.of(next(channel), next(channel));

        for (var list : lists) {
            boolean isFirst = list.at("/link/0/href").equals(first.get("resourceURL"));
            assertThat(list.at("/link/0/href")).isIn(first.get("resourceURL"), second.get("resourceURL"));
            assertThat(index(list)).isEqualTo(isFirst ? 2 : 1);
        }
        assertThat(lists.get(0).at("/link/0/href")).isNotEqualTo(lists.get(1).at("/link/0/href"));
    }

    @Test
    void the_token_of_a_list_is_the_position_after_it() {
        var channel = rest.channel();
        rest.subscribe(channel.callbackUrl(), "");
        deposit();
        var first = next(channel);
        var later = List.of(deposit(), deposit());
        var other = rest.channel();

        rest.subscribe(other.callbackUrl(), ",\"restartToken\":\"%s\"".formatted(token(first)));

        assertThat(urls(next(other))).isEqualTo(later);
    }

    @Test
    void an_update_with_a_token_has_everything_after_it_told_from_the_index_of_the_answer_on() {
        var channel = rest.channel();
        var made = rest.subscribe(channel.callbackUrl(), "");
        deposit();
        var first = next(channel);
        var later = new ArrayList<String>();
        for (long i = 2; i <= 4; i++) {
            later.add(deposit());
            assertThat(index(next(channel))).isEqualTo(i);
        }

        long from = index(update(made, "\"restartToken\":\"%s\"".formatted(token(first))));

        var again = new ArrayList<String>();
        for (long i = from; again.size() < later.size(); i++) {
            var list = next(channel);
            assertThat(index(list)).isEqualTo(i);
            again.addAll(urls(list));
        }
        assertThat(again).isEqualTo(later);
        assertThat(from).isGreaterThanOrEqualTo(4);
    }

    @Test
    void an_update_without_a_token_or_with_an_empty_one_tells_nothing_again() {
        var channel = rest.channel();
        var made = rest.subscribe(channel.callbackUrl(), "");
        deposit();
        assertThat(index(next(channel))).isEqualTo(1);
        Await.that(() -> index(read(made)) == 2);

        assertThat(index(update(made, "\"duration\":600"))).isEqualTo(2);
        assertThat(index(update(made, "\"duration\":600,\"restartToken\":\"\"")))
                .isEqualTo(2);
        var second = deposit();

        assertThat(urls(next(channel))).containsExactly(second);
    }

    @Test
    void a_subscription_without_a_token_or_with_an_empty_one_begins_now() {
        deposit();
        for (var members : List.of("", ",\"restartToken\":\"\"")) {
            var channel = rest.channel();
            rest.subscribe(channel.callbackUrl(), members);
            var fresh = deposit();
            var list = next(channel);
            assertThat(urls(list)).containsExactly(fresh);
            assertThat(index(list)).isEqualTo(1);
        }
    }

    @Test
    void a_token_that_is_not_known_has_the_box_reset_first_and_then_goes_on() {
        var elsewhere = rest.subscribe(rest.channel().callbackUrl(), "");
        rest.clear();
        var channel = rest.channel();
        var made = rest.subscribe(channel.callbackUrl(), "");
        for (var token : List.of("rt-0930", "0", token(elsewhere), "x".repeat(500))) {
            long from = index(update(made, "\"restartToken\":\"%s\"".formatted(token)));
            var reset = next(channel);
            assertThat(isReset(reset)).as(token).isTrue();
            assertThat(reset.get("nmsEvent")).hasSize(1);
            assertThat(index(reset)).isEqualTo(from);

            var fresh = deposit();

            var list = next(channel);
            assertThat(urls(list)).containsExactly(fresh);
            assertThat(index(list)).isEqualTo(from + 1);
        }
    }

    @Test
    void the_token_of_a_reset_leads_on_from_there() {
        var channel = rest.channel();
        rest.subscribe(channel.callbackUrl(), ",\"restartToken\":\"unknown\"");
        var reset = next(channel);
        assertThat(isReset(reset)).isTrue();
        var fresh = deposit();
        var other = rest.channel();

        rest.subscribe(other.callbackUrl(), ",\"restartToken\":\"%s\"".formatted(token(reset)));

        assertThat(urls(next(other))).containsExactly(fresh);
    }

    @Test
    void a_commit_of_many_changes_is_one_list() {
        var channel = rest.channel();
        rest.subscribe(channel.callbackUrl(), "");
        var made = rest.post(rest.url("/folders"), """
                {"folder":{"parentFolderPath":"/RCSMessageStore","name":"n"}}""").created();
        assertThat(index(next(channel))).isEqualTo(1);
        for (int i = 0; i < 5; i++) {
            rest.deposit("RCSMessageStore/n", "Subject: " + i + "\r\n\r\n");
        }
        int told = 0;
        long last = 1;
        while (told < 5) {
            var list = next(channel);
            assertThat(index(list)).isEqualTo(++last);
            told += list.get("nmsEvent").size();
        }

        assertThat(rest.delete(made).status()).isEqualTo(204);

        var list = next(channel);
        assertThat(index(list)).isEqualTo(last + 1);
        assertThat(list.get("nmsEvent")).hasSize(6);
        assertThat(list.get("nmsEvent").findValues("deletedObject")).hasSize(5);
        assertThat(list.get("nmsEvent").findValues("deletedFolder")).hasSize(1);
    }

    @Test
    void callback_data_comes_back_in_every_list() {
        var channel = rest.channel();
        var made = rest.post(
                rest.url("/subscriptions"),
                Rest.subscription(channel.callbackUrl(), "")
                        .replace("\"notificationFormat\"", "\"callbackData\":\"mine\",\"notificationFormat\""));
        assertThat(made.status()).isEqualTo(201);
        for (int i = 0; i < 2; i++) {
            deposit();
            assertThat(next(channel).get("callbackData").textValue()).isEqualTo("mine");
        }
    }
}
