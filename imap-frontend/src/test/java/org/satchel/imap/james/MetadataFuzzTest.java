// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;

class MetadataFuzzTest {
    private static final RenewedStage STAGES = new RenewedStage();
    private static final String[] BEGINNINGS = {
        "a SETMETADATA INBOX (",
        "a SETMETADATA \"\" (/private/",
        "a SETMETADATA RCSMessageStore (/shared/vendor/",
        "a GETMETADATA INBOX (",
        "a GETMETADATA (DEPTH ",
        "a GETMETADATA (MAXSIZE ",
        "a GETMETADATA "
    };

    @AfterAll
    static void stop() {
        STAGES.close();
    }

    @DictionaryFile(resourcePath = "/org/satchel/imap/james/metadata.dictionary")
    @FuzzTest(maxDuration = "10m")
    void whatever_is_set_can_be_read_or_is_refused(FuzzedDataProvider data) throws IOException {
        var stage = STAGES.next();
        var line = data.pickValue(BEGINNINGS) + new String(data.consumeRemainingAsBytes(), ISO_8859_1) + "\r\n";
        try (var _ = STAGES.allowed()) {
            try (var client = stage.login()) {
                assertThat(client.exchange(line.getBytes(ISO_8859_1))).doesNotContain("SERVERBUG");
            }
            try (var client = stage.login()) {
                client.expectOk("GETMETADATA (DEPTH infinity) INBOX (/private /shared)");
                client.expectOk("GETMETADATA (DEPTH infinity) \"\" (/private /shared)");
            }
        }
    }
}
