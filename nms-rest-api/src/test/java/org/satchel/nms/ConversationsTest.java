// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.satchel.model.Actor;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.Right;

/// The list of chats.
final class ConversationsTest {
    private static Rest rest;

    @BeforeAll
    static void start() {
        rest = new Rest();
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    @BeforeEach
    void empty() {
        rest.clear();
    }

    @Test
    void one_call_gives_what_a_list_of_chats_shows_newest_first() {
        assertThat(rest.get(url("")).status()).isEqualTo(204);
        message("tel:+15550100042", "In", "first", Flags.NONE);
        message("tel:+15550100042", "In", "second", Flags.NONE);
        message("tel:+15550100043", "In", "other", Flags.of(Flags.SEEN));
        message("tel:+15550100042", "Out", "third", Flags.of(Flags.SEEN));
        var list = page("").get("conversation");
        assertThat(list).hasSize(2);
        var newest = list.get(0);
        assertThat(newest.get("participant")).extracting(JsonNode::textValue).containsExactly("tel:+15550100042");
        assertThat(newest.get("unread").intValue()).isEqualTo(2);
        assertThat(newest.get("messages").intValue()).isEqualTo(3);
        assertThat(newest.at("/lastMessage/snippet").textValue()).isEqualTo("third");
        assertThat(newest.at("/lastMessage/direction").textValue()).isEqualTo("Out");
        assertThat(newest.at("/lastMessage/date").textValue()).isEqualTo("2024-05-01T08:20:00Z");
        assertThat(newest.get("path").textValue()).isEqualTo("/Default/tel:+15550100042");
        assertThat(rest.get(newest.at("/lastMessage/resourceURL").textValue()).status())
                .isEqualTo(200);
        assertThat(rest.get(newest.get("resourceURL").textValue()).status()).isEqualTo(200);
        assertThat(list.get(1).get("unread").intValue()).isZero();
        assertThat(list.get(1).at("/lastMessage/snippet").textValue()).isEqualTo("other");
    }

    @Test
    void reports_and_the_state_of_a_group_are_no_messages_and_the_state_says_who_takes_part() {
        rest.deposit("Default/conv-1/contr-1", group("hello all"));
        rest.deposit("Default/conv-1/contr-2", group("hello again"));
        rest.deposit("Default/conv-1/contr-2", """
                Date: Wed, 01 May 2024 09:00:00 +0000
                Content-Type: Application/group-state-object+xml

                <groupstate timestamp="2024-05-01T09:00:00Z" lastfocussessionid="sip:focus@example.net" group-type="Closed">
                <participant name="Me" comm-addr="%s" role="Chairman"/><participant name="Ben" comm-addr="tel:+15550100042"/>
                <participant name="Cy" comm-addr="sip:cy@example.net"/></groupstate>
                """.formatted(rest.ann.text()).replace("\n", "\r\n"));
        var list = page("").get("conversation");
        assertThat(list).hasSize(1);
        var group = list.get(0);
        assertThat(group.at("/lastMessage/snippet").textValue()).isEqualTo("hello again");
        assertThat(group.get("path").textValue()).isEqualTo("/Default/conv-1");
        assertThat(group.get("messages").intValue()).isEqualTo(3);
        assertThat(group.get("participant"))
                .extracting(JsonNode::textValue)
                .containsExactly("tel:+15550100042", "sip:cy@example.net");
    }

    @Test
    void pages_show_every_conversation_once_although_others_get_messages_meanwhile() {
        for (int i = 0; i < 7; i++) {
            message("tel:+1555010005" + i, "In", "m" + i, Flags.NONE);
        }
        var seen = new ArrayList<String>();
        var cursor = "";
        int pages = 0;
        do {
            var page = page("?maxEntries=2&fromCursor=" + cursor);
            page.get("conversation").forEach(it -> seen.add(it.get("path").textValue()));
            cursor = page.path("cursor").asText("");
            // One that was shown already comes to the front; it is not shown twice.
            message("tel:+15550100056", "In", "again " + pages++, Flags.NONE);
        } while (!cursor.isEmpty());
        assertThat(seen)
                .containsExactlyElementsOf(List.of(6, 5, 4, 3, 2, 1, 0).stream()
                        .map(i -> "/Default/tel:+1555010005" + i)
                        .toList());
        assertThat(pages).isEqualTo(4);
    }

    @Test
    void bad_numbers_and_cursors_are_refused() {
        assertThat(rest.get(url("?maxEntries=x")).status()).isEqualTo(400);
        assertThat(rest.get(url("?fromCursor=none")).status()).isEqualTo(400);
    }

    @Test
    void a_guest_sees_the_conversations_that_he_may_read() {
        message("tel:+15550100043", "In", "shared", Flags.NONE);
        message("tel:+15550100044", "In", "private", Flags.NONE);
        var folder = rest.box()
                .view()
                .folder(new FolderPath("Default/tel:+15550100043"))
                .orElseThrow();
        rest.box()
                .write(
                        Actor.owner(rest.ann),
                        tx -> tx.grant(new Grant(folder.id(), Rest.BEN.text(), Right.parse("lr"), null)));
        var answer = rest.send(Rest.asBen(rest.request(url("")).build()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("shared").doesNotContain("private");
    }

    private static void message(String peer, String direction, String text, Flags flags) {
        boolean in = direction.equals("In");
        var message = """
                Date: Wed, 01 May 2024 08:20:00 +0000
                From: %s
                To: %s
                Message-Direction: %s
                Message-Context: pager-message
                Content-Type: text/plain

                %s
                """.formatted(
                        in ? peer : rest.ann.text(), in ? rest.ann.text() : peer, in ? "received" : "sent", text)
                .strip()
                .replace("\n", "\r\n");
        rest.deposit("Default/" + peer, Rest.ascii(message), flags);
    }

    private static String group(String text) {
        return """
                Date: Wed, 01 May 2024 08:20:00 +0000
                From: tel:+15550100042
                To: sip:focus@example.net
                Conversation-ID: conv-1
                Contribution-ID: contr-1
                Content-Type: text/plain

                %s
                """.formatted(text).strip().replace("\n", "\r\n");
    }

    private static JsonNode page(String query) {
        var answer = rest.get(url(query));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("conversationList");
    }

    private static String url(String query) {
        return rest.url("/x-satchel/conversations" + query);
    }
}
