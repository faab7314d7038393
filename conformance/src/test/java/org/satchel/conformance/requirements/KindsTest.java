// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.requirements;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each kind of thing that a store keeps, as the network and devices write it.
final class KindsTest extends Asked {
    private static final String PEER = "Default/tel:+15550100042";
    private static final String GROUP = "Default/7b1c0f6ad1/7b1c0f6ad1";

    private String head(String id, String type, String more) {
        return """
                Date: Tue, 03 Mar 2026 09:14:07 +0100
                From: tel:+15550100042
                To: %s
                %sContent-Type: %s
                Conversation-ID: 7b1c0f6ad1
                Contribution-ID: 7b1c0f6ad1
                IMDN-Message-ID: %s
                Message-Direction: received

                """.formatted(owner(), more, type, id);
    }

    private static byte[] lines(String text) {
        return text.replace("\n", "\r\n").getBytes(UTF_8);
    }

    private byte[] chat(String id, String type, String content) {
        return lines(head(id, "message/cpim", "") + """
                From: <tel:+15550100042>
                To: <sip:anonymous@anonymous.invalid>
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: %s
                DateTime: 2026-03-03T09:14:07+01:00

                Content-Type: %s

                %s""".formatted(id, type, content));
    }

    private byte[] imdn(String id, String about, String what, String status) {
        return chat(id, "message/imdn+xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>%s</message-id>\
                <datetime>2026-03-03T08:14:08Z</datetime><%s-notification><status><%s/></status></%s-notification></imdn>
                """.formatted(about, what, status, what));
    }

    private byte[] file() {
        return lines(
                head("Mf1", "multipart/related; boundary=cpm; type=\"Application/X-CPM-File-Transfer\"", "") + """
                --cpm
                Content-Type: Application/X-CPM-File-Transfer

                <file-transfer-type>1-1</file-transfer-type>
                <invited-participants>tel:+15550100001</invited-participants>
                <file-object>
                 <cid>cid:pic1@pf.example.net</cid>
                 <sdp>
                a=sendonly
                a=file-selector:name:"pier.jpg" type:image/jpeg size:4
                 </sdp>
                </file-object>
                --cpm
                Content-Type: image/jpeg; name=pier.jpg
                Content-Transfer-Encoding: base64
                Content-ID: <pic1@pf.example.net>

                /9j/2Q==
                --cpm--
                """);
    }

    private byte[] sessionInfo() {
        return lines(head("Ms1", "Application/X-CPM-Session", "Subject: Boat trip\n") + """
                <?xml version="1.0" encoding="UTF-8"?>
                <session><session-type>Group</session-type><sdp>v=0</sdp>\
                <invited-participants>tel:+15550100001;tel:+15550100042</invited-participants></session>
                """);
    }

    private byte[] groupState() {
        return lines(head("Mg1", "application/group-state-object+xml", "Subject: Boat trip\n") + """
                <?xml version="1.0" encoding="UTF-8"?>
                <groupstate timestamp="2026-03-03T10:02:12+01:00" lastfocussessionid="sip:focus-31@as.example.net" \
                group-type="Closed"><participant name="Ann" comm-addr="tel:+15550100001"/></groupstate>
                """);
    }

    private static byte[] media() {
        return lines("""
                From: tel:+15550100042
                Date: Wed, 04 Mar 2026 17:40:55 +0100
                Content-Type: application/pdf; name=tide-table.pdf
                Content-Disposition: attachment; filename=tide-table.pdf
                Content-Transfer-Encoding: base64

                JVBERi0xLjcK
                """);
    }

    /// The object that a device or the network put in, as NMS shows it.
    private JsonNode stored(String folder, byte[] message) throws IOException {
        imap.command("CREATE " + folder);
        var answer = imap.append(folder, "", message);
        assertThat(answer.isOk()).as(answer.status()).isTrue();
        var newest = nms.everything().stream()
                .filter(object -> object.path("path").asText().startsWith("/" + folder + "/"))
                .toList()
                .getLast();
        assertThat(content(newest.path("resourceURL").asText())).isEqualTo(message);
        return newest;
    }

    private static Map<String, List<String>> attributes(JsonNode object) {
        var all = new LinkedHashMap<String, List<String>>();
        object.path("attributes").path("attribute").forEach(attribute -> {
            var values = new ArrayList<String>();
            attribute.path("value").forEach(value -> values.add(value.asText()));
            all.put(attribute.path("name").asText(), values);
        });
        return all;
    }

    @Test
    void s_03_the_history_of_a_file_transfer_has_the_file() throws IOException {
        var object = stored(PEER, file());
        var parts = object.path("payloadPart");
        var file = parts.get(parts.size() - 1);
        assertThat(file.path("contentType").asText()).startsWith("image/jpeg");
        assertThat(file.path("size").asInt()).isEqualTo(4);
        assertThat(nms.get(file.path("href").asText()).expect(200).bytes())
                .isEqualTo(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9});
        assertThat(attributes(object)).containsEntry("Direction", List.of("In"));
        imap.expectOk("SELECT " + PEER);
        assertThat(imap.expectOk("FETCH 1 BINARY.PEEK[2]").lines().getFirst().literals())
                .containsExactly(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9});
    }

    @Test
    void s_04_the_history_of_a_session_has_its_messages_and_what_became_of_them() throws IOException {
        stored(GROUP, sessionInfo());
        for (int i = 1; i <= 3; i++) {
            stored(GROUP, chat("Mx" + i, "text/plain; charset=utf-8", "words " + i + "\n"));
            stored(GROUP, imdn("Md" + i, "Mx" + i, "delivery", "delivered"));
        }
        stored(GROUP, imdn("Mr1", "Mx1", "display", "displayed"));
        var shown = stored(GROUP, imdn("Mr2", "Mx2", "display", "displayed"));
        stored(GROUP, media());
        // which message a notification is about
        assertThat(attributes(shown))
                .containsEntry("DispositionOriginalMessageID", List.of("Mx2"))
                .containsEntry("DispositionStatus", List.of("displayed"));
        assertThat(imap.expectOk("STATUS " + GROUP + " (MESSAGES)").texts())
                .containsExactly("* STATUS " + GROUP + " (MESSAGES 10)");
        imap.expectOk("SELECT " + GROUP);
        assertThat(imap.expectOk("SEARCH HEADER IMDN-Message-ID Mx2").texts()).containsExactly("* SEARCH 4");
    }

    @Test
    void s_05_media_of_their_own_are_found_copied_and_removed_alone() throws IOException {
        var object = stored("RCSMessageStore/boat", media());
        assertThat(object.path("payloadPart").get(0).path("contentType").asText())
                .startsWith("application/pdf");
        imap.expectOk("SELECT RCSMessageStore/boat");
        assertThat(imap.expectOk("SEARCH HEADER Content-Disposition tide-table").texts())
                .containsExactly("* SEARCH 1");
        imap.expectOk("CREATE RCSMessageStore/kept");
        imap.expectOk("COPY 1 RCSMessageStore/kept");
        nms.delete(object.path("resourceURL").asText()).expect(204);
        imap.expectOk("SELECT RCSMessageStore/kept");
        assertThat(imap.expectOk("FETCH 1 BINARY.PEEK[1]").lines().getFirst().literals())
                .containsExactly("%PDF-1.7\n".getBytes(UTF_8));
    }

    @Test
    void s_06_a_conversation_is_listed_over_all_kinds_in_the_order_of_time() throws IOException {
        stored(PEER, chat("Mx1", "text/plain", "one\n"));
        stored(GROUP, sessionInfo());
        stored(PEER, file());
        imap.append("INBOX", "", message("another conversation", "x\r\n"));
        var search = "{\"selectionCriteria\":{\"maxEntries\":10,\"searchCriteria\":{\"criterion\":[{\"type\":"
                + "\"Attribute\",\"name\":\"Conversation-ID\",\"value\":\"7b1c0f6ad1\"}]},"
                + "\"sortCriteria\":{\"criterion\":[{\"type\":\"Date\",\"order\":\"Ascending\"}]}}}";
        var found = nms.post(nms.url("objects/operations/search"), search)
                .expect(200)
                .json()
                .path("objectList")
                .path("object");
        var ids = new ArrayList<String>();
        found.forEach(object -> ids.addAll(attributes(object).get("IMDN-Message-ID")));
        assertThat(ids).containsExactly("Mx1", "Ms1", "Mf1");
    }

    @Test
    void s_07_the_facts_of_a_session_are_kept_with_it() throws IOException {
        var attributes = attributes(stored(GROUP, sessionInfo()));
        assertThat(attributes)
                .containsEntry("Contribution-ID", List.of("7b1c0f6ad1"))
                .containsEntry("Subject", List.of("Boat trip"))
                .containsEntry("Is-CPM-Group", List.of("yes"));
    }

    @Test
    void s_08_the_state_of_a_group_is_kept_and_the_newest_counts() throws IOException {
        var attributes = attributes(stored(GROUP, groupState()));
        assertThat(attributes.get("TextContent").getFirst())
                .contains("lastfocussessionid=\"sip:focus-31@as.example.net\"");
        assertThat(attributes).containsEntry("Is-OPEN-Group", List.of("no"));
    }

    @Test
    void c_03_a_device_uploads_every_kind_over_either_protocol_and_c_01_gets_it_back() throws IOException {
        var kinds = List.of(
                chat("Mc1", "text/plain", "chat\n"),
                imdn("Mc2", "Mc1", "display", "displayed"),
                chat(
                        "Mc3",
                        "application/vnd.gsma.rcs-ft-http+xml",
                        "<file><file-info type=\"file\"><file-size>3</file-size><content-type>image/jpeg</content-type>"
                                + "<data url=\"https://ft.example.net/1\" until=\"2026-04-02T09:14:07Z\"/></file-info></file>\n"),
                file(),
                sessionInfo(),
                groupState(),
                media(),
                message("plain", "words\r\n"));
        for (int i = 0; i < kinds.size(); i++) {
            var byImap = "RCSMessageStore/imap" + i;
            stored(byImap, kinds.get(i));
            var byNms = "RCSMessageStore/nms" + i;
            imap.expectOk("CREATE " + byNms);
            nms.upload(byNms, List.of(), kinds.get(i)).expect(201);
            imap.expectOk("SELECT " + byNms);
            assertThat(imap.expectOk("FETCH 1 BODY.PEEK[]").lines().getFirst().literals())
                    .containsExactly(kinds.get(i));
        }
        var contexts = new LinkedHashMap<String, Integer>();
        for (var object : nms.everything()) {
            attributes(object)
                    .getOrDefault("Message-Context", List.of("none"))
                    .forEach(context -> contexts.merge(context, 1, Integer::sum));
        }
        // what was uploaded twice is recognised the same way twice
        assertThat(contexts.values()).allMatch(times -> times % 2 == 0);
        assertThat(contexts.size()).isGreaterThan(3);
    }
}
