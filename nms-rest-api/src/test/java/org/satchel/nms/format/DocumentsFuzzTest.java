// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.ObjectList;

class DocumentsFuzzTest {
    private static final NmsLimits.Bodies LIMITS = NmsLimits.Bodies.DEFAULT;
    private final Documents documents = new Documents(new Json(LIMITS), LIMITS);

    @FuzzTest(maxDuration = "30s")
    void what_is_read_is_written_and_read_again_or_it_is_refused(byte[] body) throws IOException {
        for (var format : Format.values()) {
            ObjectList list;
            try {
                list = read(body, format);
            } catch (Refusal refusal) {
                assertThat(refusal.status()).isEqualTo(400);
                continue;
            }
            // JSON says everything exactly; XML says what it can, and the same again.
            var json = read(documents.bytes(new Document("objectList", list), Format.JSON), Format.JSON);
            assertThat(json).isEqualTo(list);
            var once = documents.bytes(new Document("objectList", list), Format.XML);
            var twice = documents.bytes(new Document("objectList", read(once, Format.XML)), Format.XML);
            assertThat(twice).isEqualTo(once);
        }
    }

    private ObjectList read(byte[] body, Format format) throws IOException {
        return documents.read(new ByteArrayInputStream(body), format, "objectList", ObjectList.class);
    }
}
