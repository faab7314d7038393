// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.satchel.model.Actor;
import org.satchel.model.Change;
import org.satchel.model.Grant;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Right;

/// What came and what went since a mark, without any subscription.
// OMA NMS §7.1 (CreatedObjects, VanishedObjects)
final class HistoryTest {
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
    void a_mark_tells_what_came_and_went_since_page_by_page_while_others_write() {
        long seed = ThreadLocalRandom.current().nextLong(1_000_000);
        var random = new Random(seed);
        var present = new ArrayList<ObjectId>();
        for (int i = 0; i < 20; i++) {
            write(present, random);
        }
        present.add(rest.deposit("Default", "Subject: first\r\n\r\n"));
        var mark = first("{}").get("creationCursor").textValue();
        var before = Set.copyOf(present);
        var ever = new HashSet<>(before);

        for (int i = 0; i < 60; i++) {
            write(present, random);
            ever.addAll(present);
        }
        var cameThen = new TreeSet<String>();
        var went = new TreeSet<String>();
        ever.forEach(id -> {
            if (!present.contains(id)) {
                went.add(url(id));
            } else if (!before.contains(id)) {
                cameThen.add(url(id));
            }
        });
        // What somebody does between two pages belongs to the next mark, and no mark loses it.
        var created = pages("CreatedObjects", mark, () -> rest.deposit("Default", "Subject: late\r\n\r\n"));
        var vanished = pages("VanishedObjects", mark, () -> remove(rest.deposit("Default", "Subject: gone\r\n\r\n")));

        assertThat(created.urls()).as("seed %d", seed).containsAll(cameThen).doesNotHaveDuplicates();
        assertThat(vanished.urls().stream().filter(url -> went.contains(url)).toList())
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(went);
        assertThat(pages("VanishedObjects", vanished.mark(), () -> {}).urls()).hasSizeGreaterThanOrEqualTo(1);
    }

    @Test
    void what_is_gone_has_its_url_and_the_number_of_its_removal() {
        var id = rest.deposit("Default", "Subject: a\r\n\r\n");
        long mark = rest.box().view().modSeq().number();
        remove(id);
        var object = first("{" + criterion("VanishedObjects", Long.toString(mark)) + "}")
                .get("object")
                .get(0);
        assertThat(object.get("resourceURL").textValue()).isEqualTo(url(id));
        assertThat(object.get("lastModSeq").longValue())
                .isEqualTo(rest.box().view().modSeq().number());
        assertThat(object.at("/attributes/attribute").isArray()).isTrue();
        assertThat(rest.get(url(id)).status()).isEqualTo(404);
    }

    @Test
    void created_objects_are_narrowed_by_other_criteria() {
        rest.deposit("Default", "Subject: old red\r\n\r\n");
        var mark = first("{}").get("creationCursor").textValue();
        rest.deposit("Default", "Subject: new red\r\n\r\n");
        rest.deposit("Default", "Subject: new blue\r\n\r\n");
        var red = "{\"type\":\"Attribute\",\"name\":\"Subject\",\"value\":\"red\"}";
        var answer = first("{\"searchCriteria\":{\"criterion\":[{\"type\":\"CreatedObjects\",\"value\":\"" + mark
                + "\"}," + red + "]}}");
        assertThat(answer.get("object")).hasSize(1);
        assertThat(answer.toString()).contains("new red");
    }

