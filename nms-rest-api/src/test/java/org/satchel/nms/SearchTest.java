// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Flags;

@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SearchTest {
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
    void each_kind_of_criterion_finds_what_it_says() {
        message("2024-05-01", "alpha", Flags.of(Flags.SEEN));
        message("2024-05-02", "beta gamma", Flags.NONE);
        message("2024-05-03", "gammaray", Flags.of(Flags.FLAGGED));

        assertThat(found("{\"type\":\"Date\",\"value\":\"minDate=2024-05-02T12:00:00Z\"}"))
                .containsExactly("beta gamma", "gammaray");
        assertThat(
                        found(
                                "{\"type\":\"Date\",\"value\":\"minDate=2024-05-01T00:00:00Z&maxDate=2024-05-02T14:00:00+02:00\"}"))
                .containsExactly("alpha", "beta gamma");
        assertThat(found("{\"type\":\"Attribute\",\"name\":\"subject\",\"value\":\"GAMMA\"}"))
                .containsExactly("beta gamma", "gammaray");
        assertThat(found("{\"type\":\"WholeWord\",\"name\":\"Subject\",\"value\":\"gamma\"}"))
                .containsExactly("beta gamma");
        assertThat(found("{\"type\":\"AllTextAttributes\",\"value\":\"alph\"}")).containsExactly("alpha");
        assertThat(found("{\"type\":\"Flag\",\"value\":\"\\\\Seen\"}")).containsExactly("alpha");
        assertThat(found("{\"type\":\"Flag\",\"name\":\"\\\\Recent\"}")).containsExactly("beta gamma", "gammaray");
        assertThat(found("{\"type\":\"PresetSearch\",\"name\":\"UPOneDotO\",\"value\":\"\"}"))
                .hasSize(3);
    }

    @Test
    void criteria_are_joined_by_their_operator() {
        message("2024-05-01", "alpha", Flags.of(Flags.SEEN));
        message("2024-05-02", "beta", Flags.NONE);
        var alpha = "{\"type\":\"Attribute\",\"name\":\"Subject\",\"value\":\"alpha\"}";
        var seen = "{\"type\":\"Flag\",\"value\":\"\\\\Seen\"}";
        var beta = alpha.replace("alpha", "beta");

        assertThat(found(alpha + "," + seen)).containsExactly("alpha");
        assertThat(found(alpha + "," + beta + "],\"operator\":\"Or\",\"x\":[")).containsExactly("alpha", "beta");
        assertThat(found(alpha + "," + seen + "],\"operator\":\"Not\",\"x\":[")).containsExactly("beta");
    }

    @Test
    void a_scope_is_a_folder_with_or_without_what_is_below() {
        rest.deposit("RCSMessageStore/a", "Subject: one\r\n\r\n");
        rest.deposit("RCSMessageStore/a/b", "Subject: two\r\n\r\n");
        rest.deposit("Default", "Subject: three\r\n\r\n");
        var folder = rest.get(rest.url("/folders/operations/pathToId?path=/RCSMessageStore/a"))
                .json()
                .at("/reference/resourceURL")
                .textValue();

        assertThat(subjects("{\"searchScope\":{\"resourceURL\":\"" + folder + "\"}}"))
                .containsExactly("one", "two");
        assertThat(subjects("{\"nonRecursiveScope\":true,\"searchScope\":{\"path\":\"/RCSMessageStore/a\"}}"))
                .containsExactly("one");
        assertThat(found("{\"type\":\"PresetSearch\",\"name\":\"path\",\"value\":\"/main\"}"))
                .containsExactly("three");
        assertThat(search("{\"searchScope\":{\"path\":\"/nowhere\"}}").status()).isEqualTo(404);
    }

    @Test
    void a_cursor_goes_on_where_the_page_ended_while_others_insert_and_remove() {
        for (int i = 0; i < 25; i++) {
            message("2024-05-%02d".formatted(1 + i), "s%02d".formatted(i), Flags.NONE);
        }
        var sort = ",\"sortCriteria\":{\"criterion\":[{\"type\":\"Date\",\"order\":\"Ascending\"}]}";
        var seen = new ArrayList<String>();
        var cursor = "";
        int page = 0;
        do {
            var answer = search("{\"maxEntries\":7,\"fromCursor\":\"" + cursor + "\"" + sort + "}");
            assertThat(answer.status()).isEqualTo(200);
            var objects = answer.json().at("/objectList/object");
            objects.forEach(object -> seen.add(subject(object)));
            cursor = answer.json().at("/objectList/cursor").asText("");
            // Before what is still to come, and among what has been seen: neither may shift the rest.
            message("2024-04-0" + (page + 1), "early" + page, Flags.NONE);
            rest.delete(objects.get(0).get("resourceURL").textValue());
            page++;
        } while (!cursor.isEmpty());

        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        assertThat(seen).isEqualTo(new ArrayList<>(new TreeSet<>(seen)));
    }

    @Test
    void a_cursor_is_good_after_a_restart_of_the_server() {
        message("2024-05-01", "a", Flags.NONE);
        message("2024-05-02", "b", Flags.NONE);
        var cursor =
                search("{\"maxEntries\":1}").json().at("/objectList/cursor").textValue();
        try (var restarted = new Rest(Rest.loopback(), rest.store)) {
            restarted.ann = rest.ann;

            var next = restarted.post(
                    restarted.url("/objects/operations/search"),
                    "{\"selectionCriteria\":{\"maxEntries\":1,\"fromCursor\":\"" + cursor + "\"}}");

            assertThat(subject(next.json().at("/objectList/object/0"))).isEqualTo("b");
            assertThat(next.json().get("objectList").has("cursor")).isFalse();
        }
    }

    @Test
    void sort_by_attribute_and_downwards() {
        message("2024-05-01", "b", Flags.NONE);
        message("2024-05-02", "c", Flags.NONE);
        message("2024-05-03", "a", Flags.NONE);

        assertThat(subjects("{\"sortCriteria\":{\"criterion\":[{\"type\":\"Attribute\",\"name\":\"Subject\"}]}}"))
                .containsExactly("a", "b", "c");
        assertThat(subjects("{\"sortCriteria\":{\"criterion\":[{\"type\":\"Date\",\"order\":\"Descending\"}]}}"))
                .containsExactly("a", "c", "b");
    }

    @Test
    void what_cannot_be_searched_is_refused_as_clients_expect() {
        message("2024-05-01", "a", Flags.NONE);
        var preset = search("{\"searchCriteria\":{\"criterion\":[{\"type\":\"PresetSearch\",\"name\":\"Other\"}]}}");
        assertThat(preset.status()).isEqualTo(405);
        assertThat(preset.json().at("/requestError/policyException/messageId").textValue())
                .isEqualTo("POL2006");

        for (var bad : List.of(
                "{\"searchCriteria\":{\"criterion\":[{\"type\":\"Weather\",\"value\":\"1\"}]}}",
                "{\"searchCriteria\":{\"criterion\":[{\"type\":\"Date\",\"value\":\"yesterday\"}]}}",
                "{\"searchCriteria\":{\"criterion\":[{\"type\":\"Flag\",\"value\":\"x\"}],\"operator\":\"Xor\"}}",
                "{\"sortCriteria\":{\"criterion\":[{\"type\":\"Size\"}]}}")) {
            var answer = search(bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.json()
                            .at("/requestError/serviceException/messageId")
                            .textValue())
                    .as(bad)
                    .isEqualTo("SVC0003");
        }
        for (var cursor : List.of("k-000100", "AAAA", "%", "1704085200000:D")) {
            var answer = search("{\"fromCursor\":\"" + cursor + "\"}");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json()
                            .at("/requestError/serviceException/messageId")
                            .textValue())
                    .isEqualTo("SVC0002");
        }
    }

    @Test
    void many_are_flagged_and_removed_by_what_they_have_in_common() {
        for (int i = 0; i < 12; i++) {
            message("2024-05-01", i % 2 == 0 ? "even" : "odd", Flags.NONE);
        }
        var even =
                "\"selectionCriteria\":{\"maxEntries\":4,\"searchCriteria\":{\"criterion\":[{\"type\":\"Attribute\",\"name\":\"Subject\",\"value\":\"even\"}]}}";
        long before = rest.box().view().modSeq().number();

        var flagged = rest.post(
                rest.url("/objects/operations/bulkUpdate"),
                "{\"bulkUpdate\":{\"operation\":\"AddFlag\",\"flags\":{\"flag\":[\"\\\\Seen\"]}," + even + "}}");
        var removed = rest.send(
                rest.json(rest.url("/objects/operations/bulkDelete"), "DELETE", "{\"bulkDelete\":{" + even + "}}"));

        assertThat(flagged.json().at("/bulkResponseList/response")).hasSize(6);
        assertThat(removed.json().at("/bulkResponseList/response")).hasSize(6);
        assertThat(subjects("{}")).containsOnly("odd").hasSize(6);
        assertThat(rest.box().view().modSeq().number()).isEqualTo(before + 2);
    }

    private void message(String day, String subject, Flags flags) {
        rest.deposit("Default", Rest.ascii("Date: " + day + "T12:00:00Z\r\nSubject: " + subject + "\r\n\r\n"), flags);
    }

    private List<String> found(String criteria) {
        return subjects("{\"searchCriteria\":{\"criterion\":[" + criteria + "]}}");
    }

    private List<String> subjects(String selection) {
        var answer = search(selection);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var subjects = new ArrayList<String>();
        answer.json().at("/objectList/object").forEach(object -> subjects.add(subject(object)));
        return subjects;
    }

    private Rest.Answer search(String selection) {
        return rest.post(rest.url("/objects/operations/search"), "{\"selectionCriteria\":" + selection + "}");
    }

    private static String subject(JsonNode object) {
        for (var attribute : object.at("/attributes/attribute")) {
            if (attribute.get("name").textValue().equals("Subject")) {
                return attribute.at("/value/0").textValue();
            }
        }
        return "";
    }
}
