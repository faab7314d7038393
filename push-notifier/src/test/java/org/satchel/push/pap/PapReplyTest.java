// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PapReplyTest {
    private static final String DOCTYPE =
            "<!DOCTYPE pap PUBLIC \"-//WAPFORUM//DTD PAP 1.0//EN\" \"http://www.wapforum.org/DTD/pap_1.0.dtd\">";

    private static Optional<PapReply> read(String xml) {
        return PapReply.read(xml.getBytes(UTF_8));
    }

    @Test
    void a_reply_with_a_document_type_is_read_without_fetching_it() {
        var reply = read("<?xml version=\"1.0\"?>" + DOCTYPE
                + "<pap product-name=\"K\"><push-response push-id=\"a@b\" reply-time=\"2026-11-21T12:00:00Z\">"
                + "<progress-note stage=\"1\" code=\"9999\"/><response-result code =\"1001\" desc=\"ok\">"
                + "</response-result></push-response></pap>");
        assertThat(reply).contains(new PapReply(1001, true));
        assertThat(reply.orElseThrow().status()).isEqualTo(PapStatus.ACCEPTED);
    }

    @Test
    void a_bad_message_response_is_read() {
        var bad = "<badmessage-response code=\"3002\" bad-message-fragment=\"&lt;pap&gt;\"/>";
        var reply = read(DOCTYPE + "<pap>" + bad + "</pap>");
        assertThat(reply).contains(new PapReply(3002, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "OK",
                "<html><body>502</body></html>",
                "<pap><push-response push-id='x'/></pap>",
                "<pap><push-response push-id='x'><response-result code='soon'/></push-response></pap>",
                "<pap><push-response push-id='x'><response-result code='1001'/></push-response>",
                "<pap><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><response-result code='1000'/>"
            })
    void what_is_no_answer_of_the_protocol_is_none(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void no_file_is_read_for_an_entity(@TempDir Path folder) throws IOException {
        var secret = folder.resolve("code");
        Files.writeString(secret, "1000");
        var doctype = "<!DOCTYPE pap [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>";
        assertThat(read(doctype + "<pap><response-result code=\"&x;\"/></pap>")).isEmpty();
        assertThat(read(doctype + "<pap>&x;<response-result code=\"1000\"/></pap>"))
                .isEmpty();
    }

    @Test
    void entities_that_multiply_are_refused() {
        var doctype = "<!DOCTYPE pap [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
        assertThat(read(doctype + "<pap>&b;<response-result code=\"1000\"/></pap>"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1000, DONE",
        "1001, DONE",
        "1777, DONE",
        "2000, DROP",
        "2001, DROP",
        "2002, BLAME_ADDRESS",
        "2003, BLAME_ADDRESS",
        "2004, DROP",
        "2005, DROP",
        "2006, DROP",
        "2007, DONE",
        "2008, DROP",
        "2500, DROP",
        "3000, RETRY",
        "3001, SIMPLIFY",
        "3002, OLDER_VERSION",
        "3003, DROP",
        "3004, DROP",
        "3005, DROP",
        "3006, DROP",
        "3007, SIMPLIFY",
        "3008, DROP",
        "3009, DROP",
        "3010, DROP",
        "3011, DROP",
        "3999, DROP",
        "4000, RETRY",
        "4001, RETRY",
        "4321, RETRY",
        "5000, DROP",
        "5234, DROP",
        "5237, RETRY",
        "0, DROP",
        "-1, DROP",
        "99999, DROP"
    })
    void each_code_has_its_action(int code, PapStatus.Action action) {
        assertThat(PapStatus.of(code).action()).isEqualTo(action);
    }
}