    @Test
    void a_mark_that_is_forgotten_or_none_is_refused() {
        rest.deposit("Default", "Subject: a\r\n\r\n");
        rest.deposit("Default", "Subject: b\r\n\r\n");
        var head = rest.box().view().modSeq();
        rest.box().write(Actor.owner(rest.ann), tx -> tx.purgeHistory(head));
        for (var type : List.of("CreatedObjects", "VanishedObjects")) {
            for (var value : List.of("1", "", "x", "-1", "99999999999999999999")) {
                assertThat(search("{" + criterion(type, value) + "}").status())
                        .as(type + value)
                        .isEqualTo(400);
            }
            assertThat(search("{" + criterion(type, head.toString()) + "}").status())
                    .isEqualTo(204);
            assertThat(search("{" + criterion(type, "999999999999") + "}").status())
                    .isEqualTo(204);
        }
        var mark = "{\"type\":\"VanishedObjects\",\"value\":\"" + head + "\"}";
        for (var bad : List.of(
                "\"searchCriteria\":{\"operator\":\"Not\",\"criterion\":[" + mark + "]}",
                "\"searchCriteria\":{\"criterion\":[" + mark + "," + mark + "]}",
                "\"searchScope\":{\"path\":\"/main\"},\"searchCriteria\":{\"criterion\":[" + mark + "]}",
                "\"searchCriteria\":{\"operator\":\"Or\",\"criterion\":[" + mark.replace("Vanished", "Created") + "]}",
                "\"sortCriteria\":{\"criterion\":[{\"type\":\"Date\"}]},\"searchCriteria\":{\"criterion\":["
                        + mark.replace("Vanished", "Created") + "]}")) {
            assertThat(search("{" + bad + "}").status()).as(bad).isEqualTo(400);
        }
        var subscription = rest.post(
                rest.url("/subscriptions"),
                Rest.subscription(rest.channel().callbackUrl(), ",\"filter\":{\"criterion\":[" + mark + "]}"));
        assertThat(subscription.status()).isEqualTo(400);
        assertThat(subscription.text()).contains("SVC0003");
    }

    @Test
    void guests_are_told_no_history() {
        var folder = rest.box().view().folders().stream()
                .filter(it -> it.path().text().equals("INBOX"))
                .findFirst()
                .orElseThrow();
        rest.box()
                .write(
                        Actor.owner(rest.ann),
                        tx -> tx.grant(
                                new Grant(folder.id(), Rest.BEN.text(), Set.of(Right.LOOKUP, Right.READ), null)));
        var request = rest.json(
                rest.url("/objects/operations/search"),
                "POST",
                "{\"selectionCriteria\":{" + criterion("VanishedObjects", "1") + "}}");
        var answer = rest.send(Rest.asBen(request));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.text()).contains("POL2006");
    }

    private void write(List<ObjectId> present, Random random) {
        int dice = random.nextInt(10);
        if (present.isEmpty() || dice < 5) {
            present.add(rest.deposit(random.nextBoolean() ? "Default" : "Other", "Subject: s\r\n\r\n"));
        } else if (dice < 8) {
            remove(present.remove(random.nextInt(present.size())));
        } else {
            // Several at once: one commit.
            var box = rest.box();
            var gone = present.subList(0, Math.min(3, present.size()));
            box.write(
                    Actor.owner(box.id()),
                    tx -> gone.forEach(id -> {
                        var place = tx.view().locate(id).orElseThrow();
                        tx.remove(place.folder(), List.of(place.uid()), Change.Cause.REMOVED);
                    }));
            gone.clear();
        }
    }

    private static void remove(ObjectId id) {
        var box = rest.box();
        var place = box.view().locate(id).orElseThrow();
        box.write(Actor.owner(box.id()), tx -> tx.remove(place.folder(), List.of(place.uid()), Change.Cause.REMOVED));
    }

    /// All pages of two, with something happening between them.
    private static Found pages(String type, String since, Runnable between) {
        var urls = new ArrayList<String>();
        var marks = new TreeSet<ModSeq>();
        var cursor = "";
        do {
            var answer = search("{\"maxEntries\":2,\"fromCursor\":\"" + cursor + "\"," + criterion(type, since) + "}");
            if (answer.status() == 204) {
                return new Found(urls, since);
            }
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            var list = answer.json().get("objectList");
            list.get("object")
                    .forEach(object -> urls.add(object.get("resourceURL").textValue()));
            marks.add(new ModSeq(Long.parseLong(list.get("creationCursor").textValue())));
            cursor = list.path("cursor").asText("");
            between.run();
            // The late ones do not make it endless.
        } while (!cursor.isEmpty() && urls.size() < 200);
        assertThat(marks).as("one mark for all pages").hasSize(1);
        return new Found(urls, marks.first().toString());
    }

    private record Found(List<String> urls, String mark) {}

    private static JsonNode first(String selection) {
        var answer = search(selection);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("objectList");
    }

    private static Rest.Answer search(String selection) {
        return rest.post(rest.url("/objects/operations/search"), "{\"selectionCriteria\":" + selection + "}");
    }

    private static String criterion(String type, String value) {
        return "\"searchCriteria\":{\"criterion\":[{\"type\":\"" + type + "\",\"value\":\"" + value + "\"}]}";
    }

    private static String url(ObjectId id) {
        return rest.url("/objects/o" + id.number());
    }
}
