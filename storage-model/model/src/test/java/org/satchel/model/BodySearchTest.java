// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.satchel.model.memory.MemoryStore;

class BodySearchTest {
    private static final String MESSAGE = """
            Subject: outer
            Content-Type: multipart/mixed; boundary=border

            preamble
            --border
            Content-Type: message/rfc822

            Subject: inner

            text
            --border--
            """.replace("\n", "\r\n");

    @Test
    void the_preamble_is_text_of_the_body_and_headers_and_delimiters_are_not() throws IOException {
        try (var store = new MemoryStore()) {
            var box = store.create(new BoxId("tel:+15550100001"));
            var inbox = box.view().folder(FolderPath.INBOX).orElseThrow().id();
            var bytes = new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.UTF_8));
            try (var draft = box.draft(bytes, 10_000)) {
                box.write(Actor.owner(box.id()), tx -> tx.deposit(inbox, draft, Deposit.PLAIN));
            }
            assertThat(hits(box, inbox, "preamble")).isOne();
            assertThat(hits(box, inbox, "text")).isOne();
            assertThat(hits(box, inbox, "inner")).isZero();
            assertThat(hits(box, inbox, "outer")).isZero();
            assertThat(hits(box, inbox, "border")).isZero();
        }
    }

    private static int hits(MessageBox box, FolderId folder, String text) {
        return new ScanningFinder()
                .find(box.view(), Search.in(folder, new Query.Body(text)))
                .size();
    }
}
