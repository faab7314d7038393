// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.satchel.model.Flags;
import org.satchel.model.Kind;
import org.satchel.model.ObjectId;
import org.satchel.model.StoredObject;

@Timeout(300)
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end in CRLF
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ObjectsTest {
    private static final String SMS = """
            {"object":{"attributes":{"attribute":[
             {"name":"Date","value":["2024-05-01T08:15:30Z"]},
             {"name":"Direction","value":["IN"]},
             {"name":"From","value":["+15550100042"]},
             {"name":"To","value":["+15550100001"]},
             {"name":"Is-CPM-Group","value":["no"]},
             {"name":"X-Carrier-Word","value":["one","two"]},
             {"name":"Message-Context","value":["pager-message"]}]},
             "flags":{"flag":["\\\\Flagged"]}}}""";

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
    void what_is_posted_is_got_back() {
        var created = rest.upload(Rest.chat("imdn-1", "On my way"));

        var object = rest.get(created.created()).json().get("object");

        assertThat(object.at("/correlationId").textValue()).isEqualTo("imdn-1");
        assertThat(object.at("/path").textValue()).isEqualTo("/Default/tel:+15550100042/o1");
        assertThat(values(object, "TextContent")).contains("On my way");
        assertThat(values(object, "Conversation-ID")).contains("conv-55");
        assertThat(rest.get(created.created() + "/payloadParts/part1").text()).isEqualTo("On my way");
        assertThat(stored(created).summary().kind()).isEqualTo(Kind.CHAT_MESSAGE);
        assertThat(object.get("lastModSeq").longValue())
                .isEqualTo(rest.box().view().modSeq().number());
    }

    @Test
    void an_sms_with_its_text_attached_becomes_a_cpim_message_and_keeps_what_the_client_said() {
        var created = rest.upload(
                SMS,
                new Rest.Part(
                        "Content-Disposition: form-data;name=\"attachments\";filename=\"sms.txt\"\r\n"
                                + "Content-Type: text/plain\r\n",
                        "Lunch at noon?"));

        var object = rest.get(created.created()).json().get("object");

        assertThat(values(object, "From")).isEqualTo("[\"+15550100042\"]");
        assertThat(values(object, "X-Carrier-Word")).isEqualTo("[\"one\",\"two\"]");
        assertThat(values(object, "TextContent")).contains("Lunch at noon?");
        assertThat(object.at("/flags/flag").toString()).contains("\\\\Flagged").contains("\\\\Recent");
        // OMA NMS §11.5
        assertThat(object.get("correlationTag").textValue()).matches("[0-9a-f]{1,16}");
        assertThat(stored(created).summary().kind()).isEqualTo(Kind.SMS);
        assertThat(rest.get(created.created() + "/content").text())
                .contains("Message-Context: pager-message\r\n")
                .contains("Message-Correlator: Lunch at noon?\r\n")
                .contains("From: <tel:+15550100042>\r\n")
                .endsWith("\r\n\r\nLunch at noon?");
    }

    @Test
    void root_fields_may_come_without_quotes() {
        var form = new String(Rest.form(Rest.chat("q", "x")), StandardCharsets.UTF_8)
                .replace("name=\"root-fields\"", "name=root-fields");

        assertThat(rest.send(rest.uploadRequest(Rest.ascii(form))).status()).isEqualTo(201);
    }

    @Test
    void nested_parts_keep_their_bytes_their_names_and_their_icon() {
        var photo = random(5000);
        var thumbnail = random(300);
        var nested =
                "--b2\r\nContent-Disposition: icon;filename=\"thumbnail_beach.jpg\"\r\nContent-Type: image/jpeg\r\n"
                        + "Content-ID: thumbnail\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(thumbnail)
                        + "\r\n--b2\r\nContent-Disposition: attachment;filename=\"beach.jpg\"\r\nContent-Type: image/jpeg\r\n"
                        + "File-Icon: cid:thumbnail\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(photo)
                        + "\r\n--b2--\r\n";
        var created = rest.upload(
                Rest.chat("ft-1", ""),
                new Rest.Part(
                        "Content-Disposition: form-data; name=\"attachments\"\r\n"
                                + "Content-Type: multipart/mixed; boundary=b2\r\n",
                        nested));

        var parts = rest.get(created.created()).json().at("/object/payloadPart");

        assertThat(parts).hasSize(2);
        assertThat(parts.at("/0/contentDisposition").textValue()).contains("thumbnail_beach.jpg");
        assertThat(parts.at("/1/fileIcon").textValue()).isEqualTo("cid:thumbnail");
        assertThat(parts.at("/1/size").intValue()).isEqualTo(photo.length);
        assertThat(rest.get(parts.at("/0/href").textValue()).bytes()).isEqualTo(thumbnail);
        assertThat(rest.get(parts.at("/1/href").textValue()).bytes()).isEqualTo(photo);
    }

    @Test
    void several_attachments_side_by_side_are_the_parts_of_one_object() {
        var binary = random(200_000);
        var created = rest.upload(
                Rest.chat("multi", ""),
                Rest.attachment("text/plain", "note.txt", Rest.ascii("line one\nbare line feed")),
                Rest.attachment("application/octet-stream", "data.bin", binary),
                Rest.attachment("text/plain", "empty.txt", new byte[0]));

        var parts = rest.get(created.created()).json().at("/object/payloadPart");

        assertThat(parts).hasSize(3);
        assertThat(rest.get(parts.at("/0/href").textValue()).text()).isEqualTo("line one\nbare line feed");
        assertThat(rest.get(parts.at("/1/href").textValue()).bytes()).isEqualTo(binary);
        assertThat(parts.at("/1/contentDisposition").textValue()).contains("data.bin");
        assertThat(rest.get(parts.at("/2/href").textValue()).bytes()).isEmpty();
    }

    @Test
    void a_large_attachment_streams_through_and_comes_back_byte_for_byte() {
        var film = random(12_000_000);

        var created = rest.upload(Rest.chat("film", ""), Rest.attachment("video/mp4", "film.mp4", film));

        assertThat(rest.get(created.created() + "/payloadParts/part1").bytes()).isEqualTo(film);
    }

    @Test
    void a_message_of_its_own_is_stored_byte_for_byte() throws IOException {
        var message = Rest.ascii("From: tel:+15550100042\r\nTo: tel:+15550100001\r\nSubject: odd  spacing \r\n"
                + "Message-Direction: received\r\nIMDN-Message-ID: own-7\r\n\r\nbare\nline feeds and no end");
        var created = rest.upload(
                "{\"object\":{\"flags\":{\"flag\":[\"\\\\Seen\"]}}}",
                Rest.attachment("message/rfc822", "m.eml", message));

        assertThat(rest.get(created.created() + "/content").bytes()).isEqualTo(message);
        var view = rest.box().view();
        var object = stored(created);
        try (var bytes = view.payload(object.placement()).open()) {
            assertThat(bytes.readAllBytes()).isEqualTo(message);
        }
        assertThat(object.entry().flags().seen()).isTrue();
        assertThat(view.folder(object.folder()).orElseThrow().path().text()).isEqualTo("Default/tel:+15550100042");
        assertThat(rest.get(created.created())
                        .json()
                        .at("/object/correlationId")
                        .textValue())
                .isEqualTo("own-7");
    }

    @Test
    void the_same_message_deposited_here_or_elsewhere_looks_the_same() {
        var message = "From: tel:+15550100042\r\nTo: tel:+15550100001\r\nDate: Tue, 03 Mar 2026 09:14:07 +0100\r\n"
                + "Message-Direction: received\r\nIMDN-Message-ID: same-1\r\nContent-Type: text/plain\r\n\r\nhello";
        var here = rest.upload("{\"object\":{}}", Rest.attachment("message/rfc822", "m.eml", Rest.ascii(message)));
        var elsewhere = rest.url(
                "/objects/o" + rest.deposit("Default/tel:+15550100042", message).number());

        var first = rest.get(here.created()).json().get("object");
        var second = rest.get(elsewhere).json().get("object");

        assertThat(first.get("attributes")).isEqualTo(second.get("attributes"));
        assertThat(first.at("/flags/flag")).isEqualTo(second.at("/flags/flag"));
        assertThat(first.get("parentFolder")).isEqualTo(second.get("parentFolder"));
        assertThat(rest.get(here.created() + "/content").bytes())
                .isEqualTo(rest.get(elsewhere + "/content").bytes());
    }

    @Test
    void a_cpim_message_keeps_its_bytes_inside_the_outer_header() {
        var cpim = "From: <tel:+15550100042>\r\nTo: <tel:+15550100001>\r\nNS: imdn <urn:ietf:params:imdn>\r\n"
                + "imdn.Message-ID: Mx7\r\nDateTime: 2026-03-03T09:14:07+01:00\r\n\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n\r\nSee you at 6";
        var created = rest.upload(Rest.chat("Mx7", ""), Rest.attachment("message/cpim", "m.cpim", Rest.ascii(cpim)));

        assertThat(rest.get(created.created() + "/content").text()).endsWith("\r\n\r\n" + cpim);
        assertThat(rest.get(created.created() + "/payloadParts/part1").text()).isEqualTo("See you at 6");
        assertThat(stored(created).summary().kind()).isEqualTo(Kind.CHAT_MESSAGE);
    }

    @Test
    void a_notification_without_content_becomes_an_imdn_document() {
        var created = rest.upload("""
                {"object":{"correlationId":"orig-9","attributes":{"attribute":[
                 {"name":"Message-Context","value":["imdn-message"]},{"name":"Direction","value":["In"]},
                 {"name":"From","value":["tel:+15550100042"]},{"name":"To","value":["tel:+15550100001"]},
                 {"name":"DispositionType","value":["display"]},{"name":"DispositionStatus","value":["displayed"]},
                 {"name":"DispositionOriginalMessageID","value":["orig-9"]},
                 {"name":"DispositionOriginalTo","value":["tel:+15550100042"]}]}}}""");

        var object = rest.get(created.created()).json().get("object");

        assertThat(stored(created).summary().kind()).isEqualTo(Kind.IMDN);
        assertThat(object.get("correlationId").textValue()).isEqualTo("orig-9");
        assertThat(values(object, "IMDN-Message-ID")).doesNotContain("orig-9");
        assertThat(rest.get(created.created() + "/content").text()).contains("<message-id>orig-9</message-id>");
    }

    @Test
    void an_upload_repeated_by_another_device_is_the_same_object_with_the_flags_of_both() {
        var first = rest.upload(Rest.chat("dup-1", "x")).created();

        var again = rest.upload(
                Rest.chat("dup-1", "x").replace("{\"object\":{", "{\"object\":{\"flags\":{\"flag\":[\"\\\\Seen\"]},"));
        var sent = rest.upload(Rest.chat("dup-1", "x").replace("\"In\"", "\"Out\""));

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.created()).isEqualTo(first);
        assertThat(rest.get(first + "/flags").json().at("/flagList/flag").toString())
                .isEqualTo("[\"\\\\Seen\"]");
        assertThat(sent.created()).isNotEqualTo(first);
    }

    @Test
    void notifications_about_one_message_are_objects_of_their_own() {
        var delivered = imdn("delivered", "tel:+15550100042");
        var displayed = imdn("displayed", "tel:+15550100042");
        var fromAnother = imdn("delivered", "tel:+15550100077");

        assertThat(delivered).isNotEqualTo(displayed).isNotEqualTo(fromAnother);
        assertThat(imdn("delivered", "tel:+15550100042")).isEqualTo(delivered);
    }

    @Test
    void the_folder_is_the_one_named_else_that_of_the_conversation() {
        rest.post(rest.url("/folders"), "{\"folder\":{\"parentFolderPath\":\"/RCSMessageStore\",\"name\":\"Kept\"}}");
        var named = rest.upload(Rest.chat("f1", "x")
                .replace("{\"object\":{", "{\"object\":{\"parentFolderPath\":\"/RCSMessageStore/Kept\","));
        var aliased = rest.upload(
                Rest.chat("f2", "x").replace("{\"object\":{", "{\"object\":{\"parentFolderPath\":\"/main\","));
        var group = rest.upload(Rest.chat("f3", "x")
                .replace("\"attribute\":[", "\"attribute\":[{\"name\":\"Is-CPM-Group\",\"value\":[\"yes\"]},"));
        var nobody = rest.upload("{\"object\":{}}");
        var unknown = rest.upload(
                Rest.chat("f4", "x").replace("{\"object\":{", "{\"object\":{\"parentFolderPath\":\"/nowhere\","));

        assertThat(path(named)).startsWith("/RCSMessageStore/Kept/");
        assertThat(path(aliased)).matches("/Default/o\\d+");
        assertThat(path(group)).startsWith("/Default/conv-55/contr-55-1/");
        assertThat(path(nobody)).matches("/Default/o\\d+");
        assertThat(unknown.status()).isEqualTo(404);
    }

    @Test
    void values_of_attributes_cannot_break_out_of_their_header_line() {
        var created = rest.upload("""
                {"object":{"attributes":{"attribute":[{"name":"Subject","value":["a\\r\\nX-Evil: 1\\r\\n\\r\\nbody"]},
                 {"name":"From","value":["tel:+1555\\r\\nBcc: x"]},{"name":"Conversation-ID","value":["Grüße \\u0000"]},
                 {"name":"Message-Context","value":["chat-message"]}]}}}""");

        var content = rest.get(created.created() + "/content").text();

        assertThat(content.split("\r\n\r\n")[0]).doesNotContain("\r\nX-Evil").doesNotContain("\r\nBcc");
        assertThat(content.chars().allMatch(c -> c != 0)).isTrue();
        assertThat(values(rest.get(created.created()).json().get("object"), "Subject"))
                .contains("X-Evil");
    }

    @Test
    void attributes_can_be_asked_for_by_name() {
        var url = rest.upload(Rest.chat("a1", "x")).created();

        var some = rest.get(url + "?attrFilter=from&attrFilter=Date,Nothing")
                .json()
                .at("/object/attributes/attribute");
        var none = rest.get(url + "?attrFilter=None").json().at("/object/attributes/attribute");

        assertThat(some).hasSize(2);
        assertThat(none.isArray()).isTrue();
        assertThat(none).isEmpty();
    }

    @Test
    void an_object_that_is_removed_is_gone() {
        var url = rest.upload(Rest.chat("d1", "x")).created();

        assertThat(rest.delete(url).status()).isEqualTo(204);
        assertThat(rest.get(url).status()).isEqualTo(404);
        assertThat(rest.get(url + "/payload").status()).isEqualTo(404);
        assertThat(rest.delete(url).status()).isEqualTo(404);
        for (var id : new String[] {"o0", "o", "x7", "o99999999999999999999", "%00", "..%2Fx"}) {
            var answer = rest.get(rest.url("/objects/" + id));
            assertThat(answer.status()).as(id).isBetween(400, 404);
            assertThat(answer.json().has("requestError")).as(id).isTrue();
        }
    }

    @Test
    void what_another_front_end_writes_is_read_here() {
        var id = rest.deposit("Default", Rest.ascii("Subject: hi\r\n\r\nbody"), Flags.of(Flags.SEEN, "$Forwarded"));

        var object = rest.get(rest.url("/objects/o" + id.number())).json().get("object");

        assertThat(object.at("/flags/flag").toString()).isEqualTo("[\"\\\\Seen\",\"$Forwarded\"]");
        assertThat(values(object, "Subject")).contains("hi");
    }

    private String imdn(String status, String from) {
        return rest.upload("""
                {"object":{"correlationId":"orig-1","attributes":{"attribute":[
                 {"name":"Message-Context","value":["imdn-message"]},{"name":"Direction","value":["In"]},
                 {"name":"From","value":["%s"]},{"name":"DispositionStatus","value":["%s"]}]}}}""".formatted(from, status)).created();
    }

    private StoredObject stored(Rest.Answer created) {
        var url = created.created();
        var id = new ObjectId(Long.parseLong(url.substring(url.lastIndexOf("/o") + 2)));
        var view = rest.box().view();
        return view.object(view.locate(id).orElseThrow());
    }

    private static String path(Rest.Answer created) {
        return created.json().at("/reference/path").textValue();
    }

    private static String values(JsonNode object, String name) {
        for (var attribute : object.at("/attributes/attribute")) {
            if (attribute.get("name").textValue().equalsIgnoreCase(name)) {
                return attribute.get("value").toString();
            }
        }
        return "";
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
