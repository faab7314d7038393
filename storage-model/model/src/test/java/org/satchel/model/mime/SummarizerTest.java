// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.model.mime.Samples.summarise;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.satchel.model.Attribute;
import org.satchel.model.BodyPart;
import org.satchel.model.Kind;
import org.satchel.model.Summary;

class SummarizerTest {
    static Stream<Map.Entry<String, Kind>> kinds() {
        return Samples.KINDS.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_kind_of_object_is_known(Map.Entry<String, Kind> sample) {
        assertThat(summarise(sample.getKey()).kind()).isEqualTo(sample.getValue());
    }

    @Test
    void a_chat_message_is_one_leaf_for_imap_and_its_text_is_the_content() {
        var summary = summarise(Samples.CHAT);
        assertThat(summary.body()).isInstanceOf(BodyPart.Leaf.class);
        assertThat(summary.body().head().isType("message", "cpim")).isTrue();
        assertThat(summary.contents()).singleElement().satisfies(part -> {
            assertThat(part.contentType()).isEqualTo("text/plain; charset=utf-8");
            assertThat(Samples.CHAT.substring(
                            (int) part.extent().bodyStart(), (int) part.extent().end()))
                    .isEqualTo("See you at 6\r\n");
        });
        assertThat(summary.preview()).isEqualTo("See you at 6");
    }

    // RFC 2046 §5.1.1
    @Test
    void the_line_end_of_a_closing_delimiter_belongs_to_the_containers_delimiter_that_follows_at_once() {
        var text = """
                Content-Type: multipart/mixed; boundary=a

                --a
                Content-Type: multipart/mixed; boundary=b

                --b

                x
                --b--
                --a--
                """.replace("\n", "\r\n");
        var inner =
                ((BodyPart.Multipart) summarise(text).body()).parts().getFirst().extent();
        assertThat(text.substring((int) inner.bodyStart(), (int) inner.end())).isEqualTo("--b\r\n\r\nx\r\n--b--");
    }

    @Test
    void the_attributes_of_a_chat_message_are_those_of_the_mapping_table() {
        assertThat(attributes(summarise(Samples.CHAT))).isEqualTo("""
                        Date=2026-03-03T08:14:07Z
                        Direction=Out
                        From=tel:+15550100001
                        To=tel:+15550100042
                        Conversation-ID=c-58d0f7
                        Contribution-ID=k-10ab93
                        IMDN-Message-ID=Mx7Qe4LrT2
                        Message-Context=chat-message
                        TextContent=See you at 6\r\n
                        Content-Type=text/plain
                        Charset=utf-8
                        MIME-Version=1.0
                        ReportRequested=positive-delivery, display""");
    }

    @Test
    void a_notification_says_what_it_reports_on_which_message_and_who() {
        var summary = summarise(Samples.IMDN);
        assertThat(summary.attribute("DispositionType")).contains("delivery");
        assertThat(summary.attribute("DispositionStatus")).contains("delivered");
        assertThat(summary.attribute("DispositionOriginalMessageID")).contains("Mx7Qe4LrT2");
        assertThat(summary.attribute("DispositionOriginalTo")).contains("tel:+15550100042");
        assertThat(summary.attribute("IMDN-Message-ID")).contains("Mi0n3Wd8Pz");
        assertThat(summary.attribute("Message-Context")).contains("imdn-message");
        assertThat(Correlation.idOf(summary)).contains("Mx7Qe4LrT2");
        var displayed = Samples.IMDN
                .replace("delivery-notification", "display-notification")
                .replace("<delivered/>", "<displayed/>")
                .replace("From: <sip:anonymous@anonymous.invalid>", "From: <tel:+15550100077>");
        assertThat(summarise(displayed).attribute("DispositionType")).contains("display");
        assertThat(summarise(displayed).attribute("DispositionStatus")).contains("displayed");
        assertThat(summarise(displayed).attribute("DispositionOriginalTo")).contains("tel:+15550100077");
    }

    @Test
    void an_mms_has_the_parts_inside_its_cpim() {
        var summary = summarise(Samples.MMS);
        assertThat(summary.contents())
                .extracting(part -> part.contentType() + " " + part.contentId() + " " + part.decodedBytes())
                .containsExactly(
                        "application/smil <smil> 7", "text/plain; charset=utf-8 <text> 12", "image/png <pic> 8");
        assertThat(summary.attribute("Subject")).contains("From the lake");
        assertThat(summary.attribute("TextContent")).contains("Look at this");
        assertThat(summary.attribute("MultipartContentType")).contains("multipart/related");
        assertThat(Correlation.idOf(summary)).contains("mms-4711");
    }

    @Test
    void group_objects_say_so() {
        var state = summarise(Samples.GROUP_STATE);
        assertThat(state.attribute("Is-CPM-Group")).contains("yes");
        assertThat(state.attribute("Is-OPEN-Group")).contains("no");
        assertThat(state.attribute("TextContent").orElseThrow())
                .startsWith("<?xml")
                .endsWith("</groupstate>\r\n");
        assertThat(summarise(Samples.GROUP_STATE.replace("Closed", "open")).attribute("Is-OPEN-Group"))
                .contains("yes");
        assertThat(summarise(Samples.SESSION_INFO).attribute("Is-CPM-Group")).contains("yes");
        assertThat(summarise(Samples.SESSION_INFO.replace(">Group<", ">1-1<")).attribute("Is-CPM-Group"))
                .contains("no");
    }

    @Test
    void previews_are_text_or_file_names() {
        assertThat(summarise(Samples.SMS).preview()).isEqualTo("Grüße");
        assertThat(summarise(Samples.HTTP_FILE).preview()).isEqualTo("pier.jpg");
        assertThat(summarise(Samples.FILE_TRANSFER).preview()).isEqualTo("pier.jpg");
        assertThat(summarise(Samples.IMDN).preview()).isEmpty();
        assertThat(summarise(Samples.GROUP_STATE).preview()).isEmpty();
        assertThat(summarise("\r\n a\r\n\tb" + "\uD83D\uDE00".repeat(300)).preview())
                .isEqualTo("a b" + "\uD83D\uDE00".repeat(98))
                .hasSize(199);
    }

    @Test
    void a_prefix_of_cpim_headers_means_what_its_ns_line_says() {
        var renamed = Samples.CHAT
                .replace("NS: imdn <urn:ietf:params:imdn>", "NS: x <urn:ietf:params:imdn>\r\nNS: imdn <urn:other>")
                .replace("imdn.Message-ID: Mx7Qe4LrT2", "imdn.Message-ID: wrong\r\nx.Message-ID: right")
                .replace("IMDN-Message-ID: Mx7Qe4LrT2\r\n", "");
        assertThat(summarise(renamed).attribute("IMDN-Message-ID")).contains("right");
        assertThat(summarise(renamed).attribute("ReportRequested")).isEmpty();
    }

    @Test
    void a_cpim_message_without_the_empty_line_between_its_headers_is_read_all_the_same() {
        var merged = Samples.CHAT.replace("display\r\n\r\nContent-Type", "display\r\nContent-Type");
        var summary = summarise(merged);
        assertThat(summary.attribute("TextContent")).contains("See you at 6\r\n");
        assertThat(summary.attribute("Date")).contains("2026-03-03T08:14:07Z");
    }

    @Test
    void a_cpim_message_that_is_encoded_as_a_whole_is_looked_into_but_stays_one_content() {
        int cut = Samples.CHAT.indexOf("\r\n\r\n") + 4;
        var body = Base64.getMimeEncoder().encodeToString(Samples.bytes(Samples.CHAT.substring(cut)));
        var summary = summarise(Samples.CHAT.substring(0, cut).replace("8bit", "base64") + body);
        assertThat(summary.kind()).isEqualTo(Kind.CHAT_MESSAGE);
        assertThat(summary.attribute("TextContent")).contains("See you at 6\r\n");
        assertThat(summary.contents()).singleElement().satisfies(part -> {
            assertThat(part.contentType()).isEqualTo("message/cpim");
            assertThat(part.decodedBytes()).isEqualTo(Samples.CHAT.length() - cut);
        });
    }

    @Test
    void external_entities_and_entity_bombs_in_xml_are_never_expanded() {
        var bomb = Samples.IMDN.replace(
                "<imdn xmlns",
                "<!DOCTYPE imdn [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/hostname\">]>"
                        + "<imdn xmlns");
        var summary = summarise(bomb.replace("Mx7Qe4LrT2</", "&b;&f;</"));
        assertThat(summary.kind()).isEqualTo(Kind.IMDN);
        assertThat(summary.attribute("DispositionOriginalMessageID").orElse("")).doesNotContain("aaa");
    }

    @Test
    void direction_and_date_come_from_where_they_are_authoritative() {
        assertThat(summarise(Samples.CHAT.replace("Direction: sent", "Direction: odd"))
                        .attribute("Direction"))
                .contains("In");
        assertThat(summarise(Samples.CHAT.replace("DateTime: 2026-03-03T09:14:07+0100", "DateTime: soon"))
                        .attribute("Date"))
                .contains("2026-03-03T08:14:07Z");
        assertThat(summarise(Samples.CHAT.replace("DateTime: 2026", "DateTime: 2025"))
                        .attribute("Date"))
                .contains("2025-03-03T08:14:07Z");
    }

    @Test
    void each_recipient_is_a_value_of_its_own() {
        var summary = summarise(
                "From: Ann <sip:ann@example.net>\r\nTo: tel:+1, \"B, b\" <b@example.net>,\r\n <sip:c@example.net;x=y>\r\nCc: d@example.net\r\n\r\n");
        assertThat(summary.values("From")).containsExactly("sip:ann@example.net");
        assertThat(summary.values("To")).containsExactly("tel:+1", "b@example.net", "sip:c@example.net;x=y");
        assertThat(summary.values("Cc")).containsExactly("d@example.net");
        assertThat(summary.values("Bcc")).isEmpty();
    }

    @Test
    void text_content_is_limited() {
        var summary = summarise("Content-Type: text/plain\r\n\r\n" + "ü".repeat(100_000));
        assertThat(summary.attribute("TextContent").orElseThrow()).isEqualTo("ü".repeat(8192));
    }

    @Test
    void a_hundred_megabytes_pass_in_flat_memory() {
        var head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n";
        var line = ("-- ".repeat(25) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        var piece = new byte[64 * 1024];
        for (int i = 0; i < piece.length; i++) {
            piece[i] = line[i % line.length];
        }
        var summarizer = new Summarizer();
        summarizer.write(head.getBytes(StandardCharsets.US_ASCII), 0, head.length());
        long before = allocated();
        for (int i = 0; i < 1600; i++) {
            summarizer.write(piece, 0, piece.length);
        }
        assertThat(allocated() - before).isLessThan(1024 * 1024);
        var end = "\r\n--b--".getBytes(StandardCharsets.US_ASCII);
        summarizer.write(end, 0, end.length);
        assertThat(summarizer.finish().contents())
                .singleElement()
                .satisfies(part -> assertThat(part.decodedBytes()).isEqualTo(1600L * piece.length));
    }

    private static long allocated() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private static String attributes(Summary summary) {
        return summary.attributes().stream().map(SummarizerTest::line).collect(Collectors.joining("\n"));
    }

    private static String line(Attribute attribute) {
        return attribute.name() + "=" + String.join(" | ", attribute.values());
    }
}
