// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.AttributeList;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.FlagList;
import org.satchel.nms.type.NmsAttribute;
import org.satchel.nms.type.NmsEvent;
import org.satchel.nms.type.NmsEventList;
import org.satchel.nms.type.NmsObject;
import org.satchel.nms.type.NotificationList;
import org.satchel.nms.type.ObjectList;
import org.satchel.nms.type.PayloadPartInfo;
import org.satchel.nms.type.RequestError;
import org.satchel.nms.type.SelectionCriteria;
import org.xml.sax.InputSource;

final class DocumentsTest {
    private static final NmsLimits.Bodies LIMITS = NmsLimits.Bodies.DEFAULT;
    private final Documents documents = new Documents(new Json(LIMITS), LIMITS);

    @Test
    void only_the_root_has_a_namespace_and_a_list_is_its_element_repeated() {
        var flags = new FlagList(List.of("\\Seen", "\\Flagged"), null);
        assertThat(xml("flagList", flags))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                        + "<nms:flagList xmlns:nms=\"urn:oma:xml:rest:netapi:nms:1\">"
                        + "<flag>\\Seen</flag><flag>\\Flagged</flag></nms:flagList>");
        assertThat(xml("requestError", RequestError.service("SVC0002", "bad %1", "a<b")))
                .contains("<common:requestError xmlns:common=\"urn:oma:xml:rest:netapi:common:1\"><serviceException>")
                .contains("<variables>a&lt;b</variables>");
    }

    /// The records say what an object has; what writes them by hand may leave out nothing of it.
    @Test
    void an_object_is_written_with_every_member_that_its_record_has() throws IOException {
        var part = new PayloadPartInfo("a/b", 7L, "enc", "disp", "cid", "loc", "t\u00e9xt \"\n", "icon", "href");
        var some = new NmsAttribute("To", List.of("tel:+1", "\u4f60\ud83d\ude00"));
        var attributes =
                new AttributeList(List.of(some, new NmsAttribute(null, null), new NmsAttribute("x", List.of())));
        var full = new NmsObject(
                "folder",
                "/p",
                attributes,
                new FlagList(List.of("\\Seen"), "url"),
                "/p/o1",
                "pay",
                List.of(part),
                9L,
                "id",
                "tag",
                "self");
        var empty = new NmsObject(null, null, null, null, null, null, null, null, null, null, null);
        var bare = new NmsObject(
                null,
                null,
                new AttributeList(null),
                new FlagList(null, null),
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null);
        var plain = JsonMapper.builder()
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .build();
        for (var object : List.of(full, empty, bare)) {
            assertThat(written(object)).isEqualTo("{\"object\":" + plain.writeValueAsString(object) + "}");
        }
        var every = new StringBuilder("\ud800 alone");
        for (char c = 0; c < 0x250; c++) {
            every.append("12345678", 0, c % 9).append(c);
        }
        var texts = new NmsObject(every.toString(), null, null, null, null, null, null, -1L, "", null, null);
        assertThat(plain.readTree(written(texts)).at("/object/parentFolder").asText())
                .isEqualTo("?" + every.substring(1));
        assertThat(plain.<JsonNode>valueToTree(full).fieldNames())
                .toIterable()
                .containsExactly(Arrays.stream(NmsObject.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toArray(String[]::new));
    }

    private String written(NmsObject object) {
        return UTF_8.decode(documents.buffer(new Document("object", object), Format.JSON))
                .toString();
    }

    @Test
    void a_notification_list_holds_documents_with_namespaces_of_their_own() {
        var list = new NmsEventList(List.of(NmsEvent.reset()), 3, "r", null, List.of());
        assertThat(xml(
                        "notificationList",
                        NotificationList.document(List.of(new Document("nmsEventList", list)))
                                .content()))
                .contains(
                        "<nc:notificationList xmlns:nc=\"urn:oma:xml:rest:netapi:notificationchannel:1\">"
                                + "<nms:nmsEventList xmlns:nms=\"urn:oma:xml:rest:netapi:nms:1\"><nmsEvent><resetBox/></nmsEvent>");
        assertThat(xml("notificationList", List.of()))
                .contains("netapi:notificationchannel:1\"></nc:notificationList>");
    }

    @Test
    void whatever_text_is_stored_the_answer_is_xml_that_a_parser_reads() throws Exception {
        var text = "tab\t line\n return\r zero\u0000 bell\u0007 ]]> & < \"ü\" \uD83D\uDE00 lone\uD800 \uFFFE end";
        var written = xml("object", object("Subject", text));
        var parsed = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(written)));
        assertThat(parsed.getElementsByTagName("value").item(0).getTextContent())
                .isEqualTo(
                        "tab\t line\n return\r zero\uFFFD bell\uFFFD ]]> & < \"ü\" \uD83D\uDE00 lone\uFFFD \uFFFD end");
        assertThat(read(written, "object", NmsObject.class).attributeList())
                .isEqualTo(
                        List.of(
                                new NmsAttribute(
                                        "Subject",
                                        List.of(
                                                "tab\t line\n return\r zero\uFFFD bell\uFFFD ]]> & < \"ü\" \uD83D\uDE00 lone\uFFFD \uFFFD end"))));
    }

    @Test
    void elements_are_read_in_any_order_with_any_prefix_once_or_repeated() throws IOException {
        var list = read("""
                <?xml version="1.0"?><!-- a comment --><x:objectList xmlns:x="urn:other">
                 <object><flags><flag>\\Seen</flag></flags><lastModSeq> 12 </lastModSeq></object>
                 <cursor><![CDATA[c<1]]></cursor>
                 <unknown><deep/></unknown>
                 <object><attributes><attribute><value>a</value><name>To</name><value/></attribute></attributes>
                  <flags/></object></x:objectList>
                """, "objectList", ObjectList.class);
        assertThat(list.cursor()).isEqualTo("c<1");
        assertThat(list.object()).hasSize(2);
        assertThat(list.object().getFirst().flags()).isEqualTo(new FlagList(List.of("\\Seen"), null));
        assertThat(list.object().getFirst().lastModSeq()).isEqualTo(12);
        assertThat(list.object().getLast().flags()).isEqualTo(new FlagList(null, null));
        assertThat(list.object().getLast().attributeList())
                .isEqualTo(List.of(new NmsAttribute("To", List.of("a", ""))));
        assertThat(read("<selectionCriteria/>", "selectionCriteria", SelectionCriteria.class)
                        .maxEntries())
                .isNull();
    }

    @Test
    void strangers_xml_is_refused_and_expands_nothing() {
        for (var bad : List.of(
                "",
                "<",
                "text",
                "<objectList>",
                "<objectList></other>",
                "<objectList/><objectList/>",
                "<folder/>",
                "<objectList>text</objectList>",
                "<objectList><object>text</object></objectList>",
                "<objectList><object><lastModSeq>x</lastModSeq></object></objectList>",
                "<objectList>" + "<a>".repeat(40) + "</a>".repeat(40) + "</objectList>",
                "<!DOCTYPE o [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><objectList><cursor>&e;</cursor></objectList>",
                "<!DOCTYPE o [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><objectList><cursor>&b;</cursor></objectList>",
                "<!DOCTYPE o SYSTEM 'http://127.0.0.1:9/o.dtd'><objectList/>")) {
            assertThatThrownBy(() -> read(bad, "objectList", ObjectList.class))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(400));
        }
    }

    @Test
    void what_is_too_long_is_refused_in_either_format() {
        var text = "x".repeat(LIMITS.jsonBytesMax());
        for (var format : Format.values()) {
            assertThatThrownBy(() -> documents.read(
                            new ByteArrayInputStream(text.getBytes(UTF_8)), format, "objectList", ObjectList.class))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(400));
            assertThatThrownBy(() -> documents.read(
                            new ByteArrayInputStream((text + "x").getBytes(UTF_8)),
                            format,
                            "objectList",
                            ObjectList.class))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(413));
        }
    }

    @Test
    void the_query_decides_then_what_is_accepted_then_the_body() {
        var cases = Map.of(
                "xml|application/json|", Format.XML,
                "JSON|application/xml|application/xml", Format.JSON,
                "|application/xml;q=0.9, application/json;q=0.2|", Format.XML,
                "|application/xml;q=0, application/json|application/xml", Format.JSON,
                "|text/xml|", Format.XML,
                "|*/*|application/xml; charset=UTF-8", Format.XML,
                "||application/json", Format.JSON,
                "|image/png|", Format.JSON,
                "odd||", Format.JSON);
        cases.forEach((asked, format) -> {
            var parts = asked.split("\\|", -1);
            assertThat(Format.ofAnswer(parts[0], parts[1].isEmpty() ? null : parts[1], parts[2]))
                    .as(asked)
                    .isEqualTo(format);
        });
    }

    private String xml(String root, Object content) {
        return new String(documents.bytes(new Document(root, content), Format.XML), UTF_8);
    }

    private <T> T read(String xml, String root, Class<T> type) throws IOException {
        return documents.read(new ByteArrayInputStream(xml.getBytes(UTF_8)), Format.XML, root, type);
    }

    private static NmsObject object(String name, String value) {
        var attributes = new AttributeList(List.of(new NmsAttribute(name, List.of(value))));
        return new NmsObject(null, null, attributes, null, null, null, null, null, null, null, null);
    }
}
